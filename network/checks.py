"""How old a fact may be that the product cannot check by itself, and how its age is said. Pure.

Each comes up again after 90 days, and two weeks before each September, when the documents of a new school year are in
force.
"""

from __future__ import annotations

from datetime import date, timedelta

EVERY = timedelta(days=90)
LAST_DAY = (8, 17)  # month and day: from the next day on it is two weeks until September, and what is older comes up


def next_by(checked_on: date | None) -> date | None:
    """Until which day it need not be looked at again. None: nobody of this network has looked yet."""
    if checked_on is None:
        return None
    return min(checked_on + EVERY, _before_september(checked_on))


def oldest(today: date) -> date:
    """What was checked before this day comes up now."""
    last_year, this_year = date(today.year - 1, *LAST_DAY), date(today.year, *LAST_DAY)
    return max(today - EVERY, this_year if this_year < today else last_year)


def age(checked_on: date | None) -> str:
    return f"checked on {checked_on.day} {checked_on:%B %Y}" if checked_on else "not yet checked by this network"


def _before_september(day: date) -> date:
    """The next such day, not that day itself."""
    this_year = date(day.year, *LAST_DAY)
    return this_year if day < this_year else date(day.year + 1, *LAST_DAY)
