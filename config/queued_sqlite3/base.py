"""Django's SQLite, with writers that queue.

SQLite's own lock has no queue: who waits looks again after up to a tenth of a second, and who had it takes it back in
between. With eight busy writers one of them waited until it was told "database is locked", and a head's press failed.
Here a transaction first waits for its turn at a lock of a file beside the database.
"""

import fcntl
import os
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOOK_EVERY = 0.002  # seconds
PATIENCE = 20.0  # seconds, as SQLite's own: somebody stopped in the middle of a transaction holds up nobody for ever


class DatabaseWrapper(base.DatabaseWrapper):
    _turn: int | None = None  # the open file whose lock this connection holds

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._end_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        name = str(self.settings_dict["NAME"])
        ends = time.monotonic() + PATIENCE
        # Whoever waits first in the queue holds its lock, so that the one who has just had a turn cannot take the next.
        queue = _locked(f"{name}-queue", ends)
        try:
            self._turn = _locked(f"{name}-turn", ends)
        finally:
            os.close(queue)

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)  # which lets go of its lock
            self._turn = None


def _locked(path: str, ends: float) -> int:
    """This file, open and locked. Raises OperationalError when it could not be had by then (monotonic seconds)."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return file
            except BlockingIOError:
                if time.monotonic() >= ends:
                    raise OperationalError("database is locked") from None
                time.sleep(LOOK_EVERY)
    except BaseException:
        os.close(file)
        raise
