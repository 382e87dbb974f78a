"""The whole product as it really runs: web, two workers and beat, as processes, over the test's own database."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from config import supervisor
from tests.servers.mail import MailSink
from tests.servers.processes import Process, free_port, until

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """`parts` holds web, urgent, default and beat by name: a fault test may kill one and start it again."""

    def __init__(self, folder: Path, *, database_url: str, redis_url: str, mail: MailSink, **env: str) -> None:
        self.folder = folder
        self.mail = mail
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "CLOCK_MOVABLE": "yes",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "EMAIL_URL": mail.url,
            "BASE_URL": self.url,
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            **env,
        }
        commands = {
            "web": supervisor.web(self.port),
            "urgent": supervisor.worker("urgent"),
            "default": supervisor.worker("default"),
            "beat": supervisor.beat(),
        }
        self.parts = {
            name: Process(name, command, log=folder / f"{name}.log", env=self.env, cwd=ROOT)
            for name, command in commands.items()
        }

    def start(self, *names: str) -> "Site":
        for name in names or self.parts:
            self.parts[name].start()
        if not names or "web" in names:
            until(lambda: self.status("/healthz") == 200 or self._dead(), within=60, what="the web server")
        self.assert_alive()
        return self

    def wait_until_ready(self) -> "Site":
        """Pages can be served, and a first sweep was made: the broker and a worker are there."""
        until(lambda: self.has_swept() or self._dead(), within=60, what="a first sweep")
        self.assert_alive()
        return self

    def has_swept(self) -> bool:
        return self.status("/readyz") == 200 and "no-sweep" not in self.what_is_wrong()

    def what_is_wrong(self) -> list[str]:
        """What /status tells this machine: empty while all is well."""
        try:
            with urllib.request.urlopen(self.url + "/status", timeout=10) as answer:
                return json.load(answer)["what"]
        except urllib.error.HTTPError as error:
            with error:
                return json.load(error)["what"]
        except OSError:
            return ["nobody answers"]

    def _dead(self) -> list[Process]:
        return [part for part in self.parts.values() if part.popen is not None and not part.is_alive()]

    def assert_alive(self) -> None:
        dead = self._dead()
        assert not dead, "\n".join(part.tail() for part in dead)

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def manage(self, *arguments: str, within: float = 120) -> str:
        """A management command of the same installation; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=within,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def end(self) -> None:
        """At once: nothing of it is looked at any more. tests/config/test_run.py shows an orderly end."""
        for part in self.parts.values():
            part.send(signal.SIGKILL)
        for part in self.parts.values():
            part.kill()

    def logs(self, lines: int = 40) -> str:
        return "\n".join(part.tail(lines) for part in self.parts.values())
