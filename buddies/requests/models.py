from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.models import Person, School
from network.people.models.seen_by import OfHeadQuerySet


class BuddyRequestQuerySet(OfHeadQuerySet):
    """Matrix row 9. Officers see that one is open by the pairings pages, not by this."""

    def open(self):
        return self.filter(state=BuddyRequest.OPEN)


class BuddyRequest(Public):
    """Somebody wants a buddy: a head who asked, or a school whose window opened. It belongs to the school until a
    head has joined."""

    OPEN, MET, WITHDRAWN = "open", "met", "withdrawn"
    STATES = [(OPEN, "Waiting"), (MET, "Has a buddy"), (WITHDRAWN, "Withdrawn")]
    WINDOW, ASKED, CHANGE, ENDED = "window", "asked", "change", "ended"
    WHYS = [
        (WINDOW, "The window opened"),
        (ASKED, "The head asked"),
        (CHANGE, "Asked for someone else"),
        (ENDED, "The buddy stepped back"),
    ]

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="buddy_requests")
    head = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="buddy_requests")
    why = models.CharField(max_length=8, choices=WHYS)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    # Her own wishes: seen by her and the matching alone.
    wishes = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    urgent_since = models.DateTimeField(null=True, blank=True)  # pushed down: the call has come
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BuddyRequestQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(head__isnull=False), name="buddy_request_for_somebody"
            ),
            models.UniqueConstraint(
                fields=["head"], condition=Q(state="open", head__isnull=False), name="buddy_request_open_once_a_head"
            ),
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="open", head__isnull=True), name="buddy_request_open_once_a_school"
            ),
        ]
