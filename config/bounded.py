"""A question to the database for which nobody waits longer than said."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")


class Bounded(Generic[T]):
    """`work` is done in a thread of its own, one at a time however many ask: a database that hangs does not hold a
    second thread. Whatever it raises counts as no answer."""

    def __init__(self, work: Callable[[], T], *, seconds: float) -> None:
        self.work, self.seconds = work, seconds
        self._lock = threading.Lock()
        self._running: _Asked[T] | None = None

    def __call__(self) -> T | None:
        """The answer; None where there is none in time."""
        with self._lock:
            asked = self._running
            if asked is None or not asked.is_alive():
                asked = self._running = _Asked(self.work)
                asked.start()
        asked.join(self.seconds)
        return asked.answer


class _Asked(threading.Thread, Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(name="bounded", daemon=True)
        self.work = work
        self.answer: T | None = None

    def run(self) -> None:
        try:
            self.answer = self.work()
        except Exception:
            self.answer = None
        finally:
            connections.close_all()  # this thread's own
