from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.rules import is_officer, is_somebody

SHOWN_FOR = timedelta(days=90)


class CommentOfferQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The head; an officer only where the head shared it."""
        if not is_somebody(person):
            return self.none()
        shown = Q(shared=True) if is_officer(person) else Q(pk__in=[])
        return self.filter(Q(inspection__head=person) | shown)

    def shared_lately(self, now: datetime):
        return self.filter(shared=True, noted_at__gt=now - SHOWN_FOR)


class CommentOffer(Public):
    """Did the council or the trust offer to comment on the draft in time? By the head's own word. (In Reading the
    council thought an inspection unfair, knew that the head could not say so herself, and sent nothing.)"""

    COUNCIL, TRUST = "council", "trust"
    WHO = [(COUNCIL, "The council"), (TRUST, "The trust")]

    inspection = models.OneToOneField(Inspection, models.CASCADE, related_name="comment_offer")
    who = models.CharField(max_length=8, choices=WHO, default=COUNCIL)
    in_time = models.BooleanField()
    by_whom = models.CharField(max_length=150, blank=True)
    on = models.DateField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    noted_at = models.DateTimeField(default=clock.now)

    objects = CommentOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at"]
