"""What one sender holds, and what became of it until the database has taken that.

Results wait in memory and are written together with the next claim, so that a batch costs one commit. Where the
database refuses one row or one result, that one is left as it is, and the others go on.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction

from network import clock, guarded
from outbox.models import Message
from outbox.sending.actions import sending
from outbox.transitions.transitions import Next

log = logging.getLogger(__name__)
T = TypeVar("T")
WRITTEN_WITHIN = timedelta(seconds=1)  # pages do not say "told" before
DATABASE_PAUSES = (0.1, 0.5, 1, 2, 5)  # seconds; the last repeats


@dataclass(frozen=True)
class Result:
    """What became of a row, not yet written."""

    row: Message
    then: Next
    at: datetime
    contact_point: int | None

    @property
    def is_plainly_sent(self) -> bool:
        """By a service that gave it no name of its own."""
        return self.then.state == Message.SENT and self.then.changes.get("provider_id") == ""

    @property
    def is_bare(self) -> bool:
        return not (self.then.second_channel or self.then.broken)

    def bare(self) -> "Result":
        return replace(self, then=replace(self.then, second_channel=False, broken=False))


class Claims:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()  # how many rows came into each state
        self.guard = guarded.Guard()
        self.refused: set[int] = set()  # by the database, in this run
        self.results: list[Result] = []

    def take(self, keys: Sequence[int], left_behind: Message | None = None) -> list[Message]:
        """Those that are ours now: of these that are due, or the one whose sender stopped."""
        mine, error = self._tried(self.results, keys, left_behind)
        if error is None:
            return mine
        if not self.results and len(keys) + (left_behind is not None) == 1:
            self._refuse(left_behind.pk if left_behind else keys[0], error)
            return []
        self._write_one_by_one()
        return [row for key in keys for row in self.take([key])]

    def add(self, result: Result) -> None:
        """It is written soon; at once where what follows from it may change what becomes of the next message."""
        self.results.append(result)
        if not result.is_bare or result.at - self.results[0].at > WRITTEN_WITHIN:
            self.take([])

    def insist(self, work: Callable[[], T]) -> T:
        """Again and again, on a new connection, for as long as a result is waiting; without one, the next sweep may
        do it."""
        failures = 0
        while True:
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                if connection.in_atomic_block or (not self.results and failures >= len(DATABASE_PAUSES)):
                    raise
                log.warning("the database does not answer: %s", type(error).__name__)
                connection.close()
                Event().wait(DATABASE_PAUSES[min(failures, len(DATABASE_PAUSES) - 1)])
                failures += 1

    def _tried(
        self, results: Sequence[Result], keys: Sequence[int] = (), left_behind: Message | None = None
    ) -> tuple[list[Message], Exception | None]:
        """As `_write`, and what the database has against it: then nothing was written."""
        try:
            return self.insist(lambda: self._write(results, keys, left_behind)), None
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            return [], error

    def _write(self, results: Sequence[Result], keys: Sequence[int], left_behind: Message | None) -> list[Message]:
        """Stamp these results and claim these rows: all of it or nothing."""
        mine: list[Message] = []
        if not (results or keys or left_behind):
            return mine
        with transaction.atomic():
            if left := [one.row for one in results if one.is_plainly_sent]:
                sending.stamp_sent(rows=left, at=results[-1].at)
            for one in results:
                if not one.is_plainly_sent:
                    sending.stamp(row=one.row, then=one.then, now=one.at, contact_point=one.contact_point)
            if left_behind is not None:
                mine = sending.claim_left_behind(row=left_behind, now=clock.now())
            elif keys:
                mine = sending.claim(keys=keys, now=clock.now())
        self.counts.update(one.then.state for one in results)
        self.results = self.results[len(results) :]
        return mine

    def _write_one_by_one(self) -> None:
        while self.results:
            result = self.results[0]
            _, error = self._tried([result])
            if error is not None and result.is_bare:  # it is taken again when its lease is over
                self._refuse(result.row.pk, error)
                del self.results[0]
            elif error is not None:  # what follows from the result cannot be written: the result itself still can
                log.error("what follows from message %s: %s", result.row.public_id, type(error).__name__)
                self.results[0] = result.bare()

    def _refuse(self, key: int, error: Exception) -> None:
        self.refused.add(key)
        self.guard.note(error, f"message {key}")
