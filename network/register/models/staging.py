"""What was read of a file and is not applied yet. Written and compared in bulk (network/staging), shown through its
import, emptied when that is applied or discarded."""

from typing import Any

from django.db import models

from network.register.models.imports import RegisterImport
from network.schools.models.inspection import AreaGrade, PastInspection
from network.schools.models.school import School, SchoolLink


class Unseen(models.QuerySet):
    def visible_to(self, person):
        return self.none()


class StagedSchool(models.Model):
    """A school as the file has it. The key is the import's times a million plus the URN: one index serves both."""

    SPAN = 1_000_000
    COPIED = (
        "urn", "name", "establishment_number", "status", "kind", "kind_group", "phase", "opened_on", "opened_why",
        "closed_on", "closed_why", "low_age", "high_age", "pupils", "gender", "religious_character", "street", "town",
        "postcode", "telephone", "website", "easting", "northing", "data_on",
    )  # fmt: skip

    # Always given. (Any other kind of key would be a second tree on SQLite, filled row by row.)
    id = models.BigAutoField(primary_key=True)
    row = models.PositiveIntegerField()
    authority_code = models.CharField(max_length=3)
    trust_code = models.CharField(max_length=12, blank=True)
    foundation_code = models.CharField(max_length=12, blank=True)
    board_code = models.CharField(max_length=12, blank=True)
    head_mark = models.CharField(max_length=32, blank=True)

    objects = Unseen.as_manager()

    def __str__(self) -> str:
        return f"staged school {self.id}"


class StagedName(models.Model):
    """An authority (kind blank) or organisation that staged schools name by code."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)

    objects = Unseen.as_manager()

    def __str__(self) -> str:
        return f"staged name {self.pk}"


class StagedLink(models.Model):
    COPIED = ("urn", "link_urn", "link_name", "kind", "established_on")

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="+")

    objects = Unseen.as_manager()

    def __str__(self) -> str:
        return f"staged link {self.pk}"


class StagedInspection(models.Model):
    COPIED = (
        "urn", "urn_at_time", "name_at_time", "number", "kind", "framework", "started_on", "ended_on", "published_on",
        "outcome", "concern", "safeguarding",
    )  # fmt: skip

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="+")

    objects = Unseen.as_manager()

    def __str__(self) -> str:
        return f"staged inspection {self.pk}"


class StagedGrade(models.Model):
    COPIED = ("area", "grade", "graded_on")

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="+")
    urn = models.CharField(max_length=6)
    kind = models.CharField(max_length=10)
    started_on = models.DateField()

    objects = Unseen.as_manager()

    def __str__(self) -> str:
        return f"staged grade {self.pk}"


def _copy_fields(staged: type[models.Model], model: type[models.Model], names: tuple[str, ...]) -> None:
    """The staged columns are the stored ones, without their keys."""
    for name in names:
        field: Any = model._meta.get_field(name)
        field = field.clone()
        field._unique, field.db_index = False, False
        staged.add_to_class(name, field)


_copy_fields(StagedSchool, School, StagedSchool.COPIED)
_copy_fields(StagedLink, SchoolLink, StagedLink.COPIED)
_copy_fields(StagedInspection, PastInspection, StagedInspection.COPIED)
_copy_fields(StagedGrade, AreaGrade, StagedGrade.COPIED)


class HeadMark(models.Model):
    """Whether a school has another head than before: a keyed mark of the name, never the name (register/heads.py).

    Kept for schools of the network alone, one a data date, for two years.
    """

    urn = models.CharField(max_length=6)
    seen_on = models.DateField()  # the data's own date
    mark = models.CharField(max_length=32)

    objects = Unseen.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["urn", "seen_on"], name="head_mark_once")]

    def __str__(self) -> str:
        return f"head mark of {self.urn} on {self.seen_on}"
