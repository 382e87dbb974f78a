"""Days as people read them: with their year where it is not this one. Pure.

English by hand: strftime looks up the machine's language for each word.
"""

from datetime import date
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_said(day: date, today: date) -> str:
    """3 December; or 3 December 2027, where that is not the year of `today`."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def day_in_table(day: date) -> str:
    """31 Jul 2027."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def weekday_said(day: date, today: date) -> str:
    """Thursday 3 December, with the year as in `day_said`."""
    return f"{WEEKDAYS[day.weekday()]} {day_said(day, today)}"


def with_year(format_: str, day: date, today: date) -> str:
    """A format of Django's `date` filter that names a month and no year, with the year behind the month where that is
    not the year of `today`."""
    if day.year == today.year:
        return format_
    for month in ("F", "M"):
        if month in format_:
            return format_.replace(month, f"{month} Y", 1)
    return format_
