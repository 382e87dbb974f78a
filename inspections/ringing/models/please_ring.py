from django.db import models
from django.db.models import Q

from inspections.check_ins.models import CheckIn
from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.models import Person, Tie
from network.rules import is_somebody


class PleaseRingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at__isnull=True)

    def visible_to(self, person):
        """As a check-in's answer (matrix row 20): the head and whoever stands by her now."""
        if not is_somebody(person):
            return self.none()
        heads = Tie.objects.live().filter(person=person, kind=Tie.BUDDY).values("head")
        return self.filter(Q(head=person) | Q(head__in=heads))


class PleaseRing(Public):
    """The head asked to be rung. Her buddy hears at once, the reserve when nobody has taken it in time."""

    LINK, SIGNED_IN, PHONE = "link", "signed_in", "phone"
    VIAS = [(LINK, "By link"), (SIGNED_IN, "Signed in"), (PHONE, "From a registered phone")]

    head = models.ForeignKey(Person, models.CASCADE, related_name="please_rings")
    inspection = models.ForeignKey(Inspection, models.CASCADE, null=True, blank=True, related_name="please_rings")
    check_in = models.ForeignKey(CheckIn, models.SET_NULL, null=True, blank=True, related_name="please_rings")
    asked_at = models.DateTimeField(default=clock.now)
    via = models.CharField(max_length=10, choices=VIAS)
    by_text = models.BooleanField(default=False, db_default=False)  # a text, please, and no call
    taken_at = models.DateTimeField(null=True, blank=True)  # "I am ringing"
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_via = models.CharField(max_length=10, choices=VIAS, blank=True)
    # Whoever said so did not ring: who it was, and since when others are asked again.
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_of = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    passed_on_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # "we have spoken", or she no longer needs it

    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")  # None: by itself
    ended_via = models.CharField(max_length=10, choices=VIAS, blank=True)
    # Of those who were asked: who has read that it is over.
    seen_by = models.ManyToManyField(Person, blank=True, related_name="+")

    objects = PleaseRingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["head"], condition=Q(ended_at__isnull=True), name="please_ring_open_once"),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(taken_at__isnull=False), name="please_ring_taken_at_and_by"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(taken_at__isnull=True, passed_on_at__isnull=True, ended_at__isnull=True),
                name="please_ring_waiting",
            ),
        ]
