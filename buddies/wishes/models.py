from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OfHeadQuerySet


class NotThisPerson(Public):
    """Somebody this head must never be paired with. Seen by nobody else; elsewhere it reads "not available"."""

    head = models.ForeignKey(Person, models.CASCADE, related_name="not_these_people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    objects = OfHeadQuerySet.as_manager()  # matrix row 10: and the solver

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "person"], name="not_this_person_once")]
