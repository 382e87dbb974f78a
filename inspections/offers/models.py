from datetime import timedelta

from django.db import models
from django.db.models import Q

from inspections.surveys.questions import HELP
from network import clock
from network.base import Public
from network.models import EncryptedText, Membership, Organisation, Person
from network.rules import is_officer, is_somebody

AFTER_CARE = timedelta(days=365)  # help does not end with the post


def heads_within_the_year():
    """Posts as head, live or ended within the year."""
    ended = clock.now() - AFTER_CARE
    return Membership.objects.heads().filter(Q(to_at__isnull=True) | Q(to_at__gt=ended), from_at__lte=clock.now())


class ImprovementOfferQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 46: heads read what stands; officers and representatives read and offer."""
        if not is_somebody(person):
            return self.none()
        if is_officer(person):
            return self.all()
        speaks_for = Membership.objects.live().filter(person=person, role=Membership.REPRESENTATIVE)
        if not speaks_for.exists() and not heads_within_the_year().filter(person=person).exists():
            return self.none()
        own = Q(organisation__in=speaks_for.values("organisation"))
        return self.filter(Q(withdrawn_at__isnull=True, contact__is_active=True) | own)


class ImprovementOffer(Public):
    """A broad church: peer review, specialists, supervision, coaching, help from trusts and the council. For every
    head, in the window or not, and kept apart from inspection."""

    KINDS = list(HELP.items())

    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=600, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who hears when somebody asks
    answers_in = models.PositiveSmallIntegerField(default=5)  # working days: by when whoever asks has an answer
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ImprovementOfferQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]


class OfferAskQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The head who asked, and the one contact of that offer. Never her employer as such, never an officer."""
        if not is_somebody(person):
            return self.none()
        return self.filter(Q(head=person) | Q(offer__contact=person, state__in=OfferAsk.STANDING))


class OfferAsk(Public):
    """A head asked for what is offered: one press."""

    ASKED, ANSWERED, WITHDRAWN, DONE = "asked", "answered", "withdrawn", "done"
    STATES = [(ASKED, "Asked"), (ANSWERED, "They are in touch"), (WITHDRAWN, "Withdrawn"), (DONE, "Done")]
    STANDING = (ASKED, ANSWERED)

    offer = models.ForeignKey(ImprovementOffer, models.CASCADE, related_name="asks")
    head = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField(null=True, blank=True)  # what she was told when she asked
    answered_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    reach = EncryptedText(blank=True)  # how the contact may reach her, in her own words

    objects = OfferAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "head"], condition=Q(state="asked"), name="offer_asked_once"),
        ]
