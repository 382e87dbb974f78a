"""What the officer is asked about the dates of a file before they count: each line of its own, and why. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from inspections.terms.lines import TERM, Line, spelled
from network.plurals import count
from network.schools.calendar import bank_holidays

DAY = timedelta(days=1)
LONG_TERM, SHORT_HALF = 130, 25  # days: no term has more, no half of one has fewer
HOLIDAY = re.compile(r"(?i)\bhalf[\s\W]?term\b|\bholidays?\b|\bbreak\b")


def asked_about(lines: Sequence[Line]) -> dict[Line, list[str]]:
    """A holiday of a week or more is not asked about: that it says so is enough."""
    terms = [line for line in lines if line.what == TERM]
    holidays = [line for line in lines if line.what != TERM and _is_holiday(line)]
    asked = {}
    for line in lines:
        about = _of_term(line, terms) if line.what == TERM else _of_closure(line, holidays)
        if about:
            asked[line] = about
    return asked


def _of_term(line: Line, terms: Sequence[Line]) -> list[str]:
    lasts = (line.last - line.first).days + 1
    said = [f"It begins on a {line.first:%A}." if line.first.weekday() > 4 else ""]
    said += [f"It ends on a {line.last:%A}." if line.last.weekday() > 4 else ""]
    said += [f"It lasts {count(lasts, 'day')}." if lasts > LONG_TERM else ""]
    if lasts < SHORT_HALF and HOLIDAY.search(line.name):
        said.append(f"It lasts {count(lasts, 'day')}: is it the term, or the holiday?")
    said += [
        f"It overlaps with {other.name}."
        for other in terms
        if other is not line and line.first <= other.last and other.first <= line.last
    ]
    return [each for each in said if each]


def _is_holiday(line: Line) -> bool:
    return (line.last - line.first).days >= 4 and bool(HOLIDAY.search(line.name))


def _of_closure(line: Line, holidays: Sequence[Line]) -> list[str]:
    lasts = (line.last - line.first).days + 1
    said = [f"It lasts {count(lasts, 'day')}."] if lasts > LONG_TERM else []
    # An INSET day in a holiday makes nothing quiet that is not quiet by the holiday; and of that we do not ask.
    closed = [(holiday.first, holiday.last) for holiday in holidays]
    if usual := [day for day in _usual_call_days(line) if not any(a <= day <= b for a, b in closed)]:
        others = f", and on {count(len(usual) - 1, 'day')} more" if len(usual) > 1 else ""
        day = f"{usual[0]:%A} {spelled(usual[0], usual[0])}"
        said.append(f"On {day}{others}, a call is usual. Are pupils really out?")
    return said


def _usual_call_days(line: Line) -> list[date]:
    """Mondays, or the Tuesday where the Monday is a bank holiday."""
    holidays = bank_holidays()
    days = [line.first + DAY * n for n in range((line.last - line.first).days + 1)]
    return [
        day
        for day in days
        if day not in holidays and (day.weekday() == 0 or (day.weekday() == 1 and day - DAY in holidays))
    ]
