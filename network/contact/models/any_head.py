from django.db import models

from network import clock
from network.base import is_somebody
from network.people.models.person import Person


class StandsByAnyHeadQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Their own choice, and nobody else's."""
        return self.filter(person=person) if is_somebody(person) else self.none()


class StandsByAnyHead(models.Model):
    """Somebody has chosen to be asked when any head of the network would like to be rung. No row: they have not."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="stands_by_any_head")
    since = models.DateTimeField(default=clock.now)

    objects = StandsByAnyHeadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"stands by any head {self.pk}"
