"""Presses that meet: each in a thread with a database connection of its own, all begun while something is held."""

import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import connection, connections, transaction
from django.db.models import F

from directory.models import CallOut

Press = Callable[[], object]


class Waiting:
    """Threads that wait for a lock of the main one, in the order in which they were begun."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []
        self.errors: list[BaseException] = []
        self.gave: list[object] = []

    def begin(self, press: Press) -> None:
        began = Event()

        def run() -> None:
            began.set()
            try:
                self.gave.append(press())
            except BaseException as error:
                self.errors.append(error)
            connections.close_all()

        thread = Thread(target=run)
        thread.start()
        self.threads.append(thread)
        assert began.wait(timeout=30)
        if connection.vendor == "postgresql":
            self._until_it_waits()

    def _until_it_waits(self) -> None:
        ends = time.monotonic() + 30
        with connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND wait_event_type = 'Lock'"
                )
                if cursor.fetchone()[0] >= len(self.threads):
                    return
                assert time.monotonic() < ends, f"only some of {len(self.threads)} presses came to the lock"

    def join(self) -> None:
        for thread in self.threads:
            thread.join(timeout=60)
            assert not thread.is_alive()


def while_held(call: CallOut, *presses: Press) -> Waiting:
    """The presses begin one after the other while this call's row is held, and go on when it is let go."""
    waiting = Waiting()
    with transaction.atomic():
        CallOut.objects.filter(pk=call.pk).update(waves=F("waves"))
        for press in presses:
            waiting.begin(press)
    waiting.join()
    return waiting
