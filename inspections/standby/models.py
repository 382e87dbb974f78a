from django.db import models

from network import clock
from network.models import Person
from network.rules import is_somebody


class StandbyChoiceQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person=person) if is_somebody(person) else self.none()


class StandbyChoice(models.Model):
    """Somebody who stands by others wants no word on the mornings of usual call days. No row: she gets it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    off_since = models.DateTimeField(default=clock.now)

    objects = StandbyChoiceQuerySet.as_manager()
