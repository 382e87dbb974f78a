from django.db import models
from django.db.models import F, Q

from network.schools.models.authority import Authority
from network.schools.models.school import School


class Days(models.Model):
    """From one day to another, both counted: the area's own, or one school's where it differs."""

    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="%(class)s_ends_after_start"),
            models.CheckConstraint(
                condition=Q(authority__isnull=True) ^ Q(school__isnull=True), name="%(class)s_of_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"


class Term(Days):
    """When pupils are in."""

    authority = models.ForeignKey(Authority, models.CASCADE, null=True, blank=True, related_name="terms")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="terms")


class Closure(Days):
    """Inside a term, when pupils are not in: half-term, training days, snow."""

    authority = models.ForeignKey(Authority, models.CASCADE, null=True, blank=True, related_name="closures")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="closures")


class ExtraHoliday(models.Model):
    """A bank holiday the built-in list does not know (a coronation, a state funeral)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"
