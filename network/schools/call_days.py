"""The days on which a routine full inspection is usually notified: pure, like `network.calendar`.

Mondays in term; the Tuesday where the Monday is a bank holiday; not in a closure; not before the fifth school day
of autumn. Any other visit (monitoring, an urgent inspection, a new date after a deferral) may be notified on any
day: a page that shows these days says so, and that they are our estimate and not Ofsted's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from network.schools.calendar import (
    DAY,
    TERM_MISSING,
    WEEK,
    Closure,
    Term,
    bank_holidays,
    bank_holidays_known_until,
    closures_between,
    school_year,
)

# The fifth school day of autumn is the first on which a routine inspection has been known to be notified (Ofsted's
# guide for maintained and academy schools, 2023-24). Its wording also bears "five days after the first": we take the
# earlier, because a Monday called quiet in error does more harm than the reverse. The callers give the number in force.
AUTUMN_DAYS = 4


class Quiet(StrEnum):
    """Why a week has no usual call day."""

    HOLIDAY = "holiday"
    CLOSED_THAT_DAY = "closed that day"
    START_OF_AUTUMN = "start of autumn"
    BANK_HOLIDAYS = "bank holidays"


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    call_day: date | None
    quiet: Quiet | None  # set where there is no call day and we know why
    closure: str = ""  # the name of the holiday or closure that makes it quiet
    is_known: bool = True  # False: no term dates or no bank holidays for this week, so nothing can be said

    @property
    def is_bank_holiday_week(self) -> bool:
        return self.call_day is not None and self.call_day != self.monday

    @property
    def lacks_bank_holidays(self) -> bool:
        return self.monday > bank_holidays_known_until()


def call_weeks(
    first: date,
    last: date,
    *,
    terms: Iterable[Term],
    closures: Iterable[Closure] = (),
    extra_holidays: Iterable[date] = (),
    autumn_days: int = AUTUMN_DAYS,
) -> list[Week]:
    """The weeks that touch ``first`` to ``last``; without terms around it a week is not known, never quiet."""
    known = sorted(terms)
    holidays = bank_holidays(frozenset(extra_holidays))
    closed = [*closures, *closures_between(known)]
    monday = first - DAY * first.weekday()
    weeks = []
    while monday <= last:
        weeks.append(_week(monday, known, closed, holidays, autumn_days))
        monday += WEEK
    return weeks


def call_days(first: date, last: date, **known: Any) -> list[date]:
    """Those of `call_weeks`, which says what is to be `known`."""
    weeks = call_weeks(first, last, **known)
    return [week.call_day for week in weeks if week.call_day and first <= week.call_day <= last]


def _week(
    monday: date, terms: Sequence[Term], closures: Sequence[Closure], holidays: frozenset[date], autumn_days: int
) -> Week:
    weekdays = [monday + DAY * n for n in range(5)]
    if monday > bank_holidays_known_until() or not all(_is_covered(day, terms) for day in weekdays):
        return Week(monday, None, None, is_known=False)
    day = next((day for day in weekdays[:2] if day not in holidays), None)
    if not any(_is_open(each, closures, holidays) for each in weekdays):
        return Week(monday, None, Quiet.HOLIDAY, _name_of(weekdays, closures))
    if day is None:
        return Week(monday, None, Quiet.BANK_HOLIDAYS)
    if closure := _closure(day, closures):
        return Week(monday, None, Quiet.CLOSED_THAT_DAY, closure.name)
    if _is_start_of_autumn(day, terms, closures, holidays, autumn_days):
        return Week(monday, None, Quiet.START_OF_AUTUMN)
    return Week(monday, day, None)


def _is_covered(day: date, terms: Sequence[Term]) -> bool:
    """Whether the day lies in a term or in the holiday between two."""
    if any(day in term for term in terms):
        return True
    before = max((term.last for term in terms if term.last < day), default=None)
    after = min((term.first for term in terms if term.first > day), default=None)
    return before is not None and after is not None and after - before < TERM_MISSING


def _closure(day: date, closures: Iterable[Closure]) -> Closure | None:
    return next((closure for closure in closures if day in closure), None)


def _name_of(days: Iterable[date], closures: Sequence[Closure]) -> str:
    return next((found.name for day in days if (found := _closure(day, closures)) and found.name), "")


def _is_start_of_autumn(
    day: date, terms: Sequence[Term], closures: Sequence[Closure], holidays: frozenset[date], autumn_days: int
) -> bool:
    year = school_year(day)
    first = min((term.first for term in terms if year.first <= term.first <= year.last), default=None)
    if first is None or first.month not in (8, 9):  # the autumn term of that year has not been typed in
        return False
    before = sum(_is_open(first + DAY * n, closures, holidays) for n in range((day - first).days))
    return before < autumn_days


def _is_open(day: date, closures: Sequence[Closure], holidays: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in holidays and not _closure(day, closures)
