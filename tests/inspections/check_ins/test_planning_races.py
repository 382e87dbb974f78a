"""The tick plans while a head changes her days: her own change stands, whichever of them commits first. Real threads,
real commits. On PostgreSQL they meet between two reads of the tick; on SQLite the head's press waits for its end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from inspections.calls.actions import inspections
from inspections.check_ins.actions import due, planning, planning_inputs
from inspections.models import CheckIn
from network import clock
from outbox.models import Message
from tests.directory.meeting import Waiting
from tests.inspections.story import at, call, enter_window, planned

pytestmark = pytest.mark.django_db(transaction=True)
MEET = 30 if connection.vendor == "postgresql" else 1  # seconds; one writer alone cannot meet another


@pytest.fixture
def inspection(now, cast):
    enter_window(cast)
    return call(cast)


def plan_while(press, monkeypatch, *, moment):
    """The tick stops right before or right after it reads the facts, until the press has been committed."""
    reached, done, real = Event(), Event(), planning_inputs.of_heads

    def of_heads(**given):
        if moment == "before":
            reached.set()
            done.wait(MEET)
        found = real(**given)
        if moment == "after":
            reached.set()
            done.wait(MEET)
        return found

    def tick():
        try:
            planning.plan_check_ins()
        finally:
            connection.close()

    def head():
        try:
            assert reached.wait(30)
            monkeypatch.setattr(planning_inputs, "of_heads", real)
            press()
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(planning_inputs, "of_heads", of_heads)
        for each in [pool.submit(tick), pool.submit(head)]:
            each.result()


def waiting_questions():
    rows = Message.objects.filter(kind="check-in", state=Message.DUE)
    return sorted(rows.values_list("about", "occurrence"))


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_moved_day_is_not_planned_back(inspection, cast, monkeypatch, moment):
    def move():
        inspections.change(
            by=cast.head, inspection=inspection, starts_on=at("2026-12-08").date(), ends_on=at("2026-12-09").date()
        )

    plan_while(move, monkeypatch, moment=moment)
    assert planned(rule="evening") == {"evening 1": "Tue 08 Dec 17.00"}
    assert planned(rule="last-evening") == {"last-evening": "Wed 09 Dec 18.00"}
    inspection.refresh_from_db()
    before = inspection.draft_expected_on, waiting_questions()
    assert not planning.plan_check_ins(), "nothing is left to be mended by the next look"
    inspection.refresh_from_db()
    assert (inspection.draft_expected_on, waiting_questions()) == before
    open_rows = CheckIn.objects.filter(state=CheckIn.PLANNED)
    assert waiting_questions() == sorted((f"checkin:{r.pk}", f"{r.public_id}.{r.generation}") for r in open_rows)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_undone_call_is_not_planned_back(inspection, cast, monkeypatch, moment):
    cast.head.quiet_from = at("2026-12-01 16:00").time()
    cast.head.save()  # so that the tick has something to write
    plan_while(lambda: inspections.undo(by=cast.head, inspection=inspection), monkeypatch, moment=moment)
    assert not CheckIn.objects.filter(inspection=inspection, state=CheckIn.PLANNED).exists()
    assert not Message.objects.filter(
        kind="check-in", state=Message.DUE, about__in=[f"checkin:{row.pk}" for row in inspection.check_ins.all()]
    ).exists()


def test_days_that_were_moved_while_a_tick_had_written_the_old_ones_stand_by_the_next_tick(inspection, cast):
    """What the press would move was not committed yet when it looked; the next tick looks at her once more."""
    due.plan_due()  # the night's look is not due for hours
    cast.head.quiet_from = at("2026-12-01 16:00").time()
    cast.head.save()  # so that the tick has something to write
    waiting = Waiting()
    with transaction.atomic():
        assert planning.plan_heads(heads=[cast.head.pk], now=clock.now()).moved
        waiting.begin(
            lambda: inspections.change(
                by=cast.head, inspection=inspection, starts_on=at("2026-12-08").date(), ends_on=at("2026-12-09").date()
            )
        )
    waiting.join()
    assert not waiting.errors
    due.plan_due()
    assert [day[:10] for day in planned(rule="evening").values()] == ["Wed 09 Dec"]  # the evening of the 8th is quiet
    assert not planning.plan_check_ins(), "nothing is left to be mended by the night"
