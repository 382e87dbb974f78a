from datetime import UTC, date, datetime, time, timedelta

import pytest

from inspections.visits.moments import LONDON, at, first_at_or_after, local_day


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (date(2026, 12, 1), time(17), "2026-12-01 17:00"),
        (date(2027, 6, 1), time(17), "2027-06-01 16:00"),
        # 28 March 2027: the hour from 01.00 is missing; a reminder in it goes out after the change.
        (date(2027, 3, 28), time(0, 59), "2027-03-28 00:59"),
        (date(2027, 3, 28), time(1), "2027-03-28 01:00"),
        (date(2027, 3, 28), time(1, 30), "2027-03-28 01:30"),
        (date(2027, 3, 28), time(2), "2027-03-28 01:00"),
        # 31 October 2027: the hour from 01.00 comes twice; a reminder in it goes out the first time.
        (date(2027, 10, 31), time(0, 59), "2027-10-30 23:59"),
        (date(2027, 10, 31), time(1), "2027-10-31 00:00"),
        (date(2027, 10, 31), time(1, 30), "2027-10-31 00:30"),
        (date(2027, 10, 31), time(2), "2027-10-31 02:00"),
    ],
)
def test_at(day, hour, moment):
    assert at(day, hour) == utc(moment)


def test_at_a_reminder_in_the_double_hour_has_one_moment():
    assert at(date(2027, 10, 31), time(1, 30, fold=1)) == at(date(2027, 10, 31), time(1, 30))


def clock_changes():
    for year in range(2026, 2037):
        for month in (3, 10):
            last = date(year, month, 31)
            yield last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize("sunday", list(clock_changes()), ids=str)
def test_at_either_side_of_each_change_to_2036(sunday):
    moments = [at(sunday + timedelta(days=n), time(17)) for n in (-1, 0, 1)]
    assert [moment.astimezone(LONDON).time() for moment in moments] == [time(17)] * 3
    first, second = moments[1] - moments[0], moments[2] - moments[1]
    assert first == timedelta(hours=23 if sunday.month == 3 else 25)
    assert second == timedelta(hours=24)
    for minute in range(0, 180, 15):
        local = time(minute // 60, minute % 60)
        assert local_day(at(sunday, local)) == sunday


@pytest.mark.parametrize(
    ("moment", "hour", "expected"),
    [
        ("2026-12-01 16:59", time(17), "2026-12-01 17:00"),
        ("2026-12-01 17:00", time(17), "2026-12-01 17:00"),
        ("2026-12-01 17:01", time(17), "2026-12-02 17:00"),
        ("2027-06-01 16:01", time(17), "2027-06-02 16:00"),
        ("2027-06-01 23:30", time(17), "2027-06-02 16:00"),
    ],
)
def test_first_at_or_after(moment, hour, expected):
    assert first_at_or_after(utc(moment), hour) == utc(expected)
