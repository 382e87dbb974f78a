"""What a network has written comes through a change of the tables: from the plan of an older version to this one."""

import json

import pytest

from tests.config.test_backups import Elsewhere, elsewhere  # noqa: F401  a fixture

OLD = "0022_lets_the_call_come_again"
WRITTEN = f"""
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", "inspections", "{OLD}", verbosity=0)
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from inspections.actions import log
from inspections.models import Inspection
from django.utils import timezone
from outbox.models import Message
from network import keys
from tests.people import build_cast
cast = build_cast()
inspection = Inspection.objects.create(
    school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
)
old = MigrationLoader(connection).project_state([("inspections", "{OLD}")]).apps
key = log.key_of(head=cast.head, inspection=inspection)
plan = old.get_model("inspections", "SupportPlan").objects.create(head_id=cast.head.pk, inspection_id=inspection.pk)
meetings = old.get_model("inspections", "PlanMeeting").objects
meetings.create(plan=plan, on=date(2026, 12, 8), about_her_post=True, union_invited=True)
meetings.create(plan=plan, on=date(2026, 12, 9))
now = timezone.now()
for state, sent_at in (("sent", now), ("due", None)):
    Message.objects.create(
        to=cast.buddy, kind="nudge-today", occurrence=state, channel="email", about="checkin:1", state=state,
        due_at=now, next_at=now, useful_until=now, sent_at=sent_at, message_id=state,
    )
call_command("migrate", verbosity=0)
"""
READ = """
import json
from inspections.models import PlanMeeting, SupportPlan
from inspections.actions import union_contact
plan = SupportPlan.objects.get()
print(json.dumps({
    "meetings": [(row.about_her_post, row.union_invited, bool(row.union_contact)) for row in plan.meetings.all()],
    "kinds": sorted(Message.objects.values_list("state", "kind")),
    "named": union_contact.named(plan=plan) is not None,
}))
"""


@pytest.fixture
def found(transactional_db, elsewhere: Elsewhere) -> dict:  # noqa: F811
    """An installation at the older version, with rows; migrated; and read by the code of today."""
    done = elsewhere.manage("shell", "--no-imports", "-c", WRITTEN + READ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_plan_comes_through(found):
    assert found["meetings"] == [[True, True, True], [False, False, False]]
    assert found["named"] is False
    assert found["kinds"] == [["due", "nudge-today"], ["sent", "nudge-soon"]], "what waits may still go"
