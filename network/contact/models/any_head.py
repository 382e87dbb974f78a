from django.db import models

from network import clock
from network.people.models.person import Person
from network.people.models.seen_by import OwnQuerySet


class StandsByAnyHead(models.Model):
    """Somebody has chosen to be asked when any head of the network would like to be rung. No row: they have not."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="stands_by_any_head")
    since = models.DateTimeField(default=clock.now)

    objects = OwnQuerySet.as_manager()
