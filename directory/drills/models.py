from django.db import models

from directory.colleagues.models.availability import SeenByOfficersQuerySet
from directory.colleagues.models.listing import Listing
from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OfficersQuerySet


class Drill(Public):
    """Once a term the whole chain is practised. Every message says that it is a drill."""

    started_at = models.DateTimeField(default=clock.now)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField()

    objects = OfficersQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]


class DrillAsked(Public):
    drill = models.ForeignKey(Drill, models.CASCADE, related_name="asked")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    no_channel = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SeenByOfficersQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["drill", "listing"], name="drill_asked_once")]
