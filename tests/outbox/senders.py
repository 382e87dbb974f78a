"""Sender processes that can be killed or frozen at any moment. Forked from the test, so that one starts in no time."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sized
from threading import Event

from django.db import connections

from outbox.sending import sender
from tests.servers.processes import until

fork = multiprocessing.get_context("fork")


class SenderProcess:
    """Looks again and again until it is ended."""

    def __init__(self) -> None:
        connections.close_all()  # a connection is not for two processes
        self.process = fork.Process(target=_send_for_ever, daemon=True)
        self.process.start()

    def _signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self.process.join(10)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """Politely: the message in hand is finished."""
        if self.process.is_alive():
            self.thaw()
            self._signal(signal.SIGTERM)
            self.process.join(15)
        assert not self.process.is_alive()


def _send_for_ever() -> None:
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None  # the parent's: not ours to use, nor to close. After a browser test there is one.
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.is_set():
        sender.send_due(stop=stop)
        stop.wait(0.02)
    os._exit(0)


class AfterSoMany(Event):
    """Tells a sender to stop when so many mails have left. `left` gives those that have."""

    def __init__(self, left: Callable[[], Sized], most: int) -> None:
        super().__init__()
        self.left, self.most = left, most

    def is_set(self) -> bool:
        return len(self.left()) >= self.most


def wait_for(sink, count: int, *, within: float = 60) -> None:
    until(lambda: len(sink.accepted) >= count, within=within, what=f"{count} messages accepted", every=0.005)


def all_final(within: float = 60) -> None:
    from outbox.models import Message

    until(
        lambda: not Message.objects.filter(state__in=("due", "sending")).exists(),
        within=within,
        what="every row in a final state",
    )
