"""Hold all sending: before a restored database may speak, or in an emergency."""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError

from network import clock
from outbox import actions


class Command(BaseCommand):
    help = "Hold all messages until outbox_release. After a restore, say how old the data is."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--why", default="held from the command line")
        parser.add_argument("--data-at", metavar="TIME", help="of the backup, such as 2026-11-22T03:00+00:00")

    def handle(self, *args, **options) -> None:
        data_at = None
        if options["data_at"]:
            try:
                data_at = datetime.fromisoformat(options["data_at"])
            except ValueError as error:
                raise CommandError("--data-at needs a time such as 2026-11-22T03:00+00:00") from error
            if data_at.tzinfo is None:
                data_at = data_at.replace(tzinfo=clock.LONDON)
        actions.hold(by=None, why=options["why"], data_at=data_at)
        self.stdout.write("Nothing leaves until: manage.py outbox_release")
