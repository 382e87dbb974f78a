from django.db import models
from django.db.models import Q

from network import clock
from network.models import Membership, Organisation, Person
from network.models.base import Public
from network.rules import is_officer


class ImprovementOfferQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 46: heads and their colleagues read what stands; officers and representatives read and offer."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if is_officer(person):
            return self.all()
        posts = Membership.objects.live().filter(person=person)
        if not posts.filter(Q(school__isnull=False) | Q(role=Membership.REPRESENTATIVE)).exists():
            return self.none()
        own = Q(organisation__in=posts.filter(role=Membership.REPRESENTATIVE).values("organisation"))
        return self.filter(Q(withdrawn_at__isnull=True) | own)


class ImprovementOffer(Public):
    """A broad church: peer review, specialists, supervision, coaching, help from trusts and the council. For every
    head, in the window or not, and kept apart from inspection."""

    KINDS = [
        ("peer_review", "Peer review"),
        ("specialist", "A specialist"),
        ("supervision", "Professional supervision"),
        ("coaching", "Coaching"),
        ("trust", "Help from a trust"),
        ("council", "Help from the council"),
    ]

    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=600, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who hears when somebody asks
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ImprovementOfferQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return f"improvement offer {self.public_id}"


class OfferAskQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The head who asked, and the one contact of that offer. Never her employer as such, never an officer."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(Q(head=person) | Q(offer__contact=person))


class OfferAsk(Public):
    """A head asked for what is offered: one press."""

    ASKED, ANSWERED, WITHDRAWN = "asked", "answered", "withdrawn"
    STATES = [(ASKED, "Asked"), (ANSWERED, "They are in touch"), (WITHDRAWN, "Withdrawn")]

    offer = models.ForeignKey(ImprovementOffer, models.CASCADE, related_name="asks")
    head = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)

    objects = OfferAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "head"], condition=Q(state="asked"), name="offer_asked_once"),
        ]

    def __str__(self) -> str:
        return f"offer ask {self.public_id}"
