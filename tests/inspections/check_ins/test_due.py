"""A tick plans only the heads that are marked. Whatever changes a fact leaves its mark: after each of these presses the
tick writes what planning everybody would, and has nothing to do the next time."""

from datetime import date, time, timedelta

import pytest
from django.db import transaction

from inspections.aftercare import actions as aftercare
from inspections.calls.actions import inspections
from inspections.check_ins.actions import due, planning
from inspections.deadlines import actions as deadlines
from inspections.models import CheckIn, DeadlineRule, PlanDue
from inspections.terms import actions as terms
from inspections.terms.lines import CLOSURE, TERM
from inspections.windows.actions import windows
from network import clock
from network import models as m
from network.details.actions import people
from network.members.actions import memberships, ties
from outbox.models import Message
from tests.inspections.story import at, call, enter_window

pytestmark = pytest.mark.django_db
ALL_DAY = {"quiet_weekends": True, "quiet_holidays": True}


def closure(cast, **whose):
    days = {"first": date(2026, 12, 1), "last": date(2026, 12, 17)}
    terms.add(by=cast.administrator, what=CLOSURE, name="Closed", **days, **whose)


def rule(cast):
    found = DeadlineRule.objects.get(code="draft")
    deadlines.change_rule(by=cast.administrator, rule=found, values={"number": 5})


def another_head(cast):
    m.Membership.objects.filter(person=cast.other_head, to_at=None).update(to_at=clock.now())
    ties.open_tie(by=None, head=cast.other_head, person=cast.buddy, kind=m.Tie.BUDDY)
    memberships.start(by=cast.officer, person=cast.other_head, role=m.Membership.HEAD, school=cast.school)


IN_THE_WINDOW = {
    "her buddy goes": lambda cast: ties.end_ties(by=None, head=cast.head, kind=m.Tie.BUDDY),
    "her buddy closes the account": lambda cast: people.close(by=cast.buddy),
    "her buddy is erased": lambda cast: people.erase(by=cast.buddy),
    "she closes her account": lambda cast: people.close(by=cast.head),
    "she leaves her school": lambda cast: memberships.end(by=cast.officer, membership=cast.head.memberships.get()),
    "another head comes": another_head,
    "quiet hours": lambda cast: people.save_quiet_hours(
        by=cast.head, quiet_from=time(9), quiet_until=time(14), **ALL_DAY
    ),
    "the window closes": lambda cast: windows.close_after_inspection(
        by=None, school=cast.school, started_on=clock.today()
    ),
    "the area's calendar": lambda cast: closure(cast, authority=cast.authority),
    "the school's calendar": lambda cast: closure(cast, school=cast.school),
    "the call": call,
}
CALLED = {
    "other days": lambda cast: inspections.change(
        by=cast.head, inspection=cast.inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9)
    ),
    "put off": lambda cast: aftercare.put_off(by=cast.head, inspection=cast.inspection),
    "the draft came": lambda cast: inspections.note_dates(
        by=cast.head, inspection=cast.inspection, draft_on=date(2026, 11, 30)
    ),
    "undone": lambda cast: inspections.undo(by=cast.head, inspection=cast.inspection),
    "closed": lambda cast: inspections.close(by=cast.head, inspection=cast.inspection),
    "a rule of the deadlines": rule,
    "the school's calendar": lambda cast: closure(cast, school=cast.school),
    "she closes her account": lambda cast: people.close(by=cast.head),
}


def states():
    return sorted(CheckIn.objects.values_list("head", "rule", "occurrence", "send_at", "state"))


@pytest.fixture
def story(cast, time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)
    enter_window(cast)
    due.plan_due()
    assert states()
    assert not due.plan_due()
    return cast


@pytest.mark.parametrize("press", IN_THE_WINDOW)
def test_in_the_window(story, press):
    look_alike(story, IN_THE_WINDOW[press])


@pytest.mark.parametrize("press", CALLED)
def test_when_called(story, press):
    story.things["inspection"] = call(story)
    due.plan_due()
    look_alike(story, CALLED[press])


def look_alike(story, press):
    before = states()
    press(story)
    due.plan_due()
    assert states() != before, "this press changes nothing, so it shows nothing"
    assert not planning.plan_check_ins(), "the tick has left somebody out"
    assert not PlanDue.objects.filter(due_at__lte=clock.now()).exists()


def test_an_account_that_is_opened_again(story):
    people.close(by=story.head)
    due.plan_due()
    people.open_again(by=story.administrator, person=story.head)
    assert due.plan_due().moved
    assert not planning.plan_check_ins()


def test_terms_from_a_file(story):
    line = terms.Line(what=TERM, name="Spring", first=date(2027, 1, 11), last=date(2027, 2, 12))
    terms.replace(by=story.administrator, lines=[line], authority=story.authority)
    due.plan_due()
    assert not planning.plan_check_ins()


def test_everybody_is_planned_once_a_night_whoever_was_not_marked(story, time_machine):
    m.Tie.objects.filter(head=story.head, kind=m.Tie.BUDDY).update(to_at=clock.now())  # by nobody's action
    time_machine.move_to(at("2026-11-30 23:58"), tick=False)
    assert not due.plan_due()
    time_machine.move_to(at("2026-12-01 00:00"), tick=False)
    assert due.plan_due().cancelled
    assert not due.plan_due()
    assert list(PlanDue.objects.values_list("head", "due_at")) == [(None, at("2026-12-02 00:00"))]


def test_whoever_is_planned_at_once_is_looked_at_once_more(story):
    """A tick of the same moment may have read what was there before the press."""
    call(story)
    assert PlanDue.objects.filter(head=story.head, due_at__lte=clock.now()).exists()
    assert not due.plan_due()
    assert not PlanDue.objects.filter(head=story.head).exists()


def test_a_mark_goes_with_the_change_that_wrote_it(story):
    with transaction.atomic():
        ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
        transaction.set_rollback(True)
    assert not PlanDue.objects.filter(head=story.head).exists()


def test_a_mark_written_while_she_is_planned_is_there_for_the_next_tick(story, monkeypatch):
    real = planning.plan_heads

    def meanwhile(**given):
        written = real(**given)
        monkeypatch.setattr(planning, "plan_heads", real)
        ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
        return written

    monkeypatch.setattr(planning, "plan_heads", meanwhile)
    due.mark(people=[story.head.pk])
    assert not due.plan_due()
    assert due.plan_due().cancelled


def first_question(story, time_machine, *, state):
    """The first of her questions is due, and its message is in this state."""
    check_in = CheckIn.objects.filter(state=CheckIn.PLANNED).earliest("send_at")
    time_machine.move_to(check_in.send_at, tick=False)
    due.plan_due()
    outcome(check_in, state)
    return check_in


def outcome(check_in, state):
    """As the sender leaves its message."""
    now = clock.now()
    Message.objects.filter(about=f"checkin:{check_in.pk}").update(
        state=state,
        leased_until=now + timedelta(minutes=1) if state == Message.SENDING else None,
        sent_at=now if state == Message.SENT else None,
    )


def test_a_question_that_is_leaving_when_a_fact_changes_is_planned_anew_if_it_does_not_leave(story, time_machine):
    check_in = first_question(story, time_machine, state=Message.SENDING)
    ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
    due.plan_due()
    check_in.refresh_from_db()
    assert check_in.state == CheckIn.PLANNED, "it may have left already"
    outcome(check_in, Message.DUE)  # the mail server was away
    assert due.plan_due().cancelled == 1
    check_in.refresh_from_db()
    assert check_in.state == CheckIn.CANCELLED
    assert not PlanDue.objects.filter(head=story.head).exists()


def test_nor_is_it_forgotten_where_her_own_press_plans(story, time_machine):
    check_in = first_question(story, time_machine, state=Message.SENDING)
    people.save_quiet_hours(by=story.head, quiet_from=time(9), quiet_until=time(19), **ALL_DAY)
    due.plan_due()
    assert PlanDue.objects.filter(head=story.head).exists()
    outcome(check_in, Message.SENT)
    due.plan_due()
    assert not PlanDue.objects.filter(head=story.head).exists()
    assert not planning.plan_check_ins()


def test_a_question_that_never_left_marks_its_head(story, time_machine):
    check_in = first_question(story, time_machine, state=Message.FAILED)
    time_machine.move_to(check_in.useful_until, tick=False)
    due.plan_due()
    planning.mark_missed()
    check_in.refresh_from_db()
    assert check_in.state == CheckIn.NOT_ASKED
    assert PlanDue.objects.filter(head=story.head, due_at__lte=clock.now()).exists()
    due.plan_due()
    assert not planning.plan_check_ins()
