from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.schools.models.organisation import Organisation
from network.schools.models.school import School


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 35: officers and administrators; a representative, her own organisation's; anybody what was
        sent to her."""
        from network import rules  # rules stand above models

        if rules.runs_the_network(person):
            return self.all()
        if not rules.is_somebody(person):
            return self.none()
        return self.filter(Q(organisation__in=rules.represents(person)) | Q(person=person))

    def older_than(self, moment: str):
        """Paging by key; a moment that is none gives the first page."""
        try:
            at = datetime.fromisoformat(moment)
            return self.filter(sent_at__lt=at.astimezone(UTC)) if at.tzinfo else self
        except (ValueError, OverflowError):
            return self


class Invitation(Public):
    """An open door for one address. The Person row is made with it, without `joined_at`, so that the outbox can
    write to her; accepting fills in the rest."""

    WAITING, ACCEPTED, WITHDRAWN = "waiting", "accepted", "withdrawn"
    STATES = [(WAITING, "Not answered yet"), (ACCEPTED, "Accepted"), (WITHDRAWN, "Withdrawn")]
    # What she is asked to be: a membership role, or officer, administrator, directory member.
    OFFICER, ADMINISTRATOR, DIRECTORY = "officer", "administrator", "directory"
    ROLES = [
        (Membership.HEAD, "Head"),
        (Membership.ACTING_HEAD, "Acting head"),
        (Membership.CO_HEAD, "Co-head"),
        (Membership.DEPUTY, "Deputy"),
        (DIRECTORY, "Colleague with Ofsted experience"),
        (Membership.REPRESENTATIVE, "Representative of an organisation"),
        (OFFICER, "Officer"),
        (ADMINISTRATOR, "Administrator"),
    ]

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=16, choices=ROLES)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    sent_at = models.DateTimeField(default=clock.now)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)  # the link's token itself is written down nowhere
    token_version = models.PositiveSmallIntegerField(default=1)  # raised by sending again: the older link is dead

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                "email",
                "role",
                models.F("school"),
                models.F("organisation"),
                condition=Q(state="waiting"),
                name="invitation_waiting_once",
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="invitation_token_once"),
        ]

    @property
    def place(self) -> str:
        """Where she is asked to be: a school, an organisation, or the network itself (empty)."""
        return str(self.school.name if self.school else self.organisation.name if self.organisation else "")
