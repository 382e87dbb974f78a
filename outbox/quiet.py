"""Quiet hours: from when to when a person's ordinary messages wait. Times of day are London's."""

from collections.abc import Callable, Container
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
LONGEST = 60  # days looked ahead; no run of quiet days is longer


class Choosing(Protocol):
    """A person, as far as her quiet hours go."""

    quiet_from: time
    quiet_until: time
    quiet_weekends: bool
    quiet_holidays: bool


def held_for(person: Choosing, now: datetime, holidays: Container[date]) -> datetime | None:
    """As `held_until`, by what this person chose."""
    return held_until(
        now,
        quiet_from=person.quiet_from,
        quiet_until=person.quiet_until,
        quiet_day=lambda day: (
            (person.quiet_weekends and day.weekday() >= 5) or (person.quiet_holidays and day in holidays)
        ),
    )


def held_until(
    now: datetime,
    *,
    quiet_from: time | None,
    quiet_until: time | None,
    quiet_day: Callable[[date], bool] = lambda day: False,
) -> datetime | None:
    """When a message that may not go now may go, in UTC; None when it may go at once.

    A night that begins before midnight ends the next day; on a quiet day nothing goes at all. An hour that the clock
    change skips ends quiet at the moment of the change; one that it repeats, at its first coming.
    """
    moment = now
    for _ in range(2 * LONGEST):
        end = _end_of_quiet(moment.astimezone(LONDON), quiet_from, quiet_until, quiet_day)
        if end is None:
            break
        moment = max(end, moment + timedelta(seconds=1))
    return None if moment == now else moment


def _end_of_quiet(
    local: datetime, quiet_from: time | None, quiet_until: time | None, quiet_day: Callable[[date], bool]
) -> datetime | None:
    today, clock = local.date(), local.time()
    if quiet_day(today):
        return _at(today + DAY, time(0))
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return None
    if quiet_from < quiet_until:
        return _at(today, quiet_until) if quiet_from <= clock < quiet_until else None
    if clock >= quiet_from:
        return _at(today + DAY, quiet_until)
    return _at(today, quiet_until) if clock < quiet_until else None


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)
