"""Working days to the day: the three worked examples, tables, and what must hold for any date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.schools.calendar import (
    Calendar,
    Closure,
    Dates,
    Term,
    bank_holidays,
    bank_holidays_known_until,
    closures_between,
    is_weekday,
    runs_out_in_a_holiday,
    school_year,
    working_days_after,
)

A, B = Calendar.STATUTORY, Calendar.OFSTED
EASTER_2026 = Closure(date(2026, 3, 30), date(2026, 4, 10), "Easter holiday")
CHRISTMAS_2026 = Closure(date(2026, 12, 21), date(2027, 1, 1), "Christmas holiday")
HALF_TERM = Closure(date(2026, 10, 26), date(2026, 10, 30), "Half-term")


def sure(day: date) -> Dates:
    return Dates(day, day)


# T1, a real report: inspected 24 and 25 February 2026, expected by 22 April.
def test_t1_thirty_statutory_days_over_easter():
    assert working_days_after(date(2026, 2, 25), 30, A, closures=[EASTER_2026]) == sure(date(2026, 4, 22))


def test_t1_on_ofsteds_calendar_would_be_much_earlier():
    assert working_days_after(date(2026, 2, 25), 30, B, closures=[EASTER_2026]) == sure(date(2026, 4, 10))


@pytest.mark.parametrize(("days", "due"), [(18, date(2027, 1, 11)), (30, date(2027, 1, 27))])
def test_t2_over_christmas(days, due):
    assert working_days_after(date(2026, 12, 2), days, A, closures=[CHRISTMAS_2026]) == sure(due)


@pytest.mark.parametrize(("calendar", "due"), [(B, date(2026, 12, 23)), (A, date(2027, 1, 6))])
def test_t3_a_draft_just_before_christmas(calendar, due):
    assert working_days_after(date(2026, 12, 16), 5, calendar, closures=[CHRISTMAS_2026]) == sure(due)


def test_t3_the_earlier_date_is_the_one_to_keep_and_runs_out_in_the_holiday():
    statutory = working_days_after(date(2026, 12, 16), 5, A, closures=[CHRISTMAS_2026])
    ofsted = working_days_after(date(2026, 12, 16), 5, B, closures=[CHRISTMAS_2026])
    assert min(statutory.earliest, ofsted.earliest) == date(2026, 12, 23)
    closure = runs_out_in_a_holiday(ofsted, closures=[CHRISTMAS_2026])
    assert closure is not None
    assert closure.name == "Christmas holiday"
    assert runs_out_in_a_holiday(statutory, closures=[CHRISTMAS_2026]) is None


def test_a_half_term_of_one_week_gives_two_dates():
    assert working_days_after(date(2026, 10, 21), 5, A, closures=[HALF_TERM]) == Dates(
        date(2026, 10, 28), date(2026, 11, 4)
    )
    assert working_days_after(date(2026, 10, 21), 5, B, closures=[HALF_TERM]) == sure(date(2026, 10, 28))


@pytest.mark.parametrize(
    ("first", "last", "five_days_after_16_october"),
    [
        # One training day, and four days: with their weekends still no more than a week, so they count.
        (date(2026, 10, 26), date(2026, 10, 26), sure(date(2026, 10, 23))),
        (date(2026, 10, 19), date(2026, 10, 22), sure(date(2026, 10, 23))),
        # Monday to Friday: nobody can say.
        (date(2026, 10, 19), date(2026, 10, 23), Dates(date(2026, 10, 23), date(2026, 10, 30))),
        # The same, written with its weekends.
        (date(2026, 10, 17), date(2026, 10, 25), Dates(date(2026, 10, 23), date(2026, 10, 30))),
        # Monday to the Monday after: longer than a week.
        (date(2026, 10, 19), date(2026, 10, 26), sure(date(2026, 11, 2))),
        # Thursday to Wednesday is seven days: not longer.
        (date(2026, 10, 15), date(2026, 10, 21), sure(date(2026, 10, 23))),
    ],
)
def test_which_closures_are_longer_than_a_week(first, last, five_days_after_16_october):
    closures = [Closure(first, last)]
    assert working_days_after(date(2026, 10, 16), 5, A, closures=closures) == five_days_after_16_october


def test_a_half_term_with_a_bank_holiday_is_as_unclear_as_any_other():
    spring = Closure(date(2027, 6, 1), date(2027, 6, 4), "Half-term")
    assert working_days_after(date(2027, 5, 28), 1, A, closures=[spring]) == Dates(date(2027, 6, 1), date(2027, 6, 7))


def test_two_closures_that_touch_are_one_holiday():
    easter = [Closure(date(2026, 3, 30), date(2026, 4, 2)), Closure(date(2026, 4, 7), date(2026, 4, 10))]
    assert working_days_after(date(2026, 3, 27), 1, A, closures=easter) == sure(date(2026, 4, 13))


def test_an_extra_holiday_moves_the_date():
    coronation = [date(2026, 11, 24)]
    assert working_days_after(date(2026, 11, 23), 1, B, extra_holidays=coronation) == sure(date(2026, 11, 25))
    assert not is_weekday(date(2026, 11, 24), coronation)
    assert is_weekday(date(2026, 11, 24))


ENGLAND = """
    2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
    2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
"""


def test_every_bank_holiday_to_2028():
    expected = {date.fromisoformat(day) for day in ENGLAND.split()}
    assert {day for day in bank_holidays() if day >= date(2026, 12, 1)} == expected
    assert bank_holidays_known_until() == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2021, 9, 29), date(2021, 8, 1), date(2022, 7, 31)),
        (date(2022, 7, 31), date(2021, 8, 1), date(2022, 7, 31)),
        (date(2022, 8, 1), date(2022, 8, 1), date(2023, 7, 31)),
        (date(2024, 2, 29), date(2023, 8, 1), date(2024, 7, 31)),
    ],
)
def test_a_school_year_runs_from_august_to_july(day, first, last):
    assert (school_year(day).first, school_year(day).last) == (first, last)


def test_closures_lie_between_terms():
    terms = [
        Term(date(2026, 9, 1), date(2026, 10, 23)),
        Term(date(2026, 11, 2), date(2026, 12, 18)),
        Term(date(2027, 1, 4), date(2027, 2, 12)),
        Term(date(2027, 2, 15), date(2027, 3, 25)),  # a weekend apart: no holiday
        Term(date(2027, 4, 12), date(2027, 7, 21)),
        Term(date(2027, 9, 1), date(2027, 10, 22)),
    ]
    assert closures_between(terms) == [
        Closure(date(2026, 10, 24), date(2026, 11, 1), "Half-term"),
        Closure(date(2026, 12, 19), date(2027, 1, 3), "Christmas holiday"),
        Closure(date(2027, 3, 26), date(2027, 4, 11), "Easter holiday"),
        Closure(date(2027, 7, 22), date(2027, 8, 31), "Summer holiday"),
    ]


def test_a_term_nobody_typed_in_is_no_holiday():
    assert (
        closures_between([Term(date(2026, 9, 1), date(2026, 12, 18)), Term(date(2027, 4, 12), date(2027, 7, 21))]) == []
    )


@pytest.mark.parametrize("kind", [Term, Closure])
def test_nothing_ends_before_it_begins(kind):
    with pytest.raises(ValueError, match="cannot end before it begins"):
        kind(date(2026, 9, 2), date(2026, 9, 1))


def test_no_days_is_no_period():
    with pytest.raises(ValueError, match="at least one"):
        working_days_after(date(2026, 9, 2), 0, B)


dates = st.dates(date(2025, 1, 1), date(2028, 6, 30))
counts = st.integers(1, 30)
closures_of_any_length = st.lists(
    st.builds(lambda first, length: Closure(first, first + timedelta(days=length)), dates, st.integers(0, 40)),
    max_size=6,
)


@given(dates, counts, closures_of_any_length, st.sampled_from(Calendar))
def test_the_last_day_is_a_working_day_after_the_start(start, days, closures, calendar):
    due = working_days_after(start, days, calendar, closures=closures)
    assert start < due.earliest <= due.latest
    assert is_weekday(due.earliest)
    assert is_weekday(due.latest)


@given(dates, counts, closures_of_any_length, st.sampled_from(Calendar))
def test_one_day_more_is_later(start, days, closures, calendar):
    due = working_days_after(start, days, calendar, closures=closures)
    more = working_days_after(start, days + 1, calendar, closures=closures)
    assert due.earliest < more.earliest
    assert due.latest < more.latest


@given(dates, counts, closures_of_any_length)
def test_ofsteds_calendar_knows_no_closures_and_is_never_later(start, days, closures):
    ofsted = working_days_after(start, days, B, closures=closures)
    assert ofsted == working_days_after(start, days, B)
    assert ofsted.earliest == ofsted.latest
    statutory = working_days_after(start, days, A, closures=closures)
    assert ofsted.earliest <= statutory.earliest


@given(dates, counts, closures_of_any_length)
def test_the_order_of_closures_does_not_matter(start, days, closures):
    due = working_days_after(start, days, A, closures=closures)
    assert due == working_days_after(start, days, A, closures=list(reversed(closures)) * 2)
