from django.db import models

from network.base import Public
from network.people.models.person import Person
from network.people.models.seen_by import OfficersAndAdministratorsQuerySet


class RegisterImportQuerySet(OfficersAndAdministratorsQuerySet):  # matrix row 34
    def applied(self):
        return self.filter(state=RegisterImport.APPLIED)


class RegisterImport(Public):
    """A file of a public register on its way in: uploaded, read, looked at, applied or discarded.

    The file itself is deleted as soon as it is read: it names heads.
    """

    GIAS, LINKS, OFSTED, INDEPENDENT = "gias", "links", "ofsted", "independent"
    KINDS = [
        (GIAS, "GIAS, all establishments"),
        (LINKS, "GIAS, links between schools"),
        (OFSTED, "Ofsted, latest inspections"),
        (INDEPENDENT, "Ofsted, independent schools, five years"),
    ]
    WAITING, READING, READY = "waiting", "reading", "ready"
    APPLIED, FAILED, DISCARDED = "applied", "failed", "discarded"
    STATES = [
        (WAITING, "Waiting to be read"),
        (READING, "Being read"),
        (READY, "Ready to apply"),
        (APPLIED, "Applied"),
        (FAILED, "Cannot be used"),
        (DISCARDED, "Discarded"),
    ]

    kind = models.CharField(max_length=12, choices=KINDS)
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)  # of the file's bytes
    as_at = models.DateField()  # the data's own date
    authority = models.CharField(max_length=100, blank=True)  # only this authority's rows were taken
    # Codes of the network's own areas, where only their rows were taken. Neither this nor an authority: everywhere.
    areas = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    brought_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")  # None: the shell
    brought_at = models.DateTimeField()
    lines = models.PositiveIntegerField(default=0)
    lines_read = models.PositiveIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)  # the reader's last sign of life
    fault = models.TextField(blank=True)  # why it cannot be used, in the words shown
    counts = models.JSONField(default=dict, blank=True)
    # How many imports had been applied when the preview was made, and which of them this one became.
    seen = models.PositiveIntegerField(default=0)
    place = models.PositiveIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # Two that are applied at once claim the same place: one of them is told to look again.
            models.UniqueConstraint(fields=["place"], name="register_import_place_once"),
            models.CheckConstraint(
                condition=models.Q(state="applied", place__isnull=False, applied_at__isnull=False)
                | (~models.Q(state="applied") & models.Q(place__isnull=True, applied_at__isnull=True)),
                name="register_import_applied_whole",
            ),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="register_import_bytes")]

    @property
    def is_everywhere(self) -> bool:
        return not self.authority and not self.areas

    @property
    def percent_read(self) -> int:
        return min(99, self.lines_read * 100 // self.lines) if self.lines else 0


class RefusedRow(models.Model):
    """A row of the file that is left out: where, and why in plain words."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="refused_rows")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=500)

    objects = OfficersAndAdministratorsQuerySet.as_manager()

    class Meta:
        ordering = ["row", "id"]
