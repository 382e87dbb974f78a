from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OwnQuerySet


class CalendarLinkQuerySet(OwnQuerySet):  # matrix row 40
    def live(self):
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarLink(Public):
    """The private address of one person's calendar. Whoever has it sees busy times, and nothing else."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_links")
    version = models.PositiveIntegerField(default=1)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="calendar_link_live_once"
            ),
        ]
