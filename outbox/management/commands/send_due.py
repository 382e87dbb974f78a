"""One sender process, for a machine without Celery or for a test: sends what is due, once or until it is stopped."""

import signal
from collections import Counter
from threading import Event

from django.core.management.base import BaseCommand

from network import guarded
from outbox.sending import sender
from outbox.sending.actions import sending


class Command(BaseCommand):
    help = "Send the messages that are due."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="look again and again, with this pause")
        parser.add_argument("--urgent", action="store_true", help="urgent messages only")

    def handle(self, *args, **options) -> None:
        stop = Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())  # the message in hand is finished first
        signal.signal(signal.SIGINT, lambda *_: stop.set())
        while True:
            try:
                counts = sender.send_due(urgent_only=options["urgent"], stop=stop)
            except guarded.Failed as failed:  # the log says which; the others went on
                counts = Counter(refused=failed.count)
            sending.heartbeat(name="urgent" if options["urgent"] else "sweep")
            if counts or options["every"] is None:
                self.stdout.write(", ".join(f"{state} {count}" for state, count in counts.items()) or "nothing due")
            if options["every"] is None or stop.wait(options["every"]):
                return
