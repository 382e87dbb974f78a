from django.db import models
from django.db.models import Q

from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.models import EncryptedText, Person
from network.people.models.seen_by import OfHeadQuerySet


class LogEntry(Public):
    """A line of the head's own log, or a concern about the conduct of an inspection. Hers alone, under her own key."""

    NOTE, CONCERN = "note", "concern"
    KINDS = [(NOTE, "Note"), (CONCERN, "Concern")]

    head = models.ForeignKey(Person, models.CASCADE, related_name="log")
    inspection = models.ForeignKey(Inspection, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS, default=NOTE)
    written_at = models.DateTimeField(default=clock.now)  # the stamp: set once, never moved
    happened_at = models.DateTimeField(null=True, blank=True)
    words = EncryptedText()
    raised_with = EncryptedText(blank=True)
    came_of = EncryptedText(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = OfHeadQuerySet.as_manager()  # matrix row 22

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["head", "-written_at"], name="log_of_head")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="concern") | Q(raised_with="", came_of=""), name="log_note_raises_nothing"
            ),
        ]
