"""Calls that were live under an older version come through the change of the tables."""

import json

import pytest

from tests.servers.elsewhere import Elsewhere

OLD = "0003_adds_employers_and_one_call_for_one_need"
WRITTEN = f"""
from datetime import timedelta
from django.core.management import call_command
for app in ("network", "outbox", "account", "mfa", "sessions", "usersessions"):
    call_command("migrate", app, verbosity=0)
call_command("migrate", "directory", "{OLD}", verbosity=0)
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from tests import factories as f
now = timezone.now()
school, other = f.SchoolFactory(), f.SchoolFactory()
head = f.PersonFactory()
old = MigrationLoader(connection).project_state([("directory", "{OLD}")]).apps
calls = old.get_model("directory", "CallOut").objects
def make(need, minutes, at=school, **more):
    calls.create(
        head_id=head.pk, school_id=at.pk, area_id=at.authority_id, need=need,
        raised_at=now - timedelta(minutes=minutes), ends_at=now + timedelta(hours=6), **more
    )
make("pause", 30, state="unanswered")
make("send", 20, look_again_at=now)
make("conduct", 10, look_again_at=now)
make("other", 40, state="done", closed_at=now)
make("send", 5, at=other, look_again_at=now)
call_command("migrate", verbosity=0)
"""
READ = """
import json
from directory.models import CallOut
rows = CallOut.objects.order_by("raised_at")
print(json.dumps({
    "beside": [[row.need, row.beside.need if row.beside else None] for row in rows],
    "live and never looked at": CallOut.objects.live().filter(look_again_at=None).count(),
}))
"""


@pytest.mark.on("postgresql")  # the same code on both; half a minute each
def test_of_several_live_calls_the_first_stays_the_others_are_beside_it_and_each_is_looked_at(
    transactional_db, elsewhere: Elsewhere
):
    """An installation at the older version, with rows; migrated; and read by the code of today."""
    done = elsewhere.manage("shell", "--no-imports", "-c", WRITTEN + READ)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["beside"] == [
        ["other", None],
        ["pause", None],
        ["send", "pause"],
        ["conduct", "pause"],
        ["send", None],
    ]
    assert found["live and never looked at"] == 0
