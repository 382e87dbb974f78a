"""What a network has written comes through a change of the tables: from the plan of an older version to this one."""

import json

import pytest

from tests.servers.elsewhere import Elsewhere

OLD = "0022_lets_the_call_come_again"
WRITTEN = f"""
from datetime import date
from django.core.management import call_command
call_command("migrate", "inspections", "{OLD}", verbosity=0)
for app in ("network", "outbox", "covenant", "buddies", "directory", "account", "mfa", "sessions", "usersessions"):
    call_command("migrate", app, verbosity=0)
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from inspections.support.actions import log
from inspections.models import Inspection
from django.utils import timezone
from outbox.models import Message
from network.privacy import keys
from tests.people import build_cast
cast = build_cast()
old = MigrationLoader(connection).project_state([("inspections", "{OLD}")]).apps
inspection = old.get_model("inspections", "Inspection").objects.create(
    school_id=cast.school.pk, head_id=cast.head.pk, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
)
key = log.key_of(head=cast.head, inspection=inspection)
plan = old.get_model("inspections", "SupportPlan").objects.create(head_id=cast.head.pk, inspection_id=inspection.pk)
meetings = old.get_model("inspections", "PlanMeeting").objects
meetings.create(plan=plan, on=date(2026, 12, 8), about_her_post=True, union_invited=True)
meetings.create(plan=plan, on=date(2026, 12, 9))
old.get_model("inspections", "PlanDeparture").objects.create(plan=plan, on=date(2026, 12, 10), imposed_by="dfe")
lines = old.get_model("inspections", "PlanLine").objects
lines.create(plan=plan, kind="union", words=keys.seal(key, "words"), by_on=date(2026, 12, 11), state="agreed")
lines.create(plan=plan, kind="council")
gone = old.get_model("inspections", "Inspection").objects.create(
    school_id=cast.school.pk, head_id=cast.other_head.pk, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2)
)
closed = old.get_model("inspections", "SupportPlan").objects.create(
    head_id=cast.other_head.pk, inspection_id=gone.pk, closed_at=timezone.now()
)
lines.create(plan=closed, kind="trust")
keys.delete(log.key_of(head=cast.other_head, inspection=gone))
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
from inspections.models import PlanDeparture, PlanLine, PlanMeeting, SupportPlan
from inspections.support.actions import plan_opened, union_contact
plan = SupportPlan.objects.get(closed_at=None)
raw = str([list(model.objects.values()) for model in (PlanLine, PlanMeeting, PlanDeparture)])
print(json.dumps({
    "meetings": [(row.about_her_post, row.union_invited, bool(row.union_contact)) for row in plan.meetings.all()],
    "days": [each.on.isoformat() for each in plan_opened.meetings(plan.meetings.all())],
    "lines": [
        (each.kind, each.state, each.words, str(each.by_on)) for each in plan_opened.lines(plan.lines.all())
    ],
    "departures": [(str(each.on), each.imposed_by) for each in plan_opened.departures(plan.departures.all())],
    "gone": [each.kind for each in plan_opened.lines(SupportPlan.objects.exclude(pk=plan.pk).get().lines.all())],
    "in the clear": [word for word in ("'agreed'", "'trust'", "'dfe'", "2026, 12, 8") if word in raw],
    "kinds": sorted(Message.objects.values_list("state", "kind")),
    "named": union_contact.named(plan=plan) is not None,
}))
"""


@pytest.fixture
def found(transactional_db, elsewhere: Elsewhere) -> dict:
    """An installation at the older version, with rows; migrated; and read by the code of today."""
    done = elsewhere.manage("shell", "--no-imports", "-c", WRITTEN + READ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.on("postgresql")  # the same code on both; half a minute each
def test_a_plan_comes_through(found):
    assert found["meetings"] == [[True, True, True], [False, False, False]]
    assert found["named"] is False
    assert found["kinds"] == [["due", "nudge-today"], ["sent", "nudge-soon"]], "what waits may still go"
    assert found["days"] == ["2026-12-08", "2026-12-09"]
    assert found["lines"] == [["union", "agreed", "words", "2026-12-11"], ["council", "offered", "", "None"]]
    assert found["departures"] == [["2026-12-10", "dfe"]]
    assert found["gone"] == []
    assert found["in the clear"] == []
