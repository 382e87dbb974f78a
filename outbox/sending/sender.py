"""The sender: claims one row at a time, tries it, and stamps what became of it.

Many senders may run at once, as threads or processes. One that dies or freezes costs at most one extra copy of the one
row it holds. A result is kept in memory until the database takes it; it is written together with the next claim, so
that each message costs one commit.
"""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from threading import Event
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from network import clock, guarded
from outbox.models import Hold, Message
from outbox.queue import addresses
from outbox.queue.addresses import Points
from outbox.sending import due, journal
from outbox.sending.actions import sending
from outbox.sending.trying import Try
from outbox.transitions import pace
from outbox.transitions.after import WAITS, Next, Row, after
from outbox.transitions.outcomes import failure

log = logging.getLogger(__name__)
T = TypeVar("T")
STALE = 2.0  # seconds after which the list of candidates is read again: people change their minds
MISSES = 3  # this many rows running taken by another sender: read the list again
DATABASE_PAUSES = (0.1, 0.5, 1, 2, 5)  # seconds; the last repeats
HOLD = ("data_at", "since", "released_at")
BACKUP_MARGIN = timedelta(minutes=5)  # a row may have been in flight while the backup was made


@dataclass(frozen=True)
class Result:
    """What became of a row, not yet written."""

    row: Message
    then: Next
    at: datetime
    contact_point: int | None

    @property
    def is_plainly_sent(self) -> bool:
        return self.then.state == Message.SENT and "provider_id" in self.then.changes

    @property
    def is_bare(self) -> bool:
        return not (self.then.second_channel or self.then.broken)

    def bare(self) -> "Result":
        return replace(self, then=replace(self.then, second_channel=False, broken=False))


def send_due(
    *,
    limit: int | None = None,
    seconds: float | None = None,
    urgent_only: bool = False,
    keep_line: bool = False,
    stop: Event | None = None,
) -> Counter[str]:
    """Send what is due: at most `limit` messages, for about `seconds`, or until `stop` is set; `keep_line`: over the
    line to the mail server that was laid by. Returns how many rows came into each state ("sent"; "due" for a later
    try; and so on), and `on_hold` where only an administrator's sign-in code may leave. Raises `guarded.Failed` in the
    end where the database refused to write one of them."""
    left = {}
    on_hold = False
    for data_at, since, released_at in holds():
        on_hold = on_hold or released_at is None
        left |= _left_between(data_at - BACKUP_MARGIN, since)
    attempt = Try(left, keep_line=keep_line)
    sender = Sender(
        attempt, urgent_only=urgent_only, limit=limit, seconds=seconds, stop=stop or Event(), on_hold=on_hold
    )
    if on_hold:
        log.warning("sending is on hold")
        sender.counts["on_hold"] = 1
    try:
        sender.run()
    finally:
        sender.finish()
    sender.guard.tell()
    return sender.counts


def holds() -> list[tuple[datetime, datetime, datetime | None]]:
    """Of when the data was, since when, released when. The open one comes first; nearly always there is none at all,
    and to ask that takes a fifth of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM outbox_hold LIMIT 1")
        if cursor.fetchone() is None:
            return []
    return list(Hold.objects.order_by(F("released_at").desc(nulls_first=True)).values_list(*HOLD))


@lru_cache(maxsize=8)
def _left_between(start: datetime, end: datetime) -> dict[str, datetime]:
    """Past and closed: read once a process."""
    return journal.between(start, end)


class Sender:
    def __init__(
        self,
        attempt: Try,
        *,
        urgent_only: bool,
        limit: int | None,
        seconds: float | None,
        stop: Event,
        on_hold: bool = False,
    ) -> None:
        self.on_hold = on_hold
        self.attempt, self.urgent_only, self.limit, self.stop = attempt, urgent_only, limit, stop
        self.ends = None if seconds is None else time.monotonic() + seconds
        self.counts: Counter[str] = Counter()
        self.result: Result | None = None
        self.rules = pace.rules()
        self.guard = guarded.Guard()
        self.refused: set[int] = set()  # by the database, in this run

    def run(self) -> None:
        while not self._is_over():
            read_at = time.monotonic()
            self._take(None)
            rows, points = self._insist(self._candidates)
            if not rows:
                return
            misses = 0
            for row in rows:
                if self._is_over():
                    return
                claimed = time.monotonic()
                if self._take(row):
                    misses = 0
                    self._try(row, points.get((row.to_id, row.channel), []), claimed)
                else:
                    misses += 1
                if misses >= MISSES or time.monotonic() - read_at >= STALE:
                    break

    def finish(self) -> None:
        try:
            self._take(None)
        finally:
            self.attempt.close()

    def _is_over(self) -> bool:
        if self.stop.is_set() or (self.ends is not None and time.monotonic() >= self.ends):
            return True
        taken = self.counts.total() - self.counts["on_hold"] + (self.result is not None)
        return self.limit is not None and taken >= self.limit

    def _candidates(self) -> tuple[list[Message], dict[tuple[int, str], Points]]:
        """What is due now, urgent first, as read: claiming decides. Otherwise in no order, so that two senders
        seldom meet. And where these people are reached."""
        now = clock.now()
        if self.on_hold:
            rows = due.codes_of_administrators(now)
            return rows, addresses.points_of(rows) if rows else {}
        rows = []
        for urgent in (True,) if self.urgent_only else (True, False):
            found = due.rows(now, urgent=urgent)
            random.shuffle(found)
            rows += found
        rows = [row for row in rows if row.pk not in self.refused][: due.BATCH]
        if rows:
            self.attempt.services.read()
        return rows, addresses.points_of(rows) if rows else {}

    def _take(self, row: Message | None) -> bool:
        """True: `row` is ours. Where the database refuses it, or the result that waits to be stamped, that one is left
        as it is, and the others go on."""
        try:
            return self._insist(lambda: self._write(row))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            return self._left_out(row, error)

    def _left_out(self, row: Message | None, error: Exception) -> bool:
        """Of a result and a row that could not be written together, the one that is not at fault."""
        if self.result is not None and row is not None:
            self._take(None)
            return self._take(row)
        bad = self.result.row if self.result is not None else row
        if bad is not None:
            self.refused.add(bad.pk)
            self.guard.note(error, f"message {bad.public_id}")
        self.result = None  # of a row that has left: it is taken again when its lease is over
        return False

    def _write(self, row: Message | None) -> bool:
        """Stamp the last result and claim this row: all of it or nothing."""
        result = self.result
        if result is None and row is None:
            return False
        try:
            claimed = self._stamp_and_claim(result, row)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # what follows from the result cannot be written: the result itself still can
            if result is None or result.is_bare:
                raise
            log.error("what follows from message %s: %s", result.row.public_id, type(error).__name__)
            self.result = result.bare()
            return self._write(row)
        if result is not None:
            self.counts[result.then.state] += 1
            self.result = None
        return claimed

    def _stamp_and_claim(self, result: Result | None, row: Message | None) -> bool:
        now = clock.now()
        if result is not None and row is not None and result.is_plainly_sent and row.state == Message.DUE:
            return sending.stamp_sent_and_claim(
                sent=result.row, provider_id=result.then.changes["provider_id"], at=result.at, row=row, now=now
            )
        with transaction.atomic():
            if result is not None:
                sending.stamp(row=result.row, then=result.then, now=result.at, contact_point=result.contact_point)
            return row is not None and sending.claim(row=row, now=now)

    def _try(self, row: Message, points: Points, claimed: float) -> None:
        outcome, points = self.attempt.made(row, points, claimed)
        now = clock.now()
        services = self.attempt.services
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
        self.result = Result(row, after(outcome, as_row, now, self.rules), now, points[0][0] if points else None)

    def _insist(self, work: Callable[[], T]) -> T:
        """Again and again, on a new connection, for as long as a result is waiting; without one, the next sweep may
        do it."""
        failures = 0
        while True:
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                if connection.in_atomic_block or (self.result is None and failures >= len(DATABASE_PAUSES)):
                    raise
                log.warning("the database does not answer: %s", type(error).__name__)
                connection.close()
                Event().wait(DATABASE_PAUSES[min(failures, len(DATABASE_PAUSES) - 1)])
                failures += 1
