"""Working days, school years and the days on which the call usually comes.

Two calendars count working days, and they give different dates:

- ``STATUTORY`` (A): not a Saturday, a Sunday or a public holiday, nor a day in a holiday longer than a week
  taken by the school (the Education (School Inspection) (England) Regulations 2005, SI 2005/2038).
- ``OFSTED`` (B): any weekday that is not a public holiday, whether or not the school is open (Ofsted's
  complaints policy, as NAHT reported it in 2017).

In both, the day after the start is day one. Everything here takes values and returns values: bank holidays come
with the package ``govuk-bank-holidays`` (to the end of ``bank_holidays_known_until()``), and closures, terms and
extra public holidays (a coronation, say) are passed in.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
TERM_MISSING = timedelta(days=90)  # no holiday is as long: between two terms so far apart another was not typed in


class Calendar(StrEnum):
    STATUTORY = "A"
    OFSTED = "B"


@dataclass(frozen=True, order=True, slots=True)
class _Days:
    """Both ends are included."""

    first: date
    last: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"A {type(self).__name__.lower()} cannot end before it begins.")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Closure(_Days):
    """Days without pupils: a holiday, a training day."""


class Term(_Days):
    """From the pupils' first day to their last; a half-term splits a term in two."""


@dataclass(frozen=True, slots=True)
class Dates:
    """One date, or two where the rule can be read in two ways."""

    earliest: date
    latest: date


class SchoolYear(_Days):
    """1 August to 31 July."""


def school_year(day: date) -> SchoolYear:
    """The statutory school year, 1 August to 31 July (SI 2005/2038)."""
    start = day.year if day.month >= 8 else day.year - 1
    return SchoolYear(date(start, 8, 1), date(start + 1, 7, 31))


@cache
def published_bank_holidays() -> dict[date, str]:
    """By their days. The list lies in the package, whose own reader brings a client for the web with it."""
    published = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    return {date.fromisoformat(day["date"]): day["title"] for day in published["england-and-wales"]["events"]}


@cache
def bank_holidays(extra: frozenset[date] = frozenset()) -> frozenset[date]:
    return frozenset(published_bank_holidays()) | extra


def bank_holidays_known_until() -> date:
    """The last day for which every bank holiday has been published."""
    return date(max(published_bank_holidays()).year, 12, 31)


def is_weekday(day: date, extra_holidays: Iterable[date] = ()) -> bool:
    """A day of calendar B: Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in bank_holidays(frozenset(extra_holidays))


def working_days_after(
    start: date,
    days: int,
    calendar: Calendar,
    *,
    closures: Iterable[Closure] = (),
    extra_holidays: Iterable[date] = (),
) -> Dates:
    """The last of ``days`` working days, of which the first is the day after ``start`` or later.

    Calendar A says nothing of a half-term of exactly one week: the earliest date counts its days, the latest
    leaves them out. Calendar B ignores closures, so its two dates are always the same.
    """
    if days < 1:
        raise ValueError("Count at least one working day.")
    holidays = bank_holidays(frozenset(extra_holidays))
    surely: list[Closure] = []
    perhaps: list[Closure] = []
    if calendar is Calendar.STATUTORY:
        for whole, longer_than_a_week in _holidays_taken(closures, holidays):
            if longer_than_a_week is not False:
                perhaps.append(whole)
            if longer_than_a_week:
                surely.append(whole)
    return Dates(_count(start, days, holidays, surely), _count(start, days, holidays, perhaps))


def _count(start: date, days: int, holidays: frozenset[date], closed: list[Closure]) -> date:
    day = start
    while days:
        day += DAY
        if day.weekday() < 5 and day not in holidays and not any(day in closure for closure in closed):
            days -= 1
    return day


def _holidays_taken(closures: Iterable[Closure], holidays: frozenset[date]) -> Iterator[tuple[Closure, bool | None]]:
    """Each closure with the weekends and public holidays that touch it, and whether it is longer than a week.

    It is when its own days alone, first to last, span more than seven; it is not when even with the weekends
    around it does not; between the two (Monday to Friday, in the main) nobody can say, and the answer is None.
    """
    for whole in _joined(closures, holidays):
        first, last = whole.first, whole.last
        while first < last and _is_off(first, holidays):
            first += DAY
        while last > first and _is_off(last, holidays):
            last -= DAY
        longer: bool | None = None
        if last - first >= WEEK:
            longer = True
        elif whole.last - whole.first < WEEK:
            longer = False
        yield whole, longer


def _joined(closures: Iterable[Closure], holidays: frozenset[date]) -> list[Closure]:
    joined: list[Closure] = []
    for closure in sorted(closures):
        first, last = closure.first, closure.last
        while _is_off(first - DAY, holidays):
            first -= DAY
        while _is_off(last + DAY, holidays):
            last += DAY
        if joined and first <= joined[-1].last + DAY:
            before = joined.pop()
            joined.append(Closure(before.first, max(before.last, last), before.name or closure.name))
        else:
            joined.append(Closure(first, last, closure.name))
    return joined


def _is_off(day: date, holidays: frozenset[date]) -> bool:
    return day.weekday() >= 5 or day in holidays


def runs_out_in_a_holiday(
    due: Dates, *, closures: Iterable[Closure] = (), extra_holidays: Iterable[date] = ()
) -> Closure | None:
    """The closure in which a period ends, while nobody may be at school to act: warn loudly."""
    holidays = bank_holidays(frozenset(extra_holidays))
    for closure in _joined(closures, holidays):
        if due.earliest in closure or due.latest in closure:
            return closure
    return None


def closures_between(terms: Iterable[Term]) -> list[Closure]:
    """The holidays that lie between consecutive terms (neither a weekend between two halves, nor a missing term)."""
    closures: list[Closure] = []
    known = sorted(terms)
    for before, after in pairwise(known):
        gap = Closure(before.last + DAY, after.first - DAY) if DAY < after.first - before.last < TERM_MISSING else None
        if gap and any(day.weekday() < 5 for day in _days(gap.first, gap.last)):
            closures.append(Closure(gap.first, gap.last, _holiday_name(gap)))
    return closures


def _holiday_name(gap: Closure) -> str:
    middle = gap.first + (gap.last - gap.first) / 2
    if gap.last - gap.first < timedelta(days=12):
        return "Half-term"
    return {12: "Christmas holiday", 1: "Christmas holiday", 7: "Summer holiday", 8: "Summer holiday"}.get(
        middle.month, "Easter holiday" if middle.month in (3, 4) else "School holiday"
    )


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
