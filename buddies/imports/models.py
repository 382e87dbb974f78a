from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OfficersQuerySet


class PairingImport(Public):
    """Pairings the officer already keeps, read from a spreadsheet and shown before anybody is asked."""

    READY, APPLIED, DROPPED = "ready", "applied", "dropped"
    STATES = [(READY, "Read, nothing done"), (APPLIED, "Applied"), (DROPPED, "Dropped")]

    state = models.CharField(max_length=10, choices=STATES, default=READY)
    rows = models.JSONField(default=list)  # [[row, head, buddy, reserve or null], …] by key
    refused = models.JSONField(default=list)  # [[row, column, why], …]
    brought_at = models.DateTimeField(default=clock.now)
    brought_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = OfficersQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_at"]
