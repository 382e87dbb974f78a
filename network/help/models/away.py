from django.db import models
from django.db.models import F, Q

from network import clock
from network.base import Public
from network.people.models.person import Person
from network.people.models.seen_by import OfficersQuerySet


class OfficerAwayQuerySet(OfficersQuerySet):
    """Officers, of each other: who is away, and who covers."""

    def on(self, day):
        return self.filter(from_on__lte=day, until_on__gte=day)


class OfficerAway(Public):
    """An officer is away, from one day to another (both counted), and which other officer covers."""

    officer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    cover = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    noted_at = models.DateTimeField(default=clock.now)

    objects = OfficerAwayQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="officer_away_ends_after_start"),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("officer")), name="officer_away_covered_by_another"
            ),
        ]
