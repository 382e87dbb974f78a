"""On which days the call usually comes, and why a week is quiet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.schools.calendar import Closure, Term, bank_holidays
from network.schools.call_days import Quiet, Week, call_days, call_weeks

TERMS = [
    Term(date(2026, 9, 1), date(2026, 12, 18), "Autumn"),
    Term(date(2027, 1, 4), date(2027, 3, 25), "Spring"),
    Term(date(2027, 4, 12), date(2027, 7, 21), "Summer"),
]
CLOSURES = [
    Closure(date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    Closure(date(2027, 5, 31), date(2027, 6, 4), "Half-term"),
]


def week(day: date, terms=TERMS, closures=CLOSURES, **more) -> Week:
    (found,) = call_weeks(day, day, terms=terms, closures=closures, **more)
    return found


@pytest.mark.parametrize(
    ("day", "call_day", "quiet"),
    [
        (date(2026, 11, 25), date(2026, 11, 23), None),  # a Monday in term
        (date(2026, 10, 28), None, Quiet.HOLIDAY),
        (date(2026, 12, 24), None, Quiet.HOLIDAY),
        (date(2027, 5, 4), date(2027, 5, 4), None),  # 3 May is a bank holiday: the Tuesday
        (date(2027, 3, 24), date(2027, 3, 22), None),  # Good Friday leaves the Monday as it is
        (date(2027, 5, 31), None, Quiet.HOLIDAY),
    ],
)
def test_a_week(day, call_day, quiet):
    found = week(day)
    assert (found.call_day, found.quiet) == (call_day, quiet)


def test_a_holiday_names_itself():
    assert week(date(2026, 10, 28)).closure == "Half-term"
    assert week(date(2026, 12, 24)).closure == "Christmas holiday"


@pytest.mark.parametrize(
    ("first_day", "first_call"),
    [
        (date(2026, 9, 1), date(2026, 9, 7)),  # Tuesday: Monday the 7th is the fifth school day
        (date(2026, 9, 2), date(2026, 9, 14)),
        (date(2026, 9, 7), date(2026, 9, 14)),
        (date(2026, 8, 31), date(2026, 9, 7)),  # a bank holiday is no school day: the first is the Tuesday
    ],
)
def test_not_before_the_fifth_school_day_of_autumn(first_day, first_call):
    terms = [Term(date(2026, 6, 1), date(2026, 7, 21)), Term(first_day, date(2026, 12, 18))]
    assert call_days(date(2026, 8, 1), date(2026, 9, 30), terms=terms)[0] == first_call


def test_a_training_day_at_the_start_does_not_count():
    terms = [Term(date(2026, 6, 1), date(2026, 7, 21)), *TERMS]
    training = [Closure(date(2026, 9, 1), date(2026, 9, 1), "Training day")]
    assert week(date(2026, 9, 7), terms, training).quiet is Quiet.START_OF_AUTUMN


def test_a_training_day_on_a_monday():
    found = week(date(2026, 11, 23), closures=[Closure(date(2026, 11, 23), date(2026, 11, 23), "Training day")])
    assert (found.call_day, found.quiet, found.closure) == (None, Quiet.CLOSED_THAT_DAY, "Training day")


def test_monday_and_tuesday_both_bank_holidays():
    terms = [Term(date(2027, 12, 1), date(2028, 1, 31))]
    assert week(date(2027, 12, 29), terms, []).quiet is Quiet.BANK_HOLIDAYS


def test_an_extra_holiday_makes_it_the_tuesday():
    found = week(date(2026, 11, 23), extra_holidays=[date(2026, 11, 23)])
    assert found.call_day == date(2026, 11, 24)
    assert found.is_bank_holiday_week


@pytest.mark.parametrize("day", [date(2027, 9, 13), date(2026, 8, 25), date(2030, 1, 7)])
def test_without_term_dates_a_week_is_unknown_never_quiet(day):
    found = week(day)
    assert (found.call_day, found.quiet, found.is_known) == (None, None, False)


def test_a_term_nobody_typed_in_is_unknown():
    without_spring = [TERMS[0], TERMS[2]]
    assert not week(date(2027, 2, 1), without_spring).is_known


@given(st.dates(date(2026, 9, 1), date(2027, 7, 21)))
def test_a_call_day_is_a_monday_or_a_bank_holidays_tuesday_when_school_is_open(day):
    for found in call_days(day, day, terms=TERMS, closures=CLOSURES):
        assert found.weekday() == 0 or (found.weekday() == 1 and found.replace(day=found.day - 1) in bank_holidays())
        assert any(found in term for term in TERMS)
        assert not any(found in closure for closure in CLOSURES)
