from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from network import clock
from network.base import Public, is_somebody
from network.people.models.person import Person
from network.people.models.role import RoleGrant


class BreakGlassQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 49: those who run the network, but for one of themselves about whom it is."""
        if not is_somebody(person):
            return self.none()
        runs = RoleGrant.objects.in_force().filter(person=person)
        return self.filter(models.Exists(runs)).exclude(about=person)

    def waiting(self):
        """Asked for, and a second person may still open it."""
        return self.filter(opened_at__isnull=True, asked_at__gt=clock.now() - BreakGlass.ASKED_FOR)


class BreakGlass(Public):
    """Danger to life: two of those who run the network see somebody's telephone numbers, and nothing else. She is told
    when it is asked for and again when it is opened. No reason is written down: it would be about her health."""

    ASKED_FOR = timedelta(hours=1)
    OPEN_FOR = timedelta(hours=2)

    about = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="break_glass_opened_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("asked_by")), name="break_glass_takes_two"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("about")) & (Q(opened_by__isnull=True) | ~Q(opened_by=F("about"))),
                name="break_glass_never_about_oneself",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and clock.now() < self.opened_at + self.OPEN_FOR

    @property
    def waits(self) -> bool:
        return self.opened_at is None and clock.now() < self.asked_at + self.ASKED_FOR
