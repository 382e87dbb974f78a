from django.db import models
from django.db.models import Q

from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from network import clock
from network.base import Public
from network.models import Person, School
from network.people.models.seen_by import OfficersQuerySet


class Round(Public):
    """One press of "suggest": pairings for everyone who waits, as a draft until it is published."""

    WORKING, DRAFT, PUBLISHED, DROPPED, FAILED = "working", "draft", "published", "dropped", "failed"
    STATES = [
        (WORKING, "Being worked out"),
        (DRAFT, "A draft, nothing sent"),
        (PUBLISHED, "Published"),
        (DROPPED, "Dropped"),
        (FAILED, "Failed"),
    ]

    state = models.CharField(max_length=10, choices=STATES, default=WORKING)
    weights = models.JSONField(default=dict)  # as they were when it was worked out
    done = models.PositiveSmallIntegerField(default=0)  # per cent
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    worked_until = models.DateTimeField(null=True, blank=True)  # the lease of the worker that solves it
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfficersQuerySet.as_manager()  # matrix row 13

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["working", "draft"]), name="round_open_once"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state="published"), name="round_published_has_its_moment"
            ),
        ]


class Suggestion(Public):
    """What a round suggests for one head: a buddy and a reserve with the reasons, or nobody with the reasons.

    Read by its round and by itself alone, and written by the thousand: so its ties have no indexes of their own. A
    request goes when its head is erased, which makes a round that is being worked out begin anew (actions/rounds.py).
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="suggestions", db_index=False)
    request = models.ForeignKey(BuddyRequest, models.CASCADE, related_name="+", db_index=False)
    head = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    school = models.ForeignKey(School, models.SET_NULL, null=True, related_name="+", db_index=False)
    buddy = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    reserve = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    points = models.IntegerField(default=0)  # without the head's own wishes
    reasons = models.CharField(max_length=300, blank=True)
    reserve_reasons = models.CharField(max_length=300, blank=True)
    why_nobody = models.JSONField(default=list, blank=True)  # [[person's key, why], …] of the nearest
    pinned = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    not_kept = models.CharField(max_length=200, blank=True)  # why a buddy the officer had pinned is not possible now
    pairing = models.OneToOneField(Pairing, models.SET_NULL, null=True, blank=True, related_name="suggestion")
    not_sent = models.CharField(max_length=200, blank=True)  # why not, when the round was published

    objects = OfficersQuerySet.as_manager()  # matrix row 13

    class Meta:
        ordering = ["request_id"]  # who asked first; so a page stays the same when the round is worked out again
        constraints = [models.UniqueConstraint(fields=["round", "request"], name="suggestion_once_a_round")]
