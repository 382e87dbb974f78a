"""Inspection dates in, planned check-ins out. Pure: no clock, no database, no Django.

Level-triggered: `plan` says what is wanted from the facts as they stand, `plan_diff.compare` says how
that differs from what is stored. Both may run any number of times. A moved date, a pause, a new
buddy or changed term dates is only ever "the facts are different now".
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from inspections.visits.moments import at, first_at_or_after, local_day
from inspections.windows.dates import add_months
from network.contact.quiet import Days, Hours, held_for, in_its_hour, is_quiet_day
from network.schools.calendar import Closure

HORIZON = timedelta(days=35)
LAST_EVENING = time(18)
SITE_DAY, LAST_DAY = EVENINGS = "evening", "last-evening"
"""The rules whose questions belong to a day on site."""
ENOUGH_TO_ANSWER = timedelta(hours=4)
"""A question that would lapse while she cannot be asked lives on for this long after."""
DAY = timedelta(days=1)


class Phase(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Anchor(StrEnum):
    """What a rule counts from."""

    WINDOW_MONTH = "each month in the window"
    SITE_EVENING = "each evening on site but the last"
    LAST_DAY = "the last day on site"
    DRAFT_EXPECTED = "the day the draft is expected, while it has not come"
    DRAFT = "the day the draft came"
    PUBLICATION_EXPECTED = "the day publication is expected, while it has not happened"
    PUBLICATION = "the day of publication"
    SETTLED = "publication, or the day it is expected"


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    phase: Phase
    anchor: Anchor
    hour: time
    useful: timedelta
    days: int = 0
    months: int = 0


# The last evening belongs to after: the last meeting is over, and the risk is highest from here on.
# Draft and publication are asked about on the expected day too, so that a head who records nothing
# is not forgotten; the message is the same words at every stage.
RULES: tuple[Rule, ...] = (
    Rule("month", Phase.BEFORE, Anchor.WINDOW_MONTH, time(10), timedelta(days=5)),
    Rule(SITE_DAY, Phase.DURING, Anchor.SITE_EVENING, time(17), timedelta(hours=16)),
    Rule(LAST_DAY, Phase.AFTER, Anchor.LAST_DAY, LAST_EVENING, timedelta(hours=15)),
    Rule("day-after", Phase.AFTER, Anchor.LAST_DAY, time(12, 30), timedelta(days=2), days=1),
    Rule("day-five", Phase.AFTER, Anchor.LAST_DAY, time(16), timedelta(days=3), days=5),
    Rule("draft", Phase.AFTER, Anchor.DRAFT, time(17), timedelta(days=4)),
    Rule("draft-expected", Phase.AFTER, Anchor.DRAFT_EXPECTED, time(16), timedelta(days=4)),
    Rule("publication", Phase.AFTER, Anchor.PUBLICATION, time(17), timedelta(days=4)),
    Rule("publication-expected", Phase.AFTER, Anchor.PUBLICATION_EXPECTED, time(16), timedelta(4)),
    Rule("one-month", Phase.AFTER, Anchor.SETTLED, time(10), timedelta(days=7), months=1),
    Rule("three-months", Phase.AFTER, Anchor.SETTLED, time(10), timedelta(days=7), months=3),
    Rule("one-year", Phase.AFTER, Anchor.SETTLED, time(10), timedelta(days=14), months=12),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One live inspection. `ends_on` is the true last day, with any pause already counted in."""

    starts_on: date | None = None
    ends_on: date | None = None
    paused_on: date | None = None
    """Inspectors left during this day; they are away until `resumes_on` (None: not agreed yet)."""
    resumes_on: date | None = None
    draft_expected_on: date | None = None
    draft_on: date | None = None
    draft_noted_at: datetime | None = None
    publication_expected_on: date | None = None
    published_on: date | None = None
    published_noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    window_opened_on: date | None = None
    visit: Visit | None = None
    closures: tuple[Closure, ...] = ()
    holidays: frozenset[date] = frozenset()
    quiet: Hours = field(default_factory=Hours)
    days_off: Days = field(default_factory=Days)
    """Hers, which her quiet hours may speak of; `closures` and `holidays` are her school's."""

    def open_day(self, day: date) -> bool:
        if day.weekday() >= 5 or day in self.holidays:
            return False
        return not any(day in closure for closure in self.closures)


@dataclass(frozen=True, slots=True)
class Planned:
    rule: str
    occurrence: str
    """With `rule`, who this check-in is: moving its date keeps both."""
    phase: Phase
    due_at: datetime
    """From when she may answer it on her page, UTC."""
    send_at: datetime
    """When its message leaves: `due_at`, or the end of the night that holds it."""
    useful_until: datetime

    @property
    def key(self) -> tuple[str, str]:
        return self.rule, self.occurrence


def plan(facts: Facts, now: datetime, horizon: timedelta = HORIZON) -> tuple[Planned, ...]:
    """All that is still wanted: not yet too late to be useful, and due within the horizon."""
    since = local_day(now) - timedelta(days=62)
    until = local_day(now + horizon)
    return tuple(
        planned
        for planned in occasions(facts, since.replace(day=1), until)
        if planned.useful_until > now and planned.due_at <= now + horizon
    )


def closes_on(facts: Facts) -> date | None:
    """The day after the last planned check-in has stopped being useful; None while undated."""
    visit = facts.visit
    settled = visit and (visit.published_on or visit.publication_expected_on)
    if not settled:
        return None
    last = max(RULES, key=lambda rule: rule.months)
    planned = (each for each in occasions(facts, settled, settled) if each.rule == last.code)
    return next((local_day(each.useful_until) + DAY for each in planned), None)


# Memoised: heads with the same dates and the same calendar have the same plan (docs/benchmarks.md).
@lru_cache(maxsize=4096)
def occasions(facts: Facts, since: date, until: date) -> tuple[Planned, ...]:
    """All there is to ask, soonest first; of the window the months from `since` to `until`.

    One at most on any London day: two nudges on one day are one too many. Of two that fall on one day, the later rule
    waits for the next day on which she can be asked."""
    taken: set[date] = set()
    kept = []
    for rule in RULES:
        for occurrence, wished_at in _dates(rule, facts, since, until):
            if planned := _planned(rule, occurrence, wished_at, facts, taken):
                taken.add(local_day(planned.send_at))
                kept.append(planned)
    return tuple(sorted(kept, key=lambda planned: planned.due_at))


def _planned(rule: Rule, occurrence: str, wished_at: datetime, facts: Facts, taken: set[date]) -> Planned | None:
    due_at, send_at = _asked_at(wished_at, facts)
    if rule.phase is Phase.DURING and facts.visit and facts.visit.ends_on:
        useful_until = min(_useful_until(rule, due_at, send_at, facts), at(facts.visit.ends_on, LAST_EVENING))
        if send_at >= useful_until or local_day(send_at) in taken:
            return None
    else:
        while (day := local_day(send_at)) in taken:
            due_at, send_at = _asked_at(at(day + DAY, rule.hour), facts)
        useful_until = _useful_until(rule, due_at, send_at, facts)
    return Planned(rule.code, occurrence, rule.phase, due_at, send_at, useful_until)


def _asked_at(wished_at: datetime, facts: Facts) -> tuple[datetime, datetime]:
    """From when she may answer, and when the message leaves. A night holds the message alone; days on which she is not
    asked move the question to the next on which she is, in the rule's own hour where that is not in her night."""
    send_at = in_its_hour(facts.quiet, wished_at, facts.days_off)
    over_days = is_quiet_day(facts.quiet, local_day(wished_at), facts.days_off) or send_at - wished_at > DAY
    return (send_at if over_days else wished_at), send_at


def _useful_until(rule: Rule, due_at: datetime, send_at: datetime, facts: Facts) -> datetime:
    """Never at a time at which she cannot be asked, so that a message which leaves late is not lost either."""
    ends_at = max(due_at + rule.useful, send_at + ENOUGH_TO_ANSWER)
    held_until = _reachable_from(ends_at, facts)
    return ends_at if held_until == ends_at else held_until + ENOUGH_TO_ANSWER


def _reachable_from(moment: datetime, facts: Facts) -> datetime:
    return held_for(facts.quiet, moment, facts.days_off) or moment


def _dates(rule: Rule, facts: Facts, since: date, until: date) -> Iterator[tuple[str, datetime]]:
    visit = facts.visit
    if rule.anchor is Anchor.WINDOW_MONTH:
        if visit is None or visit.starts_on is None:
            for day in _window_months(facts, since, until):
                yield f"{day:%Y-%m}", at(day, rule.hour)
    elif visit is None:
        return
    elif rule.anchor is Anchor.SITE_EVENING:
        for number, day in enumerate(site_days(visit, facts.holidays), start=1):
            if day != visit.ends_on:
                yield str(number), at(day, rule.hour)
    elif day_and_known := _anchor(rule.anchor, visit):
        day, known_at = day_and_known
        due_at = at(add_months(day, rule.months) + timedelta(days=rule.days), rule.hour)
        if known_at and known_at > due_at:
            due_at = first_at_or_after(known_at, rule.hour)
        yield "", due_at


def _anchor(anchor: Anchor, visit: Visit) -> tuple[date, datetime | None] | None:
    day: date | None
    known_at: datetime | None = None
    if visit.ends_on is None or (visit.paused_on and visit.resumes_on is None):
        return None
    if anchor is Anchor.LAST_DAY:
        day = visit.ends_on
    elif anchor is Anchor.DRAFT:
        day, known_at = visit.draft_on, visit.draft_noted_at
    elif anchor is Anchor.DRAFT_EXPECTED:
        come = visit.draft_on or visit.published_on
        day = None if come else visit.draft_expected_on
    elif anchor is Anchor.PUBLICATION:
        day, known_at = visit.published_on, visit.published_noted_at
    elif anchor is Anchor.PUBLICATION_EXPECTED:
        day = None if visit.published_on else visit.publication_expected_on
    else:
        day = visit.published_on or visit.publication_expected_on
    return (day, known_at) if day else None


def site_days(visit: Visit, holidays: frozenset[date] = frozenset()) -> tuple[date, ...]:
    """The days inspectors are on site, in order; the day of a pause counts, those after it do not."""
    if visit.starts_on is None or visit.ends_on is None:
        return ()
    length = (visit.ends_on - visit.starts_on).days + 1
    days = (visit.starts_on + timedelta(days=n) for n in range(length))
    return tuple(day for day in days if day.weekday() < 5 and day not in holidays and not _away(visit, day))


def _away(visit: Visit, day: date) -> bool:
    if visit.paused_on is None or day <= visit.paused_on:
        return False
    return visit.resumes_on is None or day < visit.resumes_on


def _window_months(facts: Facts, since: date, until: date) -> Iterator[date]:
    """One open day a month: the day of the month the window opened on, or the nearest open one."""
    opened = facts.window_opened_on
    if opened is None:
        return
    month = max(since, opened).replace(day=1)
    while month <= until:
        last = calendar.monthrange(month.year, month.month)[1]
        wished = month.replace(day=min(opened.day, last))
        later = (wished + timedelta(days=n) for n in range(last - wished.day + 1))
        earlier = (wished - timedelta(days=n) for n in range(1, wished.day))
        day = next((day for days in (later, earlier) for day in days if facts.open_day(day)), None)
        if day and day > opened:
            yield day
        month = add_months(month, 1)
