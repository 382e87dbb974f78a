from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.rules import is_officer


class PairingImportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 13."""
        return self.all() if is_officer(person) else self.none()


class PairingImport(Public):
    """Pairings the officer already keeps, read from a spreadsheet and shown before anybody is asked."""

    READY, APPLIED, DROPPED = "ready", "applied", "dropped"
    STATES = [(READY, "Read, nothing done"), (APPLIED, "Applied"), (DROPPED, "Dropped")]

    state = models.CharField(max_length=10, choices=STATES, default=READY)
    rows = models.JSONField(default=list)  # [[row, head, buddy, reserve or null], …] by key
    refused = models.JSONField(default=list)  # [[row, column, why], …]
    brought_at = models.DateTimeField(default=clock.now)
    brought_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = PairingImportQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_at"]
