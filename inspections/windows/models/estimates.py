from dataclasses import fields

from django.db import models
from django.db.models import Q

from inspections.windows import estimates as pure
from inspections.windows.estimates import Estimate, Estimates
from network import clock
from network.base import Public
from network.people.models.checked import Checked
from network.people.models.seen_by import AdministratorsQuerySet


class EstimateRowQuerySet(AdministratorsQuerySet["EstimateRow"]):
    """Matrix row 38. What an estimate says stands on the pages that go by it; the rows are the administrator's."""

    def in_force(self) -> Estimates:
        """One of each code: the newest that has begun and not ended; failing that, the newest at all."""
        today = clock.today()

        def rank(row: EstimateRow) -> tuple[bool, int]:
            live = row.from_date <= today and (row.to_date is None or today <= row.to_date)
            return live, row.from_date.toordinal()

        return Estimates({row.code: row.as_estimate() for row in sorted(self.all(), key=rank)})


class EstimateRow(Checked, Public):
    """One thing we go by, with its source and how sure it is. Seeded from `estimates.ESTIMATES`."""

    CONFIDENCES = [(pure.HIGH, "High"), (pure.MEDIUM, "Medium"), (pure.LOW, "Low")]

    code = models.SlugField(max_length=20)
    title = models.CharField(max_length=80)
    hour = models.TimeField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    lines = models.TextField(max_length=1000, blank=True)
    source = models.TextField(max_length=400)
    confidence = models.CharField(max_length=6, choices=CONFIDENCES)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    objects = EstimateRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "from_date"], name="estimate_once_from_a_date"),
            models.CheckConstraint(
                condition=Q(hour__isnull=False, number__isnull=True, lines="")
                | Q(hour__isnull=True, number__isnull=False, lines="")
                | (Q(hour__isnull=True, number__isnull=True) & ~Q(lines="")),
                name="estimate_is_one_of_three",
            ),
        ]

    def as_estimate(self) -> Estimate:
        return Estimate(**{field.name: getattr(self, field.name) for field in fields(Estimate)})


def estimates_in_force() -> Estimates:
    return EstimateRow.objects.in_force()
