"""Start a real process in a group of its own; end the whole group."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from config.together import end_with_parent


class Process:
    def __init__(self, name: str, command: list[str], *, log: Path, **options) -> None:
        self.name = name
        self.command = command
        self.log = log
        self.options = options
        self.popen: subprocess.Popen | None = None

    def start(self) -> "Process":
        with self.log.open("ab") as out:
            self.popen = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **self.options,
            )
        return self

    @property
    def pid(self) -> int:
        assert self.popen is not None
        return self.popen.pid

    def is_alive(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def send(self, number: int) -> None:
        """To the whole group; nothing where it has ended or was not started."""
        if self.popen is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        """As if the power went: kill -9 to the group."""
        self.send(signal.SIGKILL)
        if self.popen:
            self.popen.wait(10)

    def end(self, *, within: float = 10, by: int = signal.SIGTERM) -> None:
        if self.popen is None:
            return
        if self.is_alive():
            self.popen.send_signal(by)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(within)
        self.kill()

    def tail(self, lines: int = 30) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"--- {self.name} ---\n" + "\n".join(text.splitlines()[-lines:])


def until(true: Callable[[], object], *, within: float = 60, what: str = "it", every: float = 0.05):
    """Wait for a state of the world, and give it back. Real servers are asked; nothing is slept through."""
    last: object = None
    end = time.monotonic() + within
    while time.monotonic() < end:
        last = true()
        if last:
            return last
        time.sleep(every)
    raise AssertionError(f"{what} did not come true within {within:.0f} s (last: {last!r})")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
