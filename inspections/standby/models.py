from django.db import models

from network import clock
from network.models import Person


class StandbyChoiceQuerySet(models.QuerySet):
    def visible_to(self, person):
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(person=person)


class StandbyChoice(models.Model):
    """Somebody who stands by others wants no word on the mornings of usual call days. No row: she gets it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    off_since = models.DateTimeField(default=clock.now)

    objects = StandbyChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"standby choice {self.pk}"
