"""The usual call days by a school's own calendar."""

from datetime import date
from functools import lru_cache

from network.schools.call_days import call_days
from network.schools.school_days import SchoolCalendar


@lru_cache(maxsize=256)  # most schools share a calendar
def usual_days(calendar: SchoolCalendar, first: date, last: date, autumn_days: int) -> tuple[date, ...]:
    """From the first day to the last, both in it. `autumn_days`: how many school days of a new school year pass before
    a call is usual."""
    found = call_days(
        first,
        last,
        terms=calendar.terms,
        closures=calendar.closures,
        extra_holidays=calendar.holidays,
        autumn_days=autumn_days,
    )
    return tuple(found)
