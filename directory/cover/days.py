"""Who can be asked, by phase and day, for the coming weeks. Values in, a table out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from directory.needs import PHASE_WORDS, PHASES


@dataclass(frozen=True)
class Member:
    """`away` are pairs of first and last day, both counted."""

    key: int
    days: frozenset[int]
    phases: frozenset[str] = frozenset()
    away: tuple[tuple[date, date], ...] = ()

    def there_on(self, day: date) -> bool:
        return day.weekday() in self.days and not any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True)
class Day:
    on: date
    everybody: int
    by_phase: Mapping[str, int] = field(default_factory=dict)
    thin: bool = False
    thin_phases: tuple[str, ...] = ()

    @property
    def nobody_for(self) -> list[str]:
        """In words, for the page."""
        return [PHASE_WORDS[code] for code in self.thin_phases]


def school_days(start: date, weeks: int, closed: frozenset[date] = frozenset()) -> list[date]:
    """Monday to Friday from `start`'s week on, without days on which no inspection happens."""
    monday = start - timedelta(days=start.weekday())
    days = [monday + timedelta(days=n) for n in range(7 * weeks)]
    return [day for day in days if day >= start and day.weekday() < 5 and day not in closed]


def table(
    members: Iterable[Member], days: Iterable[date], enough: int, needed: frozenset[str] = frozenset()
) -> list[Day]:
    """A day is thin with fewer than `enough` colleagues. A phase is named when nobody of it is there although a school
    has it (`needed`: codes of `directory.needs.PHASES`), or the directory has somebody who knows it."""
    everybody = list(members)
    named = needed.union(*(member.phases for member in everybody))
    rows = []
    for day in days:
        there = [member for member in everybody if member.there_on(day)]
        by_phase = {code: sum(code in member.phases for member in there) for code, _ in PHASES}
        rows.append(
            Day(
                on=day,
                everybody=len(there),
                by_phase=by_phase,
                thin=len(there) < enough,
                thin_phases=tuple(code for code, _ in PHASES if code in named and not by_phase[code]),
            )
        )
    return rows


def new_gaps(before: Iterable[Day], after: Iterable[Day]) -> list[Day]:
    """The days that were covered and are thin now, or lose the last who knows a phase: what somebody should know
    before she books off."""
    was = {day.on: day for day in before}
    return [
        day
        for day in after
        if (day.thin and not was[day.on].thin) or set(day.thin_phases) - set(was[day.on].thin_phases)
    ]
