from django.db import models

from network import clock
from network.base import Public
from network.people.models.person import Person
from network.people.models.seen_by import OfficersQuerySet


class HelpRequestQuerySet(OfficersQuerySet):
    """The officer alone: a head in need chose to tell nobody else."""

    def waiting(self):
        return self.filter(answered_at__isnull=True)


class HelpRequest(Public):
    """A head who is not of the network left a name and a number on the public page, for the officer to ring."""

    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20)
    school_name = models.CharField(max_length=200, blank=True)
    by_text = models.BooleanField(default=False, db_default=False)  # a text, please, and no call
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="help_request_answered_at_and_by",
            ),
        ]
