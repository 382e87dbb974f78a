from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import backups
from network.sign_in.actions import canary


class Command(BaseCommand):
    help = "Restores a backup into an empty database. Sending starts on hold: manage.py outbox_release lets it go."

    def add_arguments(self, parser) -> None:
        parser.add_argument("database", type=Path, help="covenant-….tar.gz")
        parser.add_argument("--keys", type=Path, help="keys-….tar.gz; without it, the key store as it stands")

        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            choices=canary.SETTINGS,
            help="a secret that is another than when the backup was made; what the old one opened stays shut",
        )

    def handle(self, *, database: Path, keys: Path | None, accept: list[str], **options) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        try:
            made_at = backups.restore(database, keys, accept=accept)
        except backups.CannotRestore as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored, as it was on {made_at:%d %B %Y at %H:%M} UTC. Sending is on hold.")
