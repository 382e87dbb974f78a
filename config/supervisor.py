"""Web, workers, beat and the demo's mail catcher, started together. One ends, all end, and nothing is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from config.together import end_with_parent
from config.watchdog import START_ANEW

GRACE = 10.0  # seconds a process may take to finish what it holds
PYTHON = sys.executable


def web(port: int) -> list[str]:
    config = ["--config", "python:config.web_server", "--bind", f"127.0.0.1:{port}"]
    return [PYTHON, "-m", "gunicorn", *config, "config.wsgi:application"]


def worker(queue: str) -> list[str]:
    return [PYTHON, "-m", "config.worker", queue]


def beat() -> list[str]:
    return [PYTHON, "-m", "config.beat"]


def mail_catcher(port: int, folder: Path) -> list[str]:
    return [PYTHON, "-m", "config.mail_catcher", str(port), str(folder)]


class Supervisor:
    """`parts` are commands by name. Each runs in a group of its own, so that its children end with it."""

    def __init__(self, parts: dict[str, list[str]], *, env: dict[str, str], logs: Path) -> None:
        self.parts = parts
        self.env = env
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        for name in self.parts:
            self._start(name)

    def _start(self, name: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(  # noqa: S603  our own commands
                self.parts[name],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def watch(self, stop: Callable[[], bool]) -> str | None:
        """Until `stop` says so (None), or one has ended by itself (its name)."""
        while not stop():
            for name, process in list(self.running.items()):
                code = process.poll()
                if code == START_ANEW:  # the watchdog's way to ask for it
                    self._start(name)
                elif code is not None:
                    return name
            time.sleep(0.2)
        return None

    def end(self) -> None:
        """Ask all, wait once for all, then kill each whole group."""
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def last_words(self, name: str, lines: int = 25) -> str:
        return "\n".join((self.logs / f"{name}.log").read_text(errors="replace").splitlines()[-lines:])
