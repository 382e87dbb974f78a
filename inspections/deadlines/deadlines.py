"""What is due, or expected, when, after an inspection. Pure: rules and dates in, deadlines out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from inspections.deadlines import seed as given
from inspections.deadlines.seed import Rule
from inspections.windows.dates import add_months
from network.schools.calendar import Calendar, Closure, Dates, is_weekday, runs_out_in_a_holiday, working_days_after


@dataclass(frozen=True, slots=True)
class Known:
    """The dates somebody has typed, and where they are missing, what is expected."""

    last_day: date
    draft_on: date | None = None
    published_on: date | None = None
    complained_on: date | None = None
    replied_on: date | None = None
    minor_points_on: date | None = None


# What has happened when a day was written down for it: by rule, the name of that day.
HAPPENED = {
    "draft": "draft_on",
    "minor-points": "minor_points_on",
    "complaint": "complained_on",
    "reply": "replied_on",
    "publication": "published_on",
}
OTHER_WAY = {"minor-points": "complaint", "complaint": "minor-points"}  # one choice of two, once


@dataclass(frozen=True, slots=True)
class Deadline:
    rule: Rule
    by_calendar: dict[Calendar, Dates]
    """Empty for a rule in months."""
    keep_to: date
    """For what is hers, the earliest reading of all; for what is expected, the latest."""
    from_estimate: bool
    """It counts from a day that is itself only expected."""
    holiday: Closure | None
    """It runs out while the school is shut."""
    typed: bool = False
    """It has happened: `keep_to` is the day somebody wrote down, and nothing is counted."""
    days: tuple[date, ...] = ()
    """Of the one choice after the draft: the working days it has, by the calendar that ends first."""

    @property
    def is_hers_to_keep(self) -> bool:
        """A last day that she can still miss, counted from a day that is known."""
        return self.rule.whose == given.HERS and not self.typed and not self.from_estimate

    @property
    def differs(self) -> bool:
        return len({day for dates in self.by_calendar.values() for day in (dates.earliest, dates.latest)}) > 1

    @property
    def is_estimate(self) -> bool:
        if self.typed:
            return False
        return self.from_estimate or self.rule.confidence == given.LOW or self.rule.whose == given.THEIRS


def deadlines(
    rules: Iterable[Rule],
    known: Known,
    closures: tuple[Closure, ...] = (),
    extra_holidays: frozenset[date] = frozenset(),
) -> list[Deadline]:
    """In the order of their dates. A rule that counts from something nobody knows of yet is left out; one that counts
    from the draft or from publication uses the expected day and says so. A day that was written down takes the place
    of what was counted; the way that was not chosen goes, after publication what was only expected before it, and
    after a complaint what was only expected of publication."""
    by_code = {rule.code: rule for rule in rules}
    found = []
    for rule in by_code.values():
        if (happened := _happened(rule.code, known)) is not None:
            found.append(Deadline(rule, {}, happened, False, None, typed=True))
            continue
        start, estimated = _start(rule, known, by_code, closures, extra_holidays)
        if start is not None and not _out_of_date(rule, estimated, known):
            found.append(_deadline(rule, start, estimated, closures, extra_holidays))
    return sorted(found, key=lambda each: (each.keep_to, each.rule.code))


@dataclass(frozen=True, slots=True)
class Choice:
    """The one choice after the draft."""

    last_day: date
    from_estimate: bool
    taken: tuple[Deadline, ...]
    """The way that was written down; none while it is open."""
    days: tuple[date, ...]
    """The working days there are for it. `last_day` is the last of them; none where it is counted in months."""
    holiday: Closure | None
    """It runs out while the school is shut."""

    def left(self, today: date) -> int:
        """How many of its working days are still to come, with today."""
        return sum(day >= today for day in self.days)

    def is_open(self, today: date) -> bool:
        """The draft has come, neither way is taken, and the last day has not passed."""
        return not self.from_estimate and not self.taken and self.last_day >= today


def choice_among(found: Iterable[Deadline]) -> Choice | None:
    """None where publication has ended it, or no rule of it is in force."""
    ways = [each for each in found if each.rule.code in OTHER_WAY]
    if not ways:
        return None
    first = min(ways, key=lambda each: each.keep_to)
    taken = tuple(each for each in ways if each.typed)
    return Choice(first.keep_to, first.from_estimate, taken, first.days, first.holiday)


def _happened(code: str, known: Known) -> date | None:
    day: date | None = getattr(known, HAPPENED[code]) if code in HAPPENED else None
    return day


def _out_of_date(rule: Rule, estimated: bool, known: Known) -> bool:
    other = OTHER_WAY.get(rule.code)
    if other is not None and _happened(other, known) is not None:
        return True
    before_publication = rule.code == "draft" or (rule.counts_from == given.DRAFT and estimated)
    if before_publication and known.published_on is not None:
        return True
    # A complaint holds publication back until the reply: nobody can say then on which day it comes.
    of_publication = rule.code == given.PUBLICATION or rule.counts_from == given.PUBLICATION
    return of_publication and known.published_on is None and known.complained_on is not None


def _start(
    rule: Rule, known: Known, by_code: dict[str, Rule], closures: tuple[Closure, ...], extra: frozenset[date]
) -> tuple[date | None, bool]:
    if rule.counts_from == given.LAST_DAY:
        return known.last_day, False
    if rule.counts_from == given.COMPLAINT:
        return known.complained_on, False
    if rule.counts_from == given.REPLY:
        return known.replied_on, False
    typed = known.draft_on if rule.counts_from == given.DRAFT else known.published_on
    if typed is not None:
        return typed, False
    expected_rule = by_code.get(rule.counts_from)
    if expected_rule is None:
        return None, True
    return _deadline(expected_rule, known.last_day, False, closures, extra).keep_to, True


def _deadline(
    rule: Rule, start: date, estimated: bool, closures: tuple[Closure, ...], extra: frozenset[date]
) -> Deadline:
    if rule.counted_in == given.MONTHS:
        end = add_months(start, rule.number)
        return Deadline(rule, {}, end, estimated, None)
    by_calendar = {
        calendar: working_days_after(start, rule.number, calendar, closures=closures, extra_holidays=extra)
        for calendar in Calendar
        if calendar.value in rule.counted_in
    }
    hers = rule.whose == given.HERS
    days = [day for dates in by_calendar.values() for day in (dates.earliest, dates.latest)]
    keep_to = min(days) if hers else max(days)
    holiday = runs_out_in_a_holiday(Dates(keep_to, keep_to), closures=closures, extra_holidays=extra) if hers else None
    choice = rule.code in OTHER_WAY and not estimated
    counted = _each_day(rule, start, by_calendar, closures, extra) if choice else ()
    return Deadline(rule, by_calendar, keep_to, estimated, holiday, days=counted)


def _each_day(
    rule: Rule,
    start: date,
    by_calendar: dict[Calendar, Dates],
    closures: tuple[Closure, ...],
    extra: frozenset[date],
) -> tuple[date, ...]:
    first = min(by_calendar, key=lambda calendar: by_calendar[calendar].earliest)
    return tuple(
        working_days_after(start, number, first, closures=closures, extra_holidays=extra).earliest
        for number in range(1, rule.number + 1)
    )


@lru_cache(maxsize=4096)
def expected(
    last_day: date,
    closures: tuple[Closure, ...] = (),
    draft_days: int = 18,
    publication_days: int = 30,
    extra_holidays: frozenset[date] = frozenset(),
) -> tuple[date, date]:
    """When draft and publication are expected, by the statutory calendar; the later reading of each."""
    draft, publication = (
        working_days_after(last_day, days, Calendar.STATUTORY, closures=closures, extra_holidays=extra_holidays).latest
        for days in (draft_days, publication_days)
    )
    return draft, publication


def next_day_call_on(
    last_day: date,
    rule: Rule = given.NEXT_DAY_CALL,
    closures: tuple[Closure, ...] = (),
    extra_holidays: frozenset[date] = frozenset(),
) -> date:
    """The last day on which the visit's conduct can still be raised by telephone, as the page of the deadlines counts
    it."""
    return _deadline(rule, last_day, False, closures, extra_holidays).keep_to


def usual_days(
    called_on: date, length: int, closures: tuple[Closure, ...] = (), extra_holidays: frozenset[date] = frozenset()
) -> tuple[date, date]:
    """The days to fill in: from the next day the school is open, for as long as this kind usually takes."""
    first = next_open_day(called_on, closures, extra_holidays)
    return first, nth_open_day(called_on, max(length, 1), closures, extra_holidays)


def nth_open_day(
    after: date, number: int, closures: tuple[Closure, ...] = (), extra_holidays: frozenset[date] = frozenset()
) -> date:
    day = after
    for _ in range(number):
        day = next_open_day(day, closures, extra_holidays)
    return day


def next_open_day(
    after: date, closures: tuple[Closure, ...] = (), extra_holidays: frozenset[date] = frozenset()
) -> date:
    """The next weekday that is no bank holiday and not in a closure; closures longer than a term are ignored."""
    day = after
    for _ in range(80):
        day += timedelta(days=1)
        if is_weekday(day, extra_holidays) and not any(day in closure for closure in closures):
            return day
    return after + timedelta(days=1)
