from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.quiet import LONDON, held_until

NIGHT = {"quiet_from": time(19), "quiet_until": time(7, 30)}


def weekend(day):
    return day.weekday() >= 5


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
    assert held_until(now, **NIGHT) == goes


def test_a_quiet_weekend_ends_on_monday_morning_after_the_night():
    friday_evening = london(2026, 11, 20, 19, 5)
    assert held_until(friday_evening, **NIGHT, quiet_day=weekend) == london(2026, 11, 23, 7, 30)
    assert held_until(london(2026, 11, 22, 12), **NIGHT, quiet_day=weekend) == london(2026, 11, 23, 7, 30)


def test_a_quiet_weekend_without_quiet_hours_ends_at_midnight():
    assert held_until(london(2026, 11, 22, 12), quiet_from=None, quiet_until=None, quiet_day=weekend) == london(
        2026, 11, 23
    )


def test_bank_holidays_follow_one_another():
    easter = {date(2027, 3, 26), date(2027, 3, 29)}
    goes = held_until(london(2027, 3, 26, 9), **NIGHT, quiet_day=lambda day: day in easter or weekend(day))
    assert goes == london(2027, 3, 30, 7, 30)


def test_quiet_in_the_middle_of_the_day():
    lunch = {"quiet_from": time(12), "quiet_until": time(13)}
    assert held_until(london(2026, 11, 24, 12, 30), **lunch) == london(2026, 11, 24, 13)
    assert held_until(london(2026, 11, 24, 13), **lunch) is None


def test_no_hours_at_all():
    assert held_until(london(2026, 11, 24, 3), quiet_from=time(0), quiet_until=time(0)) is None


def test_a_night_over_each_clock_change_ends_at_the_hour_on_the_wall():
    """20 changes, 2026 to 2036: half past seven is half past seven."""
    changes = 0
    for day in (date(2026, 11, 1) + timedelta(days=n) for n in range(366 * 10)):
        before = datetime.combine(day, time(0), tzinfo=LONDON)
        if before.utcoffset() == datetime.combine(day + timedelta(days=1), time(0), tzinfo=LONDON).utcoffset():
            continue
        changes += 1
        goes = held_until(before.astimezone(UTC) - timedelta(hours=2), **NIGHT)
        assert goes.astimezone(LONDON).timetuple()[:5] == (day.year, day.month, day.day, 7, 30)
    assert changes == 20


def test_quiet_that_ends_in_the_hour_that_spring_skips():
    goes = held_until(london(2027, 3, 28, 0, 30), quiet_from=time(22), quiet_until=time(1, 30))
    assert goes == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 02:30 on the wall: 01:30 never was


def test_quiet_that_ends_in_the_hour_that_autumn_repeats_ends_once():
    hours = {"quiet_from": time(22), "quiet_until": time(1, 30)}
    goes = held_until(london(2027, 10, 31, 0, 30), **hours)
    assert goes == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert held_until(datetime(2027, 10, 31, 2, 0, tzinfo=UTC), **hours) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.booleans(),
)
def test_what_is_held_goes_later_and_then_is_not_held_again(now, quiet_from, quiet_until, weekends):
    rules = {"quiet_from": quiet_from, "quiet_until": quiet_until}
    rules["quiet_day"] = weekend if weekends else (lambda day: False)
    goes = held_until(now, **rules)
    if goes is not None:
        assert now < goes <= now + timedelta(days=5)
        assert held_until(goes, **rules) is None
