from django.db import models
from django.db.models import F, Q

from directory.colleagues.models.listing import Listing
from network.base import Public
from network.rules import is_officer, is_somebody

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]


class SeenByOfficersQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Her own; officers see cover by phase and day, which is worked out from these."""
        if not is_somebody(person):
            return self.none()
        return self.all() if is_officer(person) else self.filter(listing__person=person)


class WeekDay(models.Model):
    """A day of the term-time week on which the phone may ring, London time."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="week")
    day = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    from_time = models.TimeField(default="08:30")
    until_time = models.TimeField(default="17:00")

    objects = SeenByOfficersQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "day"], name="week_day_once"),
            models.CheckConstraint(condition=Q(day__lte=4), name="week_day_is_a_school_day"),
            models.CheckConstraint(condition=Q(until_time__gt=F("from_time")), name="week_day_ends_later"),
        ]

    def __str__(self) -> str:
        return f"day {self.day}"


class Leave(Public):
    """Days off, both counted. Leave beats the week pattern, always."""

    NOT_TODAY, DAY_OFF, LEAVE = "not_today", "day_off", "leave"
    KINDS = [(NOT_TODAY, "Not today"), (DAY_OFF, "Day off"), (LEAVE, "Leave")]

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="leave")
    kind = models.CharField(max_length=10, choices=KINDS, default=LEAVE)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = SeenByOfficersQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="leave_ends_after_start")]
