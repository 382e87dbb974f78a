from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.models import Person
from network.rules import is_somebody


class CalendarLinkQuerySet(models.QuerySet):
    def live(self):
        return self.filter(revoked_at__isnull=True, person__is_active=True)

    def visible_to(self, person):
        """Matrix row 40: her own."""
        return self.filter(person=person) if is_somebody(person) else self.none()


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
