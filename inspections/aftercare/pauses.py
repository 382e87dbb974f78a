"""When inspectors leave and come back: how soon usually, and how late at the most, is given (estimates). Pure."""

from __future__ import annotations

from datetime import date

from inspections.deadlines.deadlines import next_open_day, nth_open_day
from inspections.visits.schedule import Visit, site_days
from network.schools.calendar import Calendar, Closure, working_days_after


def usual_return(
    paused_on: date, days: int, closures: tuple[Closure, ...] = (), holidays: frozenset[date] = frozenset()
) -> date:
    return nth_open_day(paused_on, days, closures, holidays)


def is_unusually_long(paused_on: date, resumes_on: date, most: int) -> bool:
    """Longer than so many working days: in very exceptional cases (Ofsted's guidance of January 2024, as reported)."""
    return resumes_on > working_days_after(paused_on, most, Calendar.OFSTED).latest


def last_day_after(
    visit: Visit, paused_on: date, resumes_on: date, closures: tuple[Closure, ...], holidays: frozenset[date]
) -> date:
    """The new last day: as many days as were still to come, and one at least (they left in the middle of a day)."""
    to_come = [day for day in site_days(visit, holidays) if day > paused_on]
    day = resumes_on
    for _ in to_come[1:]:
        day = next_open_day(day, closures, holidays)
    return day
