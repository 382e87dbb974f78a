"""Quiet hours: from when to when a person's ordinary messages wait. Times of day are London's. Pure.

Whoever wants to know when somebody can be reached asks `outbox.reach`, or `held_for` where no database may be asked.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from network.dates import LONDON
from network.schools.calendar import Closure

DAY = timedelta(days=1)
LONGEST = 60  # days looked ahead; no run of quiet days is longer


@dataclass(frozen=True, slots=True)
class Hours:
    """What a person chose, as a value. The defaults are those of a new account. A person has the same four, and may
    stand in its place."""

    quiet_from: time = time(19)
    quiet_until: time = time(7, 30)
    quiet_weekends: bool = True
    quiet_holidays: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """One person's days off, as a value: bank holidays, and the days on which all of their schools are closed."""

    bank: frozenset[date] = frozenset()
    schools: tuple[tuple[Closure, ...], ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.bank or self.is_school_holiday(day))

    def is_school_holiday(self, day: date) -> bool:
        return bool(self.schools) and all(any(day in closure for closure in closures) for closures in self.schools)

    def is_first_day_back(self, day: date) -> bool:
        """Whether school is in again on this day: on the last day before it that was no weekend it was closed."""
        if self.is_school_holiday(day):
            return False
        before = day - DAY
        while not self.is_school_holiday(before) and (before.weekday() >= 5 or before in self.bank):
            before -= DAY
        return self.is_school_holiday(before)


def is_quiet_day(person: Any, day: date, days_off: Container[date]) -> bool:
    """Whether this person is not asked anything on this whole day, by what they chose. `days_off`: their bank holidays
    and school holidays (`outbox.days_off`)."""
    return (person.quiet_weekends and day.weekday() >= 5) or (person.quiet_holidays and day in days_off)


def held_for(person: Any, now: datetime, days_off: Container[date]) -> datetime | None:
    """When a message to this person that may not go now may go, in UTC; None when it may go at once.

    A night that begins before midnight ends the next day; on a quiet day nothing goes at all. An hour that the clock
    change skips ends quiet at the moment of the change; one that it repeats, at its first coming.
    """
    moment = now
    for _ in range(2 * LONGEST):
        end = _end_of_quiet(person, moment.astimezone(LONDON), days_off)
        if end is None:
            break
        # In the second round of October's double hour the end named first has passed: it ends an hour later.
        moment = end if end > moment else end + timedelta(hours=1)
    return None if moment == now else moment


def _end_of_quiet(person: Any, local: datetime, days_off: Container[date]) -> datetime | None:
    today, clock = local.date(), local.time()
    if is_quiet_day(person, today, days_off):
        return _at(today + DAY, time(0))
    if person.quiet_from == person.quiet_until:
        return None
    if person.quiet_from < person.quiet_until:
        return _at(today, person.quiet_until) if person.quiet_from <= clock < person.quiet_until else None
    if clock >= person.quiet_from:
        return _at(today + DAY, person.quiet_until)
    return _at(today, person.quiet_until) if clock < person.quiet_until else None


def in_its_hour(person: Any, moment: datetime, days_off: Container[date]) -> datetime:
    """`moment`; or, where it lies on days on which nothing is asked of this person, the same hour of the next day on
    which it is. Where it lies in the night, or that hour does, the end of the night."""
    free = held_for(person, moment, days_off)
    if free is None:
        return moment
    local = free.astimezone(LONDON)
    usual = _at(local.date(), moment.astimezone(LONDON).time().replace(fold=0))
    return usual if usual >= free and held_for(person, usual, days_off) is None else free


def later(person: Any, moment: datetime, span: timedelta, days_off: Container[date]) -> datetime:
    """`span` after `moment`, by a clock that stands still on this person's quiet days (not in the night). In UTC."""
    for _ in range(2 * LONGEST):
        day = moment.astimezone(LONDON).date()
        midnight = _at(day + DAY, time(0))
        if is_quiet_day(person, day, days_off):
            moment = midnight
        elif moment + span <= midnight:
            break
        else:
            moment, span = midnight, span - (midnight - moment)
    return moment + span


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)
