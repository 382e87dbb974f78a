"""The morning of a day in a support plan: one neutral word to the head, and to her buddy of what is shared."""

from datetime import date

import pytest
from django.core import mail

from config.tasks import keep_no_longer
from inspections import tasks
from inspections.calls.actions import inspections
from inspections.models import Inspection, PlanLine, SupportPlan
from inspections.support.actions import log, plan_days, plan_opened, support, union_contact
from network.models import Person, Tie
from outbox.models import Message
from outbox.sending import sender
from tests.inspections.story import at, wanted
from tests.people import signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 9)  # a Wednesday
REVIEW = date(2027, 1, 14)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at("2026-12-03 10:00"), tick=False)
    return time_machine


@pytest.fixture
def plan(cast) -> SupportPlan:
    """Published, and shared with her buddy."""
    inspection = inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )
    Inspection.objects.filter(pk=inspection.pk).update(
        published_on=date(2026, 12, 3), published_noted_at=at("2026-12-03 09:00")
    )
    inspection.refresh_from_db()
    plan = support.open_plan(by=cast.head, inspection=inspection)
    support.share(by=cast.head, plan=plan, person=cast.buddy)
    Message.objects.all().delete()
    return plan


def offer(cast, plan, **given) -> PlanLine:
    return support.add_line(by=cast.head, plan=plan, **{"kind": "peer_review", "by_on": DAY} | given)


def morning(now, moment="2026-12-09 00:30") -> list[str]:
    now.move_to(at(moment), tick=False)
    tasks.remind()
    return sorted(row.to.name.split()[0] for row in reminders() if row.state == Message.DUE)


def reminders():
    return Message.objects.filter(about__startswith="planday:").select_related("to")


def test_before_the_result_is_published_no_message_says_that_there_is_a_plan(cast, plan, now):
    Inspection.objects.filter(pk=plan.inspection_id).update(published_on=date(2026, 12, 10))
    offer(cast, plan, by_on=DAY, review_on=REVIEW)
    assert morning(now) == []
    assert morning(now, "2027-01-14 00:30") == ["Hollis"]
    Inspection.objects.filter(pk=plan.inspection_id).update(published_on=None, published_noted_at=None)  # by mistake
    assert not any(wanted(row) for row in reminders())


def test_the_head_is_reminded_of_each_day_once_when_her_quiet_hours_are_over(cast, plan, now):
    offer(cast, plan, review_on=REVIEW)
    assert morning(now, "2026-12-08 23:30") == []
    assert morning(now) == ["Hollis"]
    assert morning(now, "2026-12-09 06:30") == ["Hollis"]
    (message,) = reminders()
    assert (message.kind, message.due_at) == ("nudge", at("2026-12-09 07:00"))
    for moment, sent in (("06:59", 0), ("07:01", 0), ("07:29", 0), ("07:31", 1), ("09:00", 1)):
        now.move_to(at(f"2026-12-09 {moment}"), tick=False)
        sender.send_due()
        assert len([each for each in mail.outbox if each.to[0].startswith("hollis")]) == sent, moment
    assert morning(now, "2026-12-09 12:00") == []
    assert morning(now, "2027-01-14 00:30") == ["Hollis"]


def test_it_says_nothing_of_a_plan_or_a_result_not_even_by_its_address(cast, plan, now):
    offer(cast, plan, words="MARKER")
    morning(now)
    now.move_to(at("2026-12-09 08:00"), tick=False)
    sender.send_due()
    (message,) = [each for each in mail.outbox if f"/s/{plan.public_id}/" in each.body]
    assert message.subject == "There is something for you"
    for word in ("plan", "support", "MARKER", "union", "result", "review", "meeting"):
        assert word.lower() not in (message.subject + message.body).lower()
    page = signed_in(cast.head).get(f"/s/{plan.public_id}/", follow=True).content.decode()
    assert "My support plan" in page
    assert "Today</strong>" in page
    for who in (cast.officer, cast.representative, cast.deputy, cast.other_head):
        assert signed_in(who).get(f"/s/{plan.public_id}/").status_code == 404


def test_her_buddy_is_reminded_of_what_she_shares_and_of_nothing_else(cast, plan, now):
    line = offer(cast, plan)
    assert morning(now) == ["Hollis"]
    support.show(by=cast.head, row=line, shared=True)
    assert morning(now) == ["Blake", "Hollis"]
    support.show(by=cast.head, row=line, shared=False)
    assert {row.to.name.split()[0]: wanted(row) for row in reminders()} == {"Hollis": True, "Blake": False}


def test_only_the_buddy_of_those_who_read_it(cast, plan, now):
    offer(cast, plan, shared=True)
    for person in (cast.representative, cast.reserve):  # whatever else she shares it with
        Tie.objects.create(head=cast.head, person=person, kind=Tie.SHARED, subject=support.what(plan))
    assert morning(now) == ["Blake", "Hollis"]
    support.take_back(by=cast.head, plan=plan, person=cast.buddy)
    assert {row.to.name.split()[0]: wanted(row) for row in reminders()} == {"Hollis": True, "Blake": False}


def test_a_buddy_who_stands_by_her_no_longer_is_left_alone(cast, plan, now):
    offer(cast, plan, shared=True)
    morning(now)
    Tie.objects.filter(head=cast.head, person=cast.buddy, kind=Tie.BUDDY).update(to_at=at("2026-12-09 00:30"))
    assert {row.to.name.split()[0]: wanted(row) for row in reminders()} == {"Hollis": True, "Blake": False}


def change(line, **given):
    fresh = PlanLine.objects.select_related("plan__head", "plan__inspection").get(pk=line.pk)
    opened = plan_opened.line(fresh)
    as_it_is = {name: getattr(opened, name) for name in ("kind", "lead", "words", "by_on", "review_on")}
    support.change_line(by=fresh.plan.head, line=fresh, **as_it_is | given)


def test_a_day_that_moves_takes_its_reminder_with_it(cast, plan, now):
    line = offer(cast, plan)
    morning(now)
    change(line, by_on=date(2026, 12, 11))
    assert not wanted(reminders().get())
    assert morning(now, "2026-12-10 00:30") == ["Hollis"], "the old one waits to be stopped as it goes"
    now.move_to(at("2026-12-10 08:00"), tick=False)
    sender.send_due()
    assert reminders().get().state == Message.CANCELLED
    assert morning(now, "2026-12-11 00:30") == ["Hollis"]
    change(line, by_on=None)
    assert [wanted(row) for row in reminders()] == [False, False]


def test_a_day_that_had_begun_when_it_was_written_down_is_not_reminded_of(cast, plan, now):
    now.move_to(at("2026-12-09 10:00"), tick=False)
    line = offer(cast, plan)
    offer(cast, plan, by_on=date(2026, 12, 8))
    assert morning(now, "2026-12-09 11:00") == []
    change(line, words="Of the words alone")
    assert morning(now, "2026-12-09 12:00") == []
    change(line, by_on=date(2026, 12, 10))
    assert morning(now, "2026-12-10 00:30") == ["Hollis"]


@pytest.mark.parametrize("kept", [True, False])
def test_what_she_confirmed_is_over(cast, plan, now, kept):
    line = offer(cast, plan)
    morning(now)
    support.confirm(by=cast.head, line=line, kept=kept)
    assert not wanted(reminders().get())


def test_a_meeting_has_its_morning_too_and_two_on_one_day_are_one_reminder(cast, plan, now):
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    support.meet(by=cast.head, plan=plan, on=DAY, about_her_post=True, union_invited=True)
    offer(cast, plan)
    assert morning(now) == ["Hollis"]


@pytest.mark.parametrize("how", ["closed", "erased with her log", "erased with her account"])
def test_a_plan_that_is_no_more_reminds_nobody(cast, plan, now, how):
    offer(cast, plan, shared=True)
    morning(now)
    if how == "closed":
        support.close(by=cast.head, plan=plan)
    elif how == "erased with her log":
        log.erase(by=cast.head)
    else:
        support.person_erased(person=cast.head, by=cast.head)
    assert [wanted(row) for row in reminders()] == [False, False]
    now.move_to(at("2026-12-09 08:00"), tick=False)
    sender.send_due()
    assert {row.state for row in reminders()} == {Message.CANCELLED}
    assert plan_days.remind() == 0


def test_after_a_long_silence_of_ours_only_what_is_still_useful_is_said(cast, plan, now):
    offer(cast, plan)
    assert morning(now, "2026-12-12 00:30") == []
    assert morning(now, "2026-12-11 09:00") == ["Hollis"]


def test_a_head_whose_account_is_closed_gets_none(cast, plan, now):
    offer(cast, plan, shared=True)
    Person.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert morning(now) == []


def test_that_there_was_a_reminder_is_forgotten_after_thirty_days(cast, plan, now):
    offer(cast, plan)
    morning(now)
    now.move_to(at("2026-12-09 08:00"), tick=False)
    sender.send_due()
    now.move_to(at("2027-01-12 08:00"), tick=False)
    keep_no_longer()
    assert not reminders().exists()
