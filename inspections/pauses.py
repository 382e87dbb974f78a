"""When inspectors leave and come back: the next working day by default, up to five, longer only rarely. Pure."""

from __future__ import annotations

from datetime import date

from inspections.deadlines import next_open_day
from inspections.schedule import Visit, site_days
from network.calendar import Calendar, Closure, working_days_after

USUAL_LIMIT = 5  # working days; longer in very exceptional cases (Ofsted's guidance of January 2024, as reported)


def usual_return(paused_on: date, closures: tuple[Closure, ...] = ()) -> date:
    return next_open_day(paused_on, closures)


def is_unusually_long(paused_on: date, resumes_on: date) -> bool:
    return resumes_on > working_days_after(paused_on, USUAL_LIMIT, Calendar.OFSTED).latest


def last_day_after(
    visit: Visit, paused_on: date, resumes_on: date, closures: tuple[Closure, ...], holidays: frozenset[date]
) -> date:
    """The new last day: as many days as were still to come, and one at least (they left in the middle of a day)."""
    to_come = [day for day in site_days(visit, holidays) if day > paused_on]
    day = resumes_on
    for _ in to_come[1:]:
        day = next_open_day(day, closures)
    return day
