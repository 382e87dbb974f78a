from django.db import models

from network.people.models.seen_by import OfficersAndAdministratorsQuerySet
from network.register.models.imports import RegisterImport


class ReadPart(models.Model):
    """About a thousand rows of a register file, read and not applied yet, and what applying them would change.

    Heads' names are gone by then, but for their marks. Parts go when their import is applied or discarded.
    """

    NAMES, SCHOOLS, LINKS, INSPECTIONS = "names", "schools", "links", "inspections"

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=12)
    rows = models.TextField()  # JSON; network/register/importing/parts.py writes and reads it
    changes = models.JSONField(default=list)  # of schools, as they are shown: importing/preview.py

    objects = OfficersAndAdministratorsQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
