from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.rules import is_somebody


class NotThisPersonQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 10: the head and the solver alone."""
        return self.filter(head=person) if is_somebody(person) else self.none()


class NotThisPerson(Public):
    """Somebody this head must never be paired with. Seen by nobody else; elsewhere it reads "not available"."""

    head = models.ForeignKey(Person, models.CASCADE, related_name="not_these_people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    objects = NotThisPersonQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "person"], name="not_this_person_once")]
