"""The hours in which a call usually comes: an estimate with its source, and the hours of the two short messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from inspections.window_rules import LOW


@dataclass(frozen=True, slots=True)
class CallHours:
    """London time. Not Ofsted's promise: a call may come later, and other visits are notified on any day."""

    ends: time = time(14)
    source: str = "What heads told of calls in 2024: between 9.30am and 2pm"
    confidence: str = LOW


HOURS = CallHours()
MORNING = time(8)  # held back by a person's own quiet hours
TOO_LATE = time(11)  # a look that was missed until then says nothing more
EVENING = time(18)  # after which nobody needs to be stood down
EARLIEST_WEEKDAYS = frozenset({0, 1})  # Monday; the Tuesday of a bank-holiday week
