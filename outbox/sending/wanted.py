"""Whether each message of a batch should still go, and to which address: asked of the whole batch at once, and again
before one leaves whose answer is older than a second."""

import time
from collections import defaultdict
from collections.abc import Sequence

from outbox import kinds
from outbox.models import Message
from outbox.queue import addresses
from outbox.queue.addresses import Points
from outbox.sending.actions import sending

FRESH = 1.0  # seconds

Answer = bool | Exception


class Wanted:
    def __init__(self, batch: Sequence[Message]) -> None:
        """`batch` was claimed a moment ago."""
        self._waiting = {row.pk: row for row in batch}
        self._answers: dict[int, Answer] = {}
        self._points: dict[tuple[int, str], Points] = {}
        self._asked_at = time.monotonic()

    def now(self, row: Message) -> bool:
        """Raises what the question of this row raised."""
        if row.pk not in self._answers or time.monotonic() - self._asked_at > FRESH:
            self._ask(again=bool(self._answers))
        answer = self._answers[row.pk]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def points(self, row: Message) -> Points:
        """The addresses that work, as of when `now` was asked last."""
        return addresses.usable(row, self._points.get((row.to_id, row.channel), []))

    def forget(self) -> None:
        """Something took its time: every answer is too old."""
        self._asked_at -= FRESH

    def done(self, row: Message) -> None:
        self._waiting.pop(row.pk, None)

    def _ask(self, *, again: bool) -> None:
        asked_at, rows = time.monotonic(), list(self._waiting.values())
        if again:  # somebody may have cancelled or moved one meanwhile, or closed an account
            mine = set(sending.held(*rows).filter(to__is_active=True).values_list("pk", "edition"))
            for row in rows:
                row.to.is_active = (row.pk, row.edition) in mine
        self._points = addresses.points_of(rows)
        answers: dict[int, Answer] = {row.pk: False for row in rows}
        by_kind: dict[str, list[Message]] = defaultdict(list)
        for row in rows:
            if row.to.is_active:
                by_kind[row.kind].append(row)
        for name, of_kind in by_kind.items():
            answers |= _asked(name, of_kind)
        self._answers, self._asked_at = answers, asked_at


def _asked(name: str, rows: Sequence[Message]) -> dict[int, Answer]:
    """Of one kind. A row that nobody can answer for keeps no other from its answer."""
    try:
        kind = kinds.get(name)
        if kind.wanted_among is not None:
            wanted = set(kind.wanted_among(rows))
            return {row.pk: row.pk in wanted for row in rows}
        if len(rows) == 1:
            return {rows[0].pk: kind.still_wanted(rows[0]) is True}
    except Exception as error:
        if len(rows) == 1:
            return {rows[0].pk: error}
    return {pk: answer for row in rows for pk, answer in _asked(name, [row]).items()}
