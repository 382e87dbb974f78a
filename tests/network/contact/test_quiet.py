from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.contact.quiet import LONDON, Days, Hours, held_for, is_quiet_day, later
from network.schools.calendar import Closure

NO_DAYS_OFF = frozenset()


def held(now, quiet_from=time(19), quiet_until=time(7, 30), days_off=NO_DAYS_OFF, *, weekends=False):
    return held_for(Hours(quiet_from, quiet_until, quiet_weekends=weekends), now, days_off)


def london(*when):
    return datetime(*when, tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (london(2026, 11, 24, 12), None),
        (london(2026, 11, 24, 18, 59), None),
        (london(2026, 11, 24, 19), london(2026, 11, 25, 7, 30)),
        (london(2026, 11, 24, 23, 59), london(2026, 11, 25, 7, 30)),
        (london(2026, 11, 25, 0, 0), london(2026, 11, 25, 7, 30)),
        (london(2026, 11, 25, 7, 29), london(2026, 11, 25, 7, 30)),
        (london(2026, 11, 25, 7, 30), None),
    ],
)
def test_a_night_holds_until_morning(now, goes):
    assert held(now) == goes


def test_a_quiet_weekend_ends_on_monday_morning_after_the_night():
    friday_evening = london(2026, 11, 20, 19, 5)
    assert held(friday_evening, weekends=True) == london(2026, 11, 23, 7, 30)
    assert held(london(2026, 11, 22, 12), weekends=True) == london(2026, 11, 23, 7, 30)


def test_a_quiet_weekend_without_quiet_hours_ends_at_midnight():
    assert held(london(2026, 11, 22, 12), time(0), time(0), weekends=True) == london(2026, 11, 23)


def test_bank_holidays_follow_one_another():
    easter = {date(2027, 3, 26), date(2027, 3, 29)}
    goes = held(london(2027, 3, 26, 9), days_off=easter, weekends=True)
    assert goes == london(2027, 3, 30, 7, 30)


def test_quiet_in_the_middle_of_the_day():
    lunch = (time(12), time(13))
    assert held(london(2026, 11, 24, 12, 30), *lunch) == london(2026, 11, 24, 13)
    assert held(london(2026, 11, 24, 13), *lunch) is None


def test_no_hours_at_all():
    assert held(london(2026, 11, 24, 3), time(0), time(0)) is None


def test_a_night_over_each_clock_change_ends_at_the_hour_on_the_wall():
    """20 changes, 2026 to 2036: half past seven is half past seven."""
    changes = 0
    for day in (date(2026, 11, 1) + timedelta(days=n) for n in range(366 * 10)):
        before = datetime.combine(day, time(0), tzinfo=LONDON)
        if before.utcoffset() == datetime.combine(day + timedelta(days=1), time(0), tzinfo=LONDON).utcoffset():
            continue
        changes += 1
        goes = held(before.astimezone(UTC) - timedelta(hours=2))
        assert goes.astimezone(LONDON).timetuple()[:5] == (day.year, day.month, day.day, 7, 30)
    assert changes == 20


def test_quiet_that_ends_in_the_hour_that_spring_skips():
    goes = held(london(2027, 3, 28, 0, 30), time(22), time(1, 30))
    assert goes == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 02:30 on the wall: 01:30 never was


def test_quiet_that_ends_in_the_hour_that_autumn_repeats_ends_once():
    hours = (time(22), time(1, 30))
    goes = held(london(2027, 10, 31, 0, 30), *hours)
    assert goes == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert held(datetime(2027, 10, 31, 2, 0, tzinfo=UTC), *hours) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.booleans(),
)
def test_what_is_held_goes_later_and_then_is_not_held_again(now, quiet_from, quiet_until, weekends):
    goes = held(now, quiet_from, quiet_until, weekends=weekends)
    if goes is not None:
        assert now < goes <= now + timedelta(days=5)
        assert held(goes, quiet_from, quiet_until, weekends=weekends) is None


# By what a person chose

HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
NEVER = Hours(time(0), time(0), quiet_weekends=False, quiet_holidays=False)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def free_from(hours, moment, days_off=HOLIDAYS):
    return held_for(hours, moment, days_off) or moment


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-01 18:59", "2026-12-01 18:59"),
        ("2026-12-01 19:00", "2026-12-02 07:30"),
        ("2026-12-02 07:29", "2026-12-02 07:30"),
        ("2026-12-02 07:30", "2026-12-02 07:30"),
        ("2026-12-04 19:00", "2026-12-07 07:30"),  # a Friday evening
        ("2026-12-05 12:00", "2026-12-07 07:30"),
        ("2026-12-25 10:00", "2026-12-29 07:30"),  # Christmas, the weekend, the substitute day
        ("2027-03-27 22:00", "2027-03-29 06:30"),  # over the clock change; no holiday is given here
    ],
)
def test_by_default(moment, expected):
    assert free_from(Hours(), utc(moment)) == utc(expected)


def test_weekends_and_holidays_are_for_who_wants_them():
    assert free_from(Hours(quiet_weekends=False, quiet_holidays=False), utc("2026-12-05 12:00")) == utc(
        "2026-12-05 12:00"
    )


def test_quiet_hours_by_day():
    school_day = Hours(time(8), time(16), quiet_weekends=False, quiet_holidays=False)
    assert free_from(school_day, utc("2026-12-01 12:00")) == utc("2026-12-01 16:00")
    assert free_from(school_day, utc("2026-12-01 20:00")) == utc("2026-12-01 20:00")


hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0, fold=0))
near_changes = st.sampled_from([datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 30, 23, tzinfo=UTC)])
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)),
    st.builds(lambda base, minutes: base + timedelta(minutes=minutes), near_changes, st.integers(0, 240)),
)
choices = st.builds(Hours, hours, hours, st.booleans(), st.booleans())


@given(moments, choices)
def test_never_early_and_never_held_twice_in_the_double_hour_either(moment, chosen):
    free = free_from(chosen, moment)
    assert free >= moment
    assert free_from(chosen, free) == free
    assert not is_quiet_day(chosen, free.astimezone(LONDON).date(), HOLIDAYS)


CHRISTMAS = Closure(date(2026, 12, 19), date(2027, 1, 3))
OFF = Days(HOLIDAYS, ((CHRISTMAS,),))


def test_whoever_belongs_to_two_schools_is_off_when_both_are():
    assert date(2026, 12, 22) in OFF
    assert OFF.is_school_holiday(date(2026, 12, 22))
    both = Days(HOLIDAYS, ((CHRISTMAS,), ()))
    assert date(2026, 12, 22) not in both
    assert date(2026, 12, 25) in both
    assert not both.is_school_holiday(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("moment", "hours_later", "expected"),
    [
        ("2026-12-01 17:00", 15, "2026-12-02 08:00"),  # the night counts
        ("2026-12-04 16:00", 15, "2026-12-07 07:00"),  # a weekend does not
        ("2026-12-04 16:00", 48, "2026-12-08 16:00"),
        ("2026-12-18 16:00", 15, "2027-01-04 07:00"),  # nor do the holidays
        ("2026-12-18 16:00", 8, "2026-12-19 00:00"),
        ("2026-12-19 12:00", 1, "2027-01-04 01:00"),
        ("2026-12-01 17:00", 0, "2026-12-01 17:00"),
    ],
)
def test_the_clock_stands_still_on_quiet_days(moment, hours_later, expected):
    assert later(Hours(), utc(moment), timedelta(hours=hours_later), OFF) == utc(expected)


def test_the_clock_of_whoever_may_be_asked_on_any_day_never_stands_still():
    assert later(NEVER, utc("2026-12-18 16:00"), timedelta(hours=15), OFF) == utc("2026-12-19 07:00")


@given(moments, choices, st.integers(0, 400))
def test_the_clock_adds_up(moment, chosen, span):
    first = later(chosen, moment, timedelta(hours=span), OFF)
    assert first >= moment + timedelta(hours=span)
    whole = later(chosen, moment, timedelta(hours=span + 7), OFF)
    assert whole == later(chosen, first, timedelta(hours=7), OFF)


@pytest.mark.parametrize(
    ("day", "back"),
    [
        (date(2027, 1, 4), True),  # a Monday; the Friday before is a bank holiday in the holidays
        (date(2027, 1, 5), False),
        (date(2026, 12, 22), False),
        (date(2026, 12, 14), False),
    ],
)
def test_the_first_day_back(day, back):
    assert OFF.is_first_day_back(day) is back
    assert not Days(HOLIDAYS).is_first_day_back(day)
