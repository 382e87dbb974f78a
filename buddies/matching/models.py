from django.db import models

from network import clock
from network.models import Person
from network.people.models.seen_by import OfficersAndAdministratorsQuerySet


class WeightsSet(models.Model):
    """The weights of the matching as somebody set them; the newest holds. Never changed, only added."""

    values = models.JSONField()
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = OfficersAndAdministratorsQuerySet.as_manager()  # matrix row 38: administrators set

    class Meta:
        ordering = ["-set_at", "-id"]

    def __str__(self) -> str:
        return f"weights of {self.set_at:%Y-%m-%d}"
