"""Local moments. People read London time; rows hold UTC. Pure: no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)


def at(day: date, hour: time) -> datetime:
    """The UTC moment of a London wall-clock time.

    The hour that happens twice in October means its first time round; the hour that is missing in
    March means the same number of minutes after the clocks have gone forward. So every local
    reminder has one moment, and only one.
    """
    return datetime.combine(day, hour.replace(fold=0), tzinfo=LONDON).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


# strftime looks up the machine's language for each word: eight millionths of a second, and a front page has a dozen.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def day_and_month(day: date) -> str:
    """3 December"""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weekday_and_day(day: date) -> str:
    """Thursday 3 December"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def first_at_or_after(moment: datetime, hour: time) -> datetime:
    """The next time a London clock shows this hour, `moment` itself included."""
    day = local_day(moment)
    today = at(day, hour)
    return today if today >= moment else at(day + timedelta(days=1), hour)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When a person is not to be nudged. It holds delivery, never the clock."""

    starts: time = time(19)
    ends: time = time(7, 30)
    weekends: bool = True
    holidays: bool = True
    """Bank holidays; which days these are is given."""

    def covers(self, moment: datetime, holidays: frozenset[date] = frozenset()) -> bool:
        local = moment.astimezone(LONDON)
        return self._quiet_day(local.date(), holidays) or self._night(local.time())

    def release(self, moment: datetime, holidays: frozenset[date] = frozenset()) -> datetime:
        """The first moment at or after this one when the person may be nudged."""
        while self.covers(moment, holidays):
            local = moment.astimezone(LONDON)
            if self._quiet_day(local.date(), holidays):
                moment = at(local.date() + timedelta(days=1), MIDNIGHT)
            else:
                moment = self._end_of_night(moment, local)
        return moment

    def _quiet_day(self, day: date, holidays: frozenset[date]) -> bool:
        return (self.weekends and day.weekday() >= 5) or (self.holidays and day in holidays)

    def _night(self, hour: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= hour < self.ends
        return hour >= self.starts or hour < self.ends

    def _end_of_night(self, moment: datetime, local: datetime) -> datetime:
        day = local.date() if local.time() < self.ends else local.date() + timedelta(days=1)
        end = at(day, self.ends)
        if end > moment:
            return end
        # The second round of October's double hour: its end is the second one too.
        return datetime.combine(day, self.ends.replace(fold=1), tzinfo=LONDON).astimezone(UTC)
