"""The call comes again while the care after an earlier inspection lasts: monitoring does, within months."""

from collections import Counter
from datetime import date

import pytest

from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, Inspection
from inspections.phones import actions as phones
from inspections.visits.moments import LONDON
from network import models as m
from network.rules import WrongState
from outbox.models import Message
from tests import factories as f
from tests.inspections.story import MONDAY, at, call, enter_window, leave
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(now, cast):
    """Inspected on 1 and 2 December; it is the Monday a week later, and the care after it lasts."""
    enter_window(cast)
    inspection = call(cast)
    now.move_to(at("2026-12-07 09:45"))
    return inspection


def still_open(cast):
    return list(Inspection.objects.open().filter(head=cast.head).order_by("called_at"))


def test_it_is_another_inspection_and_the_care_after_the_first_goes_on(cast, first):
    second = call(cast, kind=Inspection.MONITORING)
    assert second.pk != first.pk
    assert still_open(cast) == [first, second]
    assert (second.starts_on, second.kind) == (date(2026, 12, 8), Inspection.MONITORING)
    after = CheckIn.objects.filter(inspection=first, state=CheckIn.PLANNED)
    assert after.exists(), "the care after the first goes on"
    assert CheckIn.objects.filter(inspection=second, state=CheckIn.PLANNED).exists()
    assert Message.objects.filter(to=cast.buddy, occurrence=f"call:{second.public_id}").exists()


def asked_on(day):
    """What is planned for a day, with the day of the call it belongs to."""
    rows = CheckIn.objects.filter(state=CheckIn.PLANNED).select_related("inspection").order_by("send_at")
    return [
        (f"{row.inspection.called_at:%d %b}", row.rule) for row in rows if row.send_at.astimezone(LONDON).date() == day
    ]


def waits(inspection, rule):
    about = f"checkin:{CheckIn.objects.get(inspection=inspection, rule=rule).pk}"
    return Message.objects.filter(about=about, state=Message.DUE).exists()


def test_of_two_inspections_one_question_a_day_is_asked_the_nearer_and_the_other_is_covered(cast, first, now):
    """Day five of the first falls on 7 December, and its draft is noted on the first evening of the second."""
    second = call(cast, kind=Inspection.MONITORING, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    inspections.note_dates(by=cast.head, inspection=first, draft_on=date(2026, 12, 8))
    assert asked_on(date(2026, 12, 7)) == [("30 Nov", "day-five")]
    assert asked_on(date(2026, 12, 8)) == [("07 Dec", "evening")]
    assert not CheckIn.objects.filter(inspection=first, rule="draft").exclude(state=CheckIn.CANCELLED).exists()
    assert not planning.plan_check_ins(), "planned again it is the same"
    sent = Counter(row.send_at.astimezone(LONDON).date() for row in CheckIn.objects.filter(state=CheckIn.PLANNED))
    assert max(sent.values()) == 1
    # What covered it goes: then it is asked.
    inspections.undo(by=cast.head, inspection=second)
    assert asked_on(date(2026, 12, 8)) == [("30 Nov", "draft")]
    assert waits(first, "draft")


def test_a_covered_question_is_not_asked_late_when_the_other_is_over(cast, first, now):
    second = call(cast, kind=Inspection.MONITORING, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    inspections.note_dates(by=cast.head, inspection=first, draft_on=date(2026, 12, 8))
    now.move_to(at("2026-12-08 17:05"))
    leave()
    check_ins.answer(by=cast.head, check_in=CheckIn.objects.get(inspection=second, rule="evening"), answer="fine")
    for moment in ("2026-12-08 17:10", "2026-12-09 10:00", "2026-12-10 10:00"):
        now.move_to(at(moment))
        planning.plan_check_ins()
        planning.mark_missed()
        assert not CheckIn.objects.filter(inspection=first, rule="draft").exclude(state=CheckIn.CANCELLED).exists()


def test_a_second_press_still_finds_the_first(cast, first):
    second = call(cast)
    assert call(cast).pk == second.pk
    assert len(still_open(cast)) == 2


def test_while_inspectors_are_on_site_a_press_finds_the_inspection(cast, first, now):
    now.move_to(at("2026-12-02 12:00"))
    assert call(cast).pk == first.pk


def test_undone_the_first_stands_as_before(cast, first, now):
    second = call(cast)
    inspections.undo(by=cast.head, inspection=second)
    assert still_open(cast) == [first]
    now.move_to(at("2026-12-14 09:45"))
    third = call(cast)
    assert still_open(cast) == [first, third]


def test_the_front_page_offers_it_quietly(cast, first):
    page = signed_in(cast.head).get("/today/").content.decode()
    assert "The call has come again" in page
    assert 'class="covenant-call"' not in page


def test_not_while_inspectors_are_on_site(cast, first, now):
    now.move_to(at("2026-12-02 12:00"))
    assert "The call has come again" not in signed_in(cast.head).get("/today/").content.decode()


def test_from_a_registered_phone_too(cast, first):
    phone, _ = phones.register(by=cast.head)
    (second,) = phones.the_call_has_come(phone=phone)
    assert second.pk != first.pk
    assert [row.pk for row in phones.the_call_has_come(phone=phone)] == [second.pk]


def test_another_head_of_the_school_may_press_it_then(cast, first, now):
    other = f.PersonFactory()
    f.MembershipFactory(person=other, school=cast.school, role=m.Membership.HEAD)
    assert inspections.the_call_has_come(by=other, school=cast.school, head=other)


def test_another_head_may_not_while_it_goes_on(cast, first, now):
    other = f.PersonFactory()
    f.MembershipFactory(person=other, school=cast.school, role=m.Membership.HEAD)
    now.move_to(at("2026-12-02 12:00"))
    with pytest.raises(WrongState, match="by another head of this school"):
        inspections.the_call_has_come(by=other, school=cast.school, head=other)


def test_closing_the_first_leaves_the_second_its_pairing_and_its_plan(cast, first):
    from buddies.models import Pairing

    pairing = Pairing.objects.create(
        head=cast.head, buddy=cast.buddy, state=Pairing.IN_FORCE, head_yes_at=MONDAY, buddy_yes_at=MONDAY
    )
    second = call(cast)
    inspections.close(by=cast.head, inspection=first)
    assert still_open(cast) == [second]
    pairing.refresh_from_db()
    assert pairing.called_at == second.called_at
    assert CheckIn.objects.filter(inspection=second, state=CheckIn.PLANNED).exists()
    later = CheckIn.objects.filter(inspection=first, state=CheckIn.PLANNED, due_at__gt=at("2026-12-07 09:45"))
    assert not later.exists()
