"""The demonstration's people and places. Loading again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspections.demo import invented
from inspections.demo.load import NotTheDemonstration, load


class Command(BaseCommand):
    help = "Load the demonstration: a network with its register, its signatories and invented people."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load()
        except NotTheDemonstration:
            raise CommandError(
                "Only the demonstration is loaded (DEMO=1). This is not it, and nothing was changed."
            ) from None
        if options["verbosity"]:
            self.stdout.write(invented.how_to_sign_in())
