"""The first two administrators of a new installation. Everybody after them is invited from the pages."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from network import rules
from network.contact import contact_validation
from network.invitations import actions as invitations
from network.invitations import tokens
from network.people.models.invitation import Invitation


class Command(BaseCommand):
    help = "Invite the first two administrators by their email addresses; prints their links."

    def add_arguments(self, parser):
        parser.add_argument("first", help="an email address, private if possible")
        parser.add_argument("second", help="another person's email address")

    def handle(self, first, second, **options):
        try:
            given = [contact_validation.email(first), contact_validation.email(second)]
        except ValueError as error:
            raise CommandError(str(error)) from None
        if given[0] == given[1]:
            raise CommandError("Two different people are needed: each confirms what the other grants.")
        if rules.administrators():
            raise CommandError("There is an administrator already. Further ones are invited on the page “Invitations”.")
        with transaction.atomic():
            waiting = [self._invite(email) for email in given]
        for email, invitation in zip(given, waiting, strict=True):
            self.stdout.write(f"{email}: {settings.BASE_URL}/invitation/{tokens.make(invitation)}/")
        self.stdout.write("Each link is for that person alone. The same links are on their way by mail.")

    def _invite(self, email: str) -> Invitation:
        wanted = Invitation(email=email, role=Invitation.ADMINISTRATOR)
        sent = invitations.send(by=None, wanted=wanted)
        if sent is not None:
            return sent
        waiting = Invitation.objects.filter(email=email, role=Invitation.ADMINISTRATOR, state=Invitation.WAITING)
        found = waiting.order_by("-sent_at").first()
        if found is None:
            raise CommandError(f"{email} belongs to an account that is closed. Give another address.")
        return found
