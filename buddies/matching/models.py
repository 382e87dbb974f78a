from django.db import models

from network import clock
from network.models import Person
from network.rules import runs_the_network


class WeightsQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 38: officers read, administrators set."""
        return self.all() if runs_the_network(person) else self.none()


class WeightsSet(models.Model):
    """The weights of the matching as somebody set them; the newest holds. Never changed, only added."""

    values = models.JSONField()
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = WeightsQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-id"]

    def __str__(self) -> str:
        return f"weights of {self.set_at:%Y-%m-%d}"
