from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from network.schools.models.school import School, open_on


class PastInspectionQuerySet(models.QuerySet):
    def handed_on(self, on: date):
        """Without those that are told of a school and were of another that is still open on that day."""
        lives = School.objects.filter(open_on(on), urn=OuterRef("urn_at_time"))
        return self.exclude(~Q(urn_at_time="") & ~Q(urn_at_time=F("urn")) & Exists(lives))


class PastInspection(models.Model):
    """An inspection the public register knows of. Kept by URN, not by school: a row without a school is normal.

    There is no overall grade unless the register itself gave one: none is ever worked out from areas.
    """

    FULL, GRADED, UNGRADED, MONITORING, OTHER = "full", "graded", "ungraded", "monitoring", "other"
    KINDS = [
        (FULL, "Full inspection (report card)"),
        (GRADED, "Graded inspection"),
        (UNGRADED, "Ungraded inspection"),
        (MONITORING, "Monitoring visit"),
        (OTHER, "Other"),
    ]
    REPORT_CARD, EIF, OLDER = "report card", "eif", "older"

    urn = models.CharField(max_length=6)  # of the school the row stands against today
    urn_at_time = models.CharField(max_length=6, blank=True)  # other than `urn`: it was the predecessor's
    name_at_time = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, blank=True)  # Ofsted's inspection number
    kind = models.CharField(max_length=10, choices=KINDS)
    framework = models.CharField(max_length=12, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=120, blank=True)  # ungraded outcome or overall effectiveness, as published
    concern = models.CharField(max_length=20, blank=True)  # category of concern, as published: SM, SWK, RSI, NTI
    safeguarding = models.CharField(max_length=20, blank=True)
    data_on = models.DateField(null=True, blank=True)  # the date of the file that said so

    objects = PastInspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]
        constraints = [
            models.UniqueConstraint(fields=["urn", "kind", "started_on"], name="past_inspection_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} inspection of {self.urn} on {self.started_on}"


class AreaGrade(models.Model):
    """One area's grade with its own date: monitoring may change one area later."""

    inspection = models.ForeignKey(PastInspection, models.CASCADE, related_name="grades")
    area = models.CharField(max_length=60)
    grade = models.CharField(max_length=40)
    graded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "area"], name="area_graded_once")]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"
