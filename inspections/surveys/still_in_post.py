"""After a difficult published result: is the head of that day the head 3, 6 and 12 months later, as the public
register has it? Moves, retirements and chosen departures can not be told apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum

from inspections.windows.history import QUALIFYING, Past, is_inadequate

MONTHS = (3, 6, 12)
STALE = timedelta(days=120)  # a name the register last gave so long before says nothing
PATIENCE = timedelta(days=100)  # how long after the day an import may still tell


class Found(Enum):
    SAME = True
    OTHER = False
    UNKNOWN = None
    WAIT = "wait"


def is_difficult(past: Past) -> bool:
    """A category of concern, safeguarding not met or any area "urgent improvement"; older: grade 4 or ineffective."""
    return past.kind in QUALIFYING and not past.of_predecessor and is_inadequate(past)


def found(marks: Iterable[tuple[date, str]], started_on: date, due: date, today: date) -> Found:
    """`marks` are of one school, by the register's own dates. The head is the one who was inspected, not whoever was
    there on the day of publication."""
    if today < due:
        return Found.WAIT
    rows = sorted(marks)
    before = [mark for on, mark in rows if started_on - STALE <= on <= started_on]
    if not before:
        return Found.UNKNOWN
    after = [mark for on, mark in rows if due <= on <= due + PATIENCE]
    if after:
        return Found.SAME if after[0] == before[-1] else Found.OTHER
    return Found.WAIT if today <= due + PATIENCE else Found.UNKNOWN
