from django.core.management.base import BaseCommand

from network.sign_in.actions import canary


class Command(BaseCommand):
    help = (
        "Takes the secrets that are set now as the right ones, after the old ones were lost or changed on purpose. "
        "What the old ones sealed or signed stays shut: private words, second steps, links in messages already sent."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("names", nargs="+", choices=canary.SETTINGS, help="which of them")

    def handle(self, *, names: list[str], **options) -> None:
        canary.accept(names=set(names))
        self.stdout.write(f"Taken: {', '.join(names)}. Restart every process.")
