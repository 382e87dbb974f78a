from datetime import date, timedelta

import pytest

from inspections.calls.actions import inspections, notify_call
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, Inspection, Told, WindowOpening
from inspections.silence.actions import silence
from inspections.standing_in import actions as standing_in
from network import models as m
from network.members.actions import ties
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f
from tests.inspections.story import MONDAY, at, call, leave, planned, waiting, wanted

pytestmark = pytest.mark.django_db


def test_the_call_writes_everything_at_once(story):
    inspection = call(story)
    assert (inspection.starts_on, inspection.ends_on) == (date(2026, 12, 1), date(2026, 12, 2))
    assert planned() == {
        "evening 1": "Tue 01 Dec 17.00",
        "last-evening": "Wed 02 Dec 18.00",
        "day-after": "Thu 03 Dec 12.30",
        "day-five": "Mon 07 Dec 16.00",
    }
    assert waiting("nudge-now") == [
        ("Blake", "nudge-now", "told"),
        ("Brook", "nudge-now", "told"),
        ("Shiloh", "nudge-now", "told"),
    ]
    assert Message.objects.filter(kind="check-in", to=story.head).count() == 4
    assert {(told.person.name, told.role) for told in inspection.told.all()} == {
        ("Blake Example", Told.BUDDY),
        ("Brook Example", Told.RESERVE),
        ("Shiloh Example", Told.CHOSEN),
    }
    row = m.AuditRow.objects.get(by=story.head)
    assert (row.verb, row.what, row.concerns, row.detail) == ("record.change", "", story.head, {})


def test_every_planned_check_in_has_its_message(story):
    call(story)
    for row in CheckIn.objects.all():
        message = Message.objects.get(about=f"checkin:{row.pk}")
        assert (message.to, message.due_at, message.useful_until) == (row.head, row.send_at, row.useful_until)
        assert message.occurrence == f"{row.public_id}.{row.generation}"
        assert message.path == "/c/{token}/"


@pytest.mark.parametrize(
    ("kind", "called", "days"),
    [
        ("full", "2026-11-30 09:52", (date(2026, 12, 1), date(2026, 12, 2))),
        ("full", "2026-12-04 10:00", (date(2026, 12, 7), date(2026, 12, 8))),
        ("full", "2026-12-18 10:00", (date(2027, 1, 4), date(2027, 1, 5))),
        ("monitoring", "2026-12-02 10:00", (date(2026, 12, 3), date(2026, 12, 3))),
        ("full", "2027-03-25 10:00", (date(2027, 4, 12), date(2027, 4, 13))),
    ],
)
def test_the_days_are_filled_in(story, now, kind, called, days):
    now.move_to(at(called))
    inspection = call(story, kind=kind)
    assert (inspection.starts_on, inspection.ends_on) == days


def test_any_days_can_be_set(story):
    inspection = call(story, starts_on=date(2026, 12, 9))
    assert (inspection.starts_on, inspection.ends_on) == (date(2026, 12, 9), date(2026, 12, 10))


def test_a_second_press_finds_the_first(story):
    assert call(story) == call(story)
    assert Inspection.objects.count() == 1
    assert Told.objects.count() == 3


def test_the_deputy_she_named_may_press_and_the_head_hears(story):
    inspection = inspections.the_call_has_come(by=story.deputy, school=story.school, head=story.head)
    assert inspection.called_by == story.deputy
    assert ("Hollis", "nudge-now", "head") in waiting()


@pytest.mark.parametrize("who", ["other_head", "buddy", "reserve", "officer", "representative", "administrator"])
def test_nobody_else_may(story, who):
    with pytest.raises(NotAllowed):
        inspections.the_call_has_come(by=getattr(story, who), school=story.school, head=story.head)
    assert not Inspection.objects.exists()


def test_not_for_a_school_she_does_not_lead(story):
    with pytest.raises(NotAllowed):
        inspections.the_call_has_come(by=story.head, school=f.SchoolFactory(), head=story.head)


def test_without_a_buddy_it_is_recorded_all_the_same(story):
    m.Tie.objects.filter(head=story.head).delete()
    inspection = call(story)
    assert not inspection.told.exists()
    assert "evening 1" in planned()


def test_undo_within_ten_minutes(story, now):
    inspection = call(story)
    now.shift(timedelta(minutes=9, seconds=59))
    inspections.undo(by=story.head, inspection=inspection)
    assert planned(inspection=inspection) == {}
    assert list(planned()) == ["month 2026-12"]
    assert not any(wanted(row) for row in Message.objects.filter(kind="check-in").exclude(about__contains=last_pk()))
    assert Message.objects.filter(about__startswith="told:").exclude(state=Message.CANCELLED).count() == 0
    assert waiting("nudge-soon") == [(name, "nudge-soon", "undone") for name in ("Blake", "Brook", "Shiloh")]


def last_pk():
    return f":{CheckIn.objects.get(rule='month').pk}"


def test_undo_after_ten_minutes_is_refused(story, now):
    inspection = call(story)
    now.shift(timedelta(minutes=10))
    with pytest.raises(WrongState, match="ten minutes"):
        inspections.undo(by=story.head, inspection=inspection)


def test_undone_and_pressed_again_works(story):
    inspections.undo(by=story.head, inspection=call(story))
    second = call(story)
    assert planned(inspection=second).keys() == {"evening 1", "last-evening", "day-after", "day-five"}
    assert Message.objects.filter(about__startswith="told:", state=Message.DUE).count() == 3


def test_moving_the_days_moves_the_plan(story):
    inspection = call(story)
    before = {row.pk: row.generation for row in CheckIn.objects.all()}
    inspections.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    assert planned() == {
        "evening 1": "Tue 08 Dec 17.00",
        "last-evening": "Wed 09 Dec 18.00",
        "day-after": "Thu 10 Dec 12.30",
        "day-five": "Mon 14 Dec 16.00",
    }
    assert {row.pk: row.generation - 1 for row in CheckIn.objects.all()} == before, "moved, not made anew"
    for row in CheckIn.objects.all():
        live = Message.objects.get(about=f"checkin:{row.pk}", state=Message.DUE)
        assert live.due_at == row.send_at
        assert wanted(live)
        assert not wanted(Message.objects.get(about=f"checkin:{row.pk}", state=Message.CANCELLED))


def test_her_buddy_hears_of_moved_days_by_the_kind_that_says_not_great_too(story):
    """So that the kind of a row tells nobody how she was."""
    inspection = call(story, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))
    inspections.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4))
    assert waiting("nudge-soon") == [("Blake", "nudge-soon", "inspection")]


def test_moving_the_days_never_asks_a_second_day_one(story, now):
    inspection = call(story)
    now.move_to(at("2026-12-01 18:00"))
    first = CheckIn.objects.get(rule="evening")
    Message.objects.filter(about=f"checkin:{first.pk}").update(state=Message.SENT, sent_at=at("2026-12-01 17:00"))
    inspections.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    first.refresh_from_db()
    assert first.generation == 1
    assert Message.objects.filter(about=f"checkin:{first.pk}").count() == 1
    assert planned()["last-evening"] == "Wed 09 Dec 18.00"


def test_a_question_that_is_due_but_has_not_left_moves_too(story, now):
    inspection = call(story)
    now.move_to(at("2026-12-01 18:00"))
    inspections.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    assert planned()["evening 1"] == "Tue 08 Dec 17.00"


def test_names_and_numbers_move_nothing(story):
    inspection = call(story)
    inspections.change(by=story.deputy, inspection=inspection, senior_number="03000 000 000")
    inspection.refresh_from_db()
    assert (inspection.senior_number, inspection.generation) == ("03000 000 000", 1)


def test_planning_again_writes_nothing(story, django_assert_num_queries):
    call(story)
    assert not planning.plan_check_ins()
    before = list(CheckIn.objects.order_by("pk").values())
    messages = list(Message.objects.order_by("pk").values())
    assert not planning.plan_check_ins()
    assert list(CheckIn.objects.order_by("pk").values()) == before
    assert list(Message.objects.order_by("pk").values()) == messages


def test_the_same_number_of_queries_for_one_head_and_for_thirty(story, django_assert_num_queries):
    planning.plan_check_ins()
    with django_assert_num_queries(13):
        assert not planning.plan_check_ins()
    for _ in range(29):
        head, school = f.PersonFactory(), f.SchoolFactory(in_window=True, window_opens_on=date(2026, 9, 15))
        f.MembershipFactory(person=head, school=school)
        f.TieFactory(head=head)
    assert planning.plan_check_ins().added == 29
    with django_assert_num_queries(13):
        assert not planning.plan_check_ins()


def test_before_there_is_one_a_month_while_she_is_in_the_window_and_has_a_buddy(story):
    planning.plan_check_ins()
    assert planned() == {"month 2026-12": "Tue 15 Dec 10.00"}
    ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
    planning.plan_check_ins()
    assert planned() == {}
    ties.open_tie(by=None, head=story.head, person=story.other_head, kind=m.Tie.BUDDY)
    planning.plan_check_ins()
    assert planned() == {"month 2026-12": "Tue 15 Dec 10.00"}
    assert waiting("check-in") == [("Hollis", "check-in", "checkin")]


def test_closing_ends_what_is_planned_and_the_window(story, now):
    inspection = call(story)
    now.move_to(at("2026-12-03 13:00"))
    planning.mark_missed()
    inspections.close(by=story.head, inspection=inspection)
    assert planned(inspection=inspection) == {}
    opening = WindowOpening.objects.get()
    assert (opening.is_open, opening.reason, opening.inspected_on) == (
        False,
        WindowOpening.INSPECTED,
        date(2026, 12, 1),
    )
    inspections.close(by=story.head, inspection=inspection)
    assert WindowOpening.objects.count() == 1


def test_what_closed_cannot_be_changed(story):
    inspection = call(story)
    inspections.close(by=story.head, inspection=inspection)
    inspection.refresh_from_db()
    with pytest.raises(WrongState, match="closed"):
        inspections.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8))


def test_the_head_keeps_it_when_she_has_left_the_school(story):
    inspection = call(story)
    m.Membership.objects.filter(person=story.head).update(to_at=MONDAY)
    inspections.change(by=story.head, inspection=inspection, senior_number="1")
    planning.plan_check_ins()
    assert "day-after" in planned()


def test_draft_and_publication_are_asked_about_and_the_buddy_hears(story, now):
    inspection = call(story)
    now.move_to(at("2027-01-08 11:00"))
    inspections.note_dates(by=story.head, inspection=inspection, draft_on=date(2027, 1, 8))
    assert planned()["draft"] == "Fri 08 Jan 17.00"
    assert "draft-expected" not in planned()
    assert ("Blake", "nudge", "inspection") in waiting("nudge")
    inspections.note_dates(by=story.head, inspection=inspection, draft_on=None)
    assert "draft" not in planned()


def test_seen_is_her_own_press(story, now):
    inspection = call(story)
    now.shift(timedelta(minutes=12))
    notify_call.seen(by=story.buddy, inspection=inspection, reply="With you. Ringing at 12.30.")
    told = inspection.told.get(person=story.buddy)
    assert (told.seen_at, told.reply) == (MONDAY + timedelta(minutes=12), "With you. Ringing at 12.30.")
    now.shift(timedelta(minutes=5))
    notify_call.seen(by=story.buddy, inspection=inspection, reply="Ringing now.")
    told.refresh_from_db()
    assert (told.seen_at, told.reply) == (MONDAY + timedelta(minutes=12), "Ringing now.")
    assert ("Blake", "nudge-now", "told") not in waiting()
    with pytest.raises(NotAllowed):
        notify_call.seen(by=story.other_head, inspection=inspection)


def test_a_call_nobody_has_seen_passes_to_the_reserve_once(story, now):
    inspection = call(story)
    now.shift(timedelta(minutes=29))
    assert notify_call.pass_on_unseen(minutes=30) == 0
    now.shift(timedelta(minutes=1))
    assert notify_call.pass_on_unseen(minutes=30) == 1
    assert notify_call.pass_on_unseen(minutes=30) == 0
    assert inspection.told.get(person=story.reserve).role == Told.STAND_IN
    assert inspection in Inspection.objects.visible_to(story.reserve)
    assert ("Hollis", "nudge-now", "head") in waiting()
    inspections.close(by=story.head, inspection=inspection)
    assert inspection not in Inspection.objects.visible_to(story.reserve)


def test_a_call_passes_on_after_the_minutes_she_set(story, now):
    silence.choose(by=story.head, on=True, ask_reserve=True, call_minutes=10)
    call(story)
    now.shift(timedelta(minutes=9))
    assert notify_call.pass_on_unseen(minutes=30) == 0
    now.shift(timedelta(minutes=1))
    assert notify_call.pass_on_unseen(minutes=30) == 1


def test_a_call_that_was_seen_does_not_pass_on(story, now):
    inspection = call(story)
    notify_call.seen(by=story.buddy, inspection=inspection)
    now.shift(timedelta(hours=3))
    assert notify_call.pass_on_unseen(minutes=30) == 0


@pytest.mark.parametrize("first", ["head", "buddy"])
def test_when_the_buddy_is_called_too_the_reserve_stands_in_unasked(story, first):
    buddys_school = m.School.objects.get(memberships__person=story.buddy)
    if first == "head":
        inspection = call(story)
        inspections.the_call_has_come(by=story.buddy, school=buddys_school, head=story.buddy)
    else:
        inspections.the_call_has_come(by=story.buddy, school=buddys_school, head=story.buddy)
        inspection = call(story)
    assert inspection.told.get(person=story.reserve).role == Told.STAND_IN
    assert inspection in Inspection.objects.visible_to(story.reserve)
    told = {(name, about) for name, _, about in waiting()}
    assert {("Brook", "head"), ("Hollis", "head"), ("Blake", "head")} <= told


def test_standing_in_without_a_reserve(story):
    ties.end_ties(by=None, head=story.head, kind=m.Tie.RESERVE)
    assert standing_in.begin(by=None, head=story.head, why="ring:x") is None


def test_the_reserve_waiting_sees_nothing_of_it(story):
    inspection = call(story)
    assert inspection not in Inspection.objects.visible_to(story.reserve)
    assert not CheckIn.objects.visible_to(story.reserve).exists()


def test_it_closes_when_its_last_check_in_has_passed(story, now):
    inspection = call(story)
    now.move_to(at("2028-02-10 12:00"))
    assert inspections.close_passed() == 0
    now.move_to(at("2028-02-11 12:00"))
    assert inspections.close_passed() == 1
    inspection.refresh_from_db()
    assert not inspection.is_open


def test_missed(story, now):
    call(story)
    now.move_to(at("2026-12-02 09:00"))
    leave()
    assert planning.mark_missed() == 1
    assert CheckIn.objects.get(rule="evening").state == CheckIn.MISSED
    assert planning.mark_missed() == 0
