from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Makes a backup: the database into one folder, the keys of private words into another (kept seven days)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, help="where the database's half goes")
        parser.add_argument("--keys", type=Path, required=True, help="where the keys' half goes; another place")

    def handle(self, *, folder: Path, keys: Path, **options) -> None:
        try:
            for half in backups.back_up(folder, keys):
                self.stdout.write(str(half))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
