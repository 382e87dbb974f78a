"""Until when a question may be answered: three days; two hours once the call has come. Then it passes on.

The clock begins when the question may be read: quiet hours hold the message back, so they hold the clock too. Without
that a question asked on the evening before a long weekend would pass on before anybody had seen it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from network.models import Person
from outbox.reach import reach
from outbox.reach.days_off import DaysOff

if TYPE_CHECKING:
    from buddies.pairings.models import Pairing

ANSWER_WITHIN = timedelta(days=3)
ANSWER_WITHIN_WHEN_CALLED = timedelta(hours=2)


def of(pairing: Pairing, *, since: datetime, closed: DaysOff) -> datetime:
    """`since`: when it was asked, or asked again. The later of the two to be reached counts."""
    both = (pairing.head, pairing.buddy)
    until = _readable(both, since, closed) + ANSWER_WITHIN
    called_at = pairing.called_at or (pairing.request.urgent_since if pairing.request is not None else None)
    if called_at is None:
        return until
    return min(until, _readable(both, max(since, called_at), closed) + ANSWER_WITHIN_WHEN_CALLED)


def _readable(people: Iterable[Person], moment: datetime, closed: DaysOff) -> datetime:
    return max(reach.reachable_from(person, moment, closed) for person in people)
