"""The whole product on this machine, in one command."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import healthcheck, own_machine, supervisor
from inspections.demo import invented


class Command(BaseCommand):
    help = "Migrates, then runs web, workers, beat and (in the demonstration) the mail catcher until Ctrl-C."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
            signal.signal(signal.SIGHUP, self.stop)
        self.refuse_a_busy_port()
        self.prepare()
        parts = self.parts()
        together = supervisor.Supervisor(parts, env=self.env, logs=Path(settings.DATA_DIR) / "logs")
        together.start()
        try:
            ended = together.watch(lambda: self.stopping or self.answers())
            if not ended and not self.stopping:
                self.tell()
                ended = together.watch(lambda: self.stopping)
        finally:
            together.end()
        if ended:
            words = together.last_words(ended)
            raise CommandError(f"{ended} ended by itself, so everything was stopped. Its last words:\n{words}")
        self.stdout.write("Stopped. Nothing is left running; what was saved is saved.")

    def stop(self, *_: Any) -> None:
        self.stopping = True

    def refuse_a_busy_port(self) -> None:
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", settings.PORT))
            except OSError:
                raise CommandError(
                    f"Port {settings.PORT} is taken by another program. Choose another: PORT=8001 make run"
                ) from None

    def prepare(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            # Later commands in the same DATA_DIR are then of the same demonstration without being told.
            own_machine.remember(Path(settings.DATA_DIR), "DEMO", "1")
            call_command("load_demo", verbosity=0)

    def parts(self) -> dict[str, list[str]]:
        self.env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        found = {
            "web": supervisor.web(settings.PORT),
            "worker-urgent": supervisor.worker("urgent"),
            "worker-default": supervisor.worker("default"),
            "beat": supervisor.beat(),
        }
        if settings.DEMO and not os.environ.get("EMAIL_URL"):
            port = _free_port()
            self.env["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
            found = {"mail": supervisor.mail_catcher(port, Path(settings.DATA_DIR) / "mail"), **found}
        return found

    def answers(self) -> bool:
        return healthcheck.answers(settings.PORT)

    def tell(self) -> None:
        self.stdout.write(f"\n  {settings.BASE_URL}/\n\n")
        if settings.DEMO:
            self.stdout.write(invented.how_to_sign_in())
        self.stdout.write("  Ctrl-C stops everything.\n")
        self.stdout.flush()
        sys.stdout.flush()


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
