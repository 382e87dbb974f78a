"""The sender: claims a small batch, tries each message of it, and stamps what became of them.

Many senders may run at once, as threads or processes. One that dies or freezes costs at most one extra copy, of the one
row it had in hand: what left before that is in the journal.
"""

import logging
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Event

from network import clock
from network.batches import batched
from outbox.models import Message
from outbox.sending import journal, queries
from outbox.sending.actions import sending
from outbox.sending.claims import Claims, Result
from outbox.sending.delivery import Delivery
from outbox.sending.wanted import Wanted
from outbox.transitions import retry_policy
from outbox.transitions.outcomes import failure
from outbox.transitions.transitions import WAITS, Row, after

log = logging.getLogger(__name__)
BATCH = 20  # claimed at once: more cost less, and wait together where their sender dies
STALE = 1.0  # seconds after which what is due is read again: people change their minds
PATIENCE = 2.0  # seconds after which a batch that is not urgent stops: something urgent may have come
BACKUP_MARGIN = timedelta(minutes=5)  # a row may have been in flight while the backup was made


def send_due(*, seconds: float | None = None, urgent_only: bool = False, stop: Event | None = None) -> Counter[str]:
    """Send what is due, for about `seconds`, or until `stop` is set. Returns how many rows came into each state
    ("sent"; "due" for a later try; and so on), and `on_hold` where only an administrator's sign-in code may leave.
    Raises `guarded.Failed` in the end where the database refused to write one of them."""
    left = {}
    on_hold = False
    for data_at, since, released_at in queries.holds():
        on_hold = on_hold or released_at is None
        left |= _left_between(data_at - BACKUP_MARGIN, since)
    sender = Sender(Delivery(left), urgent_only=urgent_only, seconds=seconds, stop=stop or Event(), on_hold=on_hold)
    try:
        sender.run()
    finally:
        sender.finish()
    counts = sender.claims.counts
    if on_hold:
        log.warning("sending is on hold")
        counts["on_hold"] = 1
    sender.claims.guard.tell()
    return counts


@lru_cache(maxsize=8)
def _left_between(start: datetime, end: datetime) -> dict[str, datetime]:
    """Past and closed: read once a process."""
    return journal.between(start, end)


class Sender:
    def __init__(
        self, delivery: Delivery, *, urgent_only: bool, seconds: float | None, stop: Event, on_hold: bool = False
    ) -> None:
        self.delivery, self.urgent_only, self.stop, self.on_hold = delivery, urgent_only, stop, on_hold
        self.ends = None if seconds is None else time.monotonic() + seconds
        self.claims = Claims()

    def run(self) -> None:
        while not self._is_over():
            self.claims.take([])
            read_at = time.monotonic()
            left_behind, keys = self.claims.insist(self._look)
            if not (left_behind or keys):
                return
            for row in left_behind:  # alone: it may have been the reason why its sender stopped
                if self._is_over() or time.monotonic() - read_at >= STALE:
                    break
                self._send([], row)
            for batch in batched(keys, BATCH):
                if self._is_over() or time.monotonic() - read_at >= STALE:
                    break
                if self._send(batch) < len(batch) / 2:
                    break  # another sender reads the same

    def finish(self) -> None:
        try:
            self.claims.take([])
        finally:
            self.delivery.close()

    def _is_over(self) -> bool:
        return self.stop.is_set() or (self.ends is not None and time.monotonic() >= self.ends)

    def _look(self) -> tuple[list[Message], list[int]]:
        """What is due now, as read: what senders left behind that stopped, and keys of what waits. What is urgent by
        itself, for as long as there is any. In no order, so that two senders seldom meet."""
        now = clock.now()
        if self.on_hold:
            left_behind, keys = [], queries.codes_of_administrators(now)
        else:
            left_behind, keys = self._due(now, urgent=True)
            if not (left_behind or keys or self.urgent_only):
                left_behind, keys = self._due(now, urgent=False)
        if left_behind or keys:
            self.delivery.services.read()
        random.shuffle(keys)
        return left_behind, keys

    def _due(self, now: datetime, *, urgent: bool) -> tuple[list[Message], list[int]]:
        refused = self.claims.refused
        left_behind = self._not_left(queries.left_behind(now, urgent=urgent), now)
        keys = queries.waiting(now, urgent=urgent)
        return [row for row in left_behind if row.pk not in refused], [key for key in keys if key not in refused]

    def _not_left(self, rows: list[Message], now: datetime) -> list[Message]:
        """Of what senders left behind that stopped. What the journal says had left is stamped."""
        if not rows:
            return []
        first = min(row.leased_until or now for row in rows)
        left = journal.tries_since(first - retry_policy.LEASE, now)
        for row in rows:
            if (at := left.get(journal.key_of_try(row))) is not None:
                with self.claims.guard(row):
                    self.claims.counts[Message.SENT] += sending.stamp_found(row=row, at=at, now=now)
        return [row for row in rows if journal.key_of_try(row) not in left]

    def _send(self, keys: Sequence[int], left_behind: Message | None = None) -> int:
        """Claim a batch and try each message of it. What is not begun when the batch's time is over is due again.
        Returns how many were ours."""
        claimed = time.monotonic()
        batch = self.claims.take(keys, left_behind)
        waiting, wanted = deque(batch), Wanted(batch)
        patience = retry_policy.LEASE.total_seconds() / 2
        ends = claimed + (patience if self.urgent_only else min(patience, PATIENCE))
        while waiting:
            row = waiting.popleft()
            self._try(row, wanted, claimed, waiting)
            if self.stop.is_set() or time.monotonic() >= ends:
                _give_back(waiting, wanted)
        return len(batch)

    def _try(self, row: Message, wanted: Wanted, claimed: float, waiting: deque[Message]) -> None:
        def keep() -> bool:
            """The service takes its time: the others of this batch need not wait for it."""
            _give_back(waiting, wanted)
            return sending.keep(row=row)

        outcome, points = self.delivery.deliver(row, wanted=wanted, claimed=claimed, keep=keep)
        wanted.done(row)
        now = clock.now()
        services = self.delivery.services
        outcome = services.heard(row, outcome, now)
        if (failed := failure(outcome)) is not None:  # never the kind: it may tell what a head is going through
            log.warning("message %s by %s: %s", row.public_id, row.channel, failed)
        as_row = Row(
            row.useful_until,
            row.step,
            row.crashes,
            row.doubts,
            urgent=row.urgent,
            another_address=len(points) > 1,
            waited=row.why.startswith(WAITS),
            failing_since=services.failing_since(row.channel),
        )
        then = after(outcome, as_row, now, retry_policy.RULES)
        self.claims.add(Result(row, then, now, points[0][0] if points else None))


def _give_back(waiting: deque[Message], wanted: Wanted) -> None:
    """They are due as before. Where the database is away, they stay with this sender, which goes on with those that it
    still has: what could not be heard may have been done."""
    if not waiting:
        return
    if sending.give_back(rows=list(waiting)):
        waiting.clear()
    else:
        wanted.forget()
