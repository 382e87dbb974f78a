"""What is expected when after an inspection. Pure. Ofsted's own dates win as soon as somebody types them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from network.calendar import Calendar, Closure, is_weekday, working_days_after

DRAFT_WORKING_DAYS = 18  # a 2023 figure (Ofsted, as reported): an estimate until the current guide is checked
PUBLICATION_WORKING_DAYS = 30  # not counting school holidays (a school's own notice to parents, February 2026)


@lru_cache(maxsize=4096)
def expected(last_day: date, closures: tuple[Closure, ...]) -> tuple[date, date]:
    """When the draft and the publication are expected, by the statutory calendar; the later reading of each."""
    draft, publication = (
        working_days_after(last_day, days, Calendar.STATUTORY, closures=closures).latest
        for days in (DRAFT_WORKING_DAYS, PUBLICATION_WORKING_DAYS)
    )
    return draft, publication


def next_day_call_on(last_day: date) -> date:
    """The next working day after the visit, on which its conduct can still be raised by telephone (calendar B)."""
    return working_days_after(last_day, 1, Calendar.OFSTED).latest


# How many days each kind usually takes, and whether the first is the next school day. Two days for a full inspection
# (the council's own summary of the November 2025 framework); the others are not known, and any date can be typed.
USUAL_LENGTH = {"full": 2, "monitoring": 1, "focused": 1, "other": 1}


def usual_days(kind: str, called_on: date, closures: tuple[Closure, ...] = ()) -> tuple[date, date]:
    """The days to fill in: from the next day the school is open, for as long as this kind usually takes."""
    length = USUAL_LENGTH.get(kind, 1)
    days: list[date] = []
    day = called_on
    while len(days) < length:
        day = next_open_day(day, closures)
        days.append(day)
    return days[0], days[-1]


def next_open_day(after: date, closures: tuple[Closure, ...] = ()) -> date:
    """The next weekday that is no bank holiday and not in a closure; closures longer than a term are ignored."""
    day = after
    for _ in range(80):
        day += timedelta(days=1)
        if is_weekday(day) and not any(day in closure for closure in closures):
            return day
    return after + timedelta(days=1)
