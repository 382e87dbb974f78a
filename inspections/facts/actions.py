"""“Still right”: a fact was looked at, and stays as it is."""

from typing import Any

from django.db import transaction

from network import audit, clock
from network.models import Person
from network.rules import check_administrator
from network.site import published


@transaction.atomic
def still_right(*, by: Person, kind: str, row: Any) -> None:
    check_administrator(by)
    type(row).objects.filter(pk=row.pk).update(checked_on=clock.today(), checked_by=by)
    audit.record(by=by, verb="fact.check", what=f"{kind}:{row.public_id}")
    published.changed()
