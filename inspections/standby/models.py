from django.db import models

from network import clock
from network.models import Person
from network.people.models.seen_by import OwnQuerySet


class StandbyChoice(models.Model):
    """Somebody who stands by others wants no word on the mornings of usual call days. No row: she gets it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    off_since = models.DateTimeField(default=clock.now)

    objects = OwnQuerySet.as_manager()
