"""The data's own date, from the file's name."""

import re
from datetime import date

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DIGITS = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-_. ]*(" + "|".join(MONTHS) + r")[a-z]*[-_. ]*(20\d\d)(?!\d)", re.IGNORECASE
)


def date_in_name(name: str) -> date | None:
    """`edubasealldata20250718.csv`, `... as at 31 Aug 2026.csv`, `31_Jan_2026`, `2026-02-28`.

    None when there is none, when it is no real day, or when two dates disagree: then the officer is asked.
    """
    found = {_day(*match.groups()) for match in _DIGITS.finditer(name)}
    for day, month, year in (match.groups() for match in _WORDS.finditer(name)):
        found.add(_day(year, str(MONTHS.index(month[:3].lower()) + 1), day))
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
