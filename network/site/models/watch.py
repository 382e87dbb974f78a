from django.db import models
from django.db.models import Q


class TaskRun(models.Model):
    """How a task has gone lately, one row a task, so that somebody sees when it fails. Holds nothing of a person."""

    name = models.CharField(max_length=80, unique=True)
    well_at = models.DateTimeField(null=True, blank=True)  # its last run without a fault; to within half a minute
    failed_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # runs that failed one after the other, up to now
    rows_failed = models.PositiveIntegerField(default=0)  # rows and steps, in the last run that failed
    places = models.CharField(max_length=500, blank=True)  # lines of ours where it failed, and the errors' classes


class Alarm(models.Model):
    """Whether the installation is red, as whoever watches it last saw, and whether ALARM_URL has been told. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_red = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # that the address was asked about this change
    try_at = models.DateTimeField()  # not before then is it asked (again)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="alarm_once")]
