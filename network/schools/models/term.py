from django.db import models
from django.db.models import F, Q

from network.schools.models.authority import Authority
from network.schools.models.school import School


class Term(models.Model):
    """When pupils are in: the area's own calendar, or one school's where it differs. Both days count."""

    authority = models.ForeignKey(Authority, models.CASCADE, null=True, blank=True, related_name="terms")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="terms")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_ends_after_start"),
            models.CheckConstraint(
                condition=Q(authority__isnull=True) ^ Q(school__isnull=True), name="term_of_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"


class Closure(models.Model):
    """Days inside a term when pupils are not in: half-term, training days, snow. Both days count."""

    authority = models.ForeignKey(Authority, models.CASCADE, null=True, blank=True, related_name="closures")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="closures")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start"),
            models.CheckConstraint(
                condition=Q(authority__isnull=True) ^ Q(school__isnull=True), name="closure_of_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"


class ExtraHoliday(models.Model):
    """A bank holiday the built-in list does not know (a coronation, a state funeral)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"
