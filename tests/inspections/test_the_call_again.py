"""The call comes again while the care after an earlier inspection lasts: monitoring does, within months."""

from datetime import date

import pytest
import time_machine

from inspections.actions import inspections, phones
from inspections.models import CheckIn, Inspection
from network import models as m
from network.rules import WrongState
from outbox.models import Message
from tests import factories as f
from tests.inspections.story import MONDAY, at, call, enter_window
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


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
