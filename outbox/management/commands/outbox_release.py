"""Let messages go again after a hold. What the send journal knows to have left is not sent twice."""

from django.core.management.base import BaseCommand

from outbox import actions


class Command(BaseCommand):
    help = "End the hold on messages."

    def handle(self, *args, **options) -> None:
        released = actions.release(by=None)
        self.stdout.write("Messages go out again." if released else "Nothing was on hold.")
