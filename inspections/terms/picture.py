"""The dates of a file as a picture: a row for each month, a square for each weekday. Values in, places out."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inspections.terms.lines import CLOSURE, TERM, Line

LEFT, STEP, SQUARE = 84, 18, 15  # of the squares, from one to the next, a square's
MOST = 36  # months: longer is no picture any more
# Which of the stylesheet's fills: nothing in the file, closed between terms, pupils in, closed in term.
NEITHER, HOLIDAY, IN, CLOSED = "0", "1", "3", "needs"


@dataclass(frozen=True)
class Day:
    x: int
    fill: str
    side: int = SQUARE


@dataclass(frozen=True)
class Month:
    first: date
    y: int
    days: list[Day]
    begins: str  # the terms that begin in it

    @property
    def base(self) -> int:
        return self.y + SQUARE - 3


@dataclass(frozen=True)
class Picture:
    months: list[Month]
    height: int
    names: int = LEFT + 31 * STEP + 8
    width: int = LEFT + 31 * STEP + 200


def picture(lines: Sequence[Line]) -> Picture:
    first, last = min(line.first for line in lines), max(line.last for line in lines)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    months = []
    for n in range(number if number <= MOST else 0):
        year, month = divmod(first.month - 1 + n, 12)
        months.append(_month(date(first.year + year, month + 1, 1), n * STEP, lines))
    return Picture(months, len(months) * STEP)


def _month(first: date, y: int, lines: Sequence[Line]) -> Month:
    days = [first.replace(day=n) for n in range(1, calendar.monthrange(first.year, first.month)[1] + 1)]
    near = [line for line in lines if line.first <= days[-1] and line.last >= first]
    begins = [line.name for line in near if line.what == TERM and line.first >= first]
    squares = [Day(LEFT + (day.day - 1) * STEP, _fill(day, near)) for day in days if day.weekday() < 5]
    return Month(first, y, squares, ", ".join(begins))


def _fill(day: date, lines: Sequence[Line]) -> str:
    said = {line.what for line in lines if line.first <= day <= line.last}
    if TERM in said:
        return CLOSED if CLOSURE in said else IN
    return HOLIDAY if CLOSURE in said else NEITHER
