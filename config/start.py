"""What each process proves before it begins to work: that its secrets are those the database was used with."""

import logging
import sys
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from network.models import Canary
from network.sign_in.actions import canary

CANNOT_BOOT = 3  # gunicorn's own number for a worker that cannot: it then ends too, instead of trying again for ever
log = logging.getLogger(__name__)
HOW_TO_ACCEPT = (
    "If they are lost or were changed on purpose, python manage.py accept_secrets NAME takes what is set now; "
    "what the old ones opened stays shut."
)


def refuse_secrets_that_do_not_fit() -> None:
    """At the start of the web server, a worker and beat. Ends the process with the words of `canary.problems`.
    A database that cannot be asked yet, or is not migrated yet, proves nothing: the process goes on."""
    try:
        found = canary.problems()
        if not found:
            canary.lay()
    except DatabaseError as error:
        log.warning("the secrets could not be compared with the database: %s", type(error).__name__)
        return
    if found:
        sys.stderr.write(f"{told(found)}\n")
        sys.exit(CANNOT_BOOT)


def prove_after_migrating(**kwargs: Any) -> None:
    """A receiver of post_migrate, so that an upgrade, and the first start, stop here and not at a head. One app
    may be migrated by itself, before there is a table of canaries: then nothing is proven yet."""
    if Canary._meta.db_table not in connection.introspection.table_names():
        return
    if found := canary.problems():
        raise CommandError(told(found))
    canary.lay()


def told(found: list[str]) -> str:
    listed = "\n".join(f"  - {one}" for one in found)
    return f"The secrets do not fit this database:\n{listed}\n{HOW_TO_ACCEPT}"
