"""The next usual call day, as it stands on a head's front page."""

from datetime import date

import pytest

from inspections.models import WindowOpening
from inspections.terms import actions as terms
from inspections.windows.actions import next_call_days
from network import models as m
from tests.inspections.story import at, enter_window
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    """Wednesday 25 November 2026, in term."""
    time_machine.move_to(at("2026-11-25 10:00"), tick=False)


@pytest.fixture(autouse=True)
def _in_the_window(cast):
    enter_window(cast)


def stored(cast):
    return m.School.objects.values_list("next_call_day_on", flat=True).get(pk=cast.school.pk)


def said(cast) -> str:
    return as_read(signed_in(cast.head).get("/today/"))


def test_next_usual_day_stands_on_the_front_page(cast):
    assert next_call_days.push_down() == 1
    assert stored(cast) == date(2026, 11, 30)
    page = said(cast)
    assert "Usually on a Monday: next, 30 November." in page
    assert "Other visits can be notified on any day. This is our estimate and not Ofsted’s." in page


def test_a_second_look_writes_nothing(cast):
    next_call_days.push_down()
    assert next_call_days.push_down() == 0


def test_the_day_itself_is_said(cast, time_machine):
    time_machine.move_to(at("2026-11-30 08:00"), tick=False)
    next_call_days.push_down()
    assert "Today is a usual day, Monday 30 November." in said(cast)


def test_a_day_that_has_passed_is_not_said(cast, time_machine):
    next_call_days.push_down()
    time_machine.move_to(at("2026-12-01 00:30"), tick=False)
    page = said(cast)
    assert "30 November" not in page
    assert "usually notified on a Monday in term" in page
    assert next_call_days.push_down() == 1
    assert "Usually on a Monday: next, 7 December." in said(cast)


def test_new_term_dates_move_it_at_once(cast):
    next_call_days.push_down()
    terms.add(
        by=cast.officer,
        what="closure",
        name="Example closure",
        first=date(2026, 11, 30),
        last=date(2026, 11, 30),
        school=cast.school,
    )
    assert stored(cast) == date(2026, 12, 7)


def test_nothing_is_said_without_term_dates(cast):
    m.Term.objects.all().delete()
    assert next_call_days.push_down() == 0
    assert "usually notified on a Monday in term" in said(cast)


@pytest.mark.parametrize("rule", ["W8", "W9"])
def test_a_school_under_monitoring_is_never_shown_a_quiet_day(cast, rule):
    next_call_days.push_down()
    m.School.objects.filter(pk=cast.school.pk).update(window_rule=rule)
    assert next_call_days.push_down() == 1
    assert stored(cast) is None


def test_opened_by_hand_for_monitoring_neither(cast):
    next_call_days.push_down()
    WindowOpening.objects.create(
        school=cast.school,
        is_open=True,
        from_on=date(2026, 11, 25),
        reason=WindowOpening.MONITORED,
        made_by=cast.officer,
    )
    next_call_days.push_down()
    assert stored(cast) is None


def test_a_school_out_of_the_window_has_none(cast):
    next_call_days.push_down()
    m.School.objects.filter(pk=cast.school.pk).update(in_window=False)
    next_call_days.push_down()
    assert stored(cast) is None
