from datetime import date

import pytest

from inspections.models import WindowOpening
from inspections.standby import actions as standby
from network import clock
from network.models import Closure, School, Term, Tie
from outbox.models import Message
from tests.factories import TieFactory
from tests.inspections.story import at, call, enter_window, wanted
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    """Monday 30 November 2026, a quarter past eight."""
    time_machine.move_to(at("2026-11-30 08:15"), tick=False)


@pytest.fixture(autouse=True)
def _in_the_window(cast):
    enter_window(cast)


def heard(kind="standby"):
    rows = Message.objects.filter(kind=kind).select_related("to").order_by("to__name")
    return [(row.to.name.split()[0], row.occurrence) for row in rows]


def leave():
    Message.objects.filter(kind="standby").update(state=Message.SENT, sent_at=clock.now())


def test_buddy_and_reserve_hear_once_in_the_morning(cast):
    assert standby.look() == 2
    assert standby.look() == 0
    assert heard() == [("Blake", "2026-11-30"), ("Brook", "2026-11-30")]
    message = Message.objects.get(to=cast.buddy, kind="standby")
    assert (message.due_at, message.useful_until) == (at("2026-11-30 08:00"), at("2026-11-30 14:00"))
    assert wanted(message)


def test_they_are_stood_down_once_after_the_call_hours(cast, time_machine):
    standby.look()
    leave()
    time_machine.move_to(at("2026-11-30 13:58"), tick=False)
    assert standby.look() == 0
    time_machine.move_to(at("2026-11-30 14:01"), tick=False)
    assert standby.look() == 2
    assert standby.look() == 0
    assert heard("standby-over") == [("Blake", "2026-11-30"), ("Brook", "2026-11-30")]
    assert all(wanted(row) for row in Message.objects.filter(kind="standby-over"))


def test_who_did_not_hear_in_the_morning_is_not_stood_down(time_machine):
    standby.look()
    time_machine.move_to(at("2026-11-30 14:01"), tick=False)
    assert standby.look() == 0


def test_nobody_is_stood_down_when_the_call_has_come(cast, time_machine):
    standby.look()
    leave()
    time_machine.move_to(at("2026-11-30 14:01"), tick=False)
    standby.look()
    call(cast)
    assert not any(wanted(row) for row in Message.objects.filter(kind="standby-over"))
    Message.objects.filter(kind="standby-over").delete()
    assert standby.look() == 0


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("2026-12-01 08:15", id="a Tuesday"),
        pytest.param("2026-12-02 08:15", id="a Wednesday"),
        pytest.param("2026-12-21 08:15", id="holidays"),
        pytest.param("2027-09-06 08:15", id="the start of autumn"),
        pytest.param("2027-05-03 08:15", id="a bank holiday"),
        pytest.param("2026-12-07 07:59", id="too early"),
        pytest.param("2026-12-07 11:00", id="too late in the morning"),
        pytest.param("2028-01-10 08:15", id="no term dates"),
    ],
)
def test_nothing_on_any_other_day_or_hour(cast, moment, time_machine):
    Term.objects.create(authority=cast.authority, name="Term", starts_on="2027-09-01", ends_on="2027-10-22")
    time_machine.move_to(at(moment), tick=False)
    assert standby.look() == 0


def test_the_first_usual_day_of_autumn(cast, time_machine):
    Term.objects.create(authority=cast.authority, name="Term", starts_on="2027-09-01", ends_on="2027-10-22")
    time_machine.move_to(at("2027-09-13 08:15"), tick=False)
    assert standby.look() == 2


def test_the_tuesday_of_a_bank_holiday_week(time_machine):
    time_machine.move_to(at("2027-05-04 08:15"), tick=False)
    assert standby.look() == 2


def test_not_on_a_day_when_the_school_is_closed(cast):
    Closure.objects.create(school=cast.school, name="Training day", starts_on="2026-11-30", ends_on="2026-11-30")
    assert standby.look() == 0


@pytest.mark.parametrize("code", ["W8", "W9"])
def test_a_school_under_monitoring_takes_no_part(cast, code):
    School.objects.filter(pk=cast.school.pk).update(window_rule=code)
    assert standby.look() == 0


def test_nor_one_that_a_person_says_is_monitored(cast):
    WindowOpening.objects.create(
        school=cast.school, is_open=True, from_on=date(2026, 9, 1), reason=WindowOpening.MONITORED
    )
    assert standby.look() == 0


def test_not_out_of_the_window_nor_once_called(cast):
    call(cast)
    assert standby.look() == 0
    School.objects.update(in_window=False)
    assert standby.look() == 0


def test_one_message_for_two_heads(cast):
    School.objects.update(in_window=True)
    TieFactory(head=cast.other_head, person=cast.buddy, kind=Tie.BUDDY)
    standby.look()
    assert heard().count(("Blake", "2026-11-30")) == 1


def test_switched_off_on_its_page_and_on_again(cast):
    browser = signed_in(cast.buddy)
    page = browser.get("/looked-after/standby/").content.decode()
    assert "our estimate, not Ofsted’s" in page
    assert "between 9.30am and 2pm" in page
    standby.look()
    browser.post("/looked-after/standby/", {"on": "no"})
    message = Message.objects.get(to=cast.buddy, kind="standby")
    assert message.state == Message.CANCELLED
    assert not wanted(message)
    assert standby.look() == 0
    page = browser.post("/looked-after/standby/", {"on": "yes"}, follow=True).content.decode()
    assert "switched <strong>on</strong>" in page
    assert wanted(message)


def test_a_message_of_yesterday_does_not_leave(cast, time_machine):
    standby.look()
    time_machine.move_to(at("2026-12-01 08:15"), tick=False)
    assert not wanted(Message.objects.get(to=cast.buddy, kind="standby"))
