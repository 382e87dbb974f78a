"""The hours of the two short messages of quiet standby. The hours in which a call usually comes are estimates: rows."""

from __future__ import annotations

from datetime import time

MORNING = time(8)  # held back by a person's own quiet hours
TOO_LATE = time(11)  # a look that was missed until then says nothing more
EVENING = time(18)  # after which nobody needs to be stood down
EARLIEST_WEEKDAYS = frozenset({0, 1})  # Monday; the Tuesday of a bank-holiday week


def stood_down_until(call_hours_to: time) -> time:
    """Until when it is worth telling that the hours are over: the evening, or two hours on where they end later."""
    return max(EVENING, time(min(call_hours_to.hour + 2, 23), call_hours_to.minute))
