"""Inspections as a file has them against stored ones."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from network.register.files.inspection import GRADED, OLDER, Inspection
from network.register.importing import parts
from network.register.models.imports import RegisterImport
from network.register.models.read_part import ReadPart
from network.schools.models.inspection import AreaGrade, PastInspection
from network.schools.models.school import School

KEY = ("urn", "kind", "started_on")
TOLD = (
    "urn_at_time", "name_at_time", "number", "ended_on", "published_on", "outcome", "concern", "safeguarding",
    "framework",
)  # fmt: skip
# What a file leaves empty of these it does not know: a grade that was published once, or a date, is not taken back so.
KEPT = ("ended_on", "published_on", "number", "outcome", "safeguarding")
# The register's own row of an inspection and Ofsted's may name days a little apart: first and last day, or a slip.
DAYS_APART = 14


@dataclass
class Compared:
    row: Inspection
    stored: PastInspection | None
    differs: bool  # the inspection itself
    grades: list[AreaGrade] = field(default_factory=list)  # to be written
    gone: list[int] = field(default_factory=list)  # grades of areas that are not told any more

    @property
    def changed(self) -> bool:
        return bool(self.differs or self.grades or self.gone)


def _of_the_register(one: Inspection | PastInspection) -> bool:
    """Told by GIAS, which knows a date and a word."""
    return one.framework == OLDER and not one.number


def _near(row: Inspection, stored: Sequence[PastInspection]) -> Iterator[PastInspection]:
    for one in stored:
        if one.kind == GRADED and abs((one.started_on - row.started_on).days) <= DAYS_APART:
            yield one


def _stored(rows: Sequence[Inspection]) -> dict[str, list[PastInspection]]:
    found = defaultdict(list)
    of_these = PastInspection.objects.filter(urn__in={row.urn for row in rows}).prefetch_related("grades")
    for one in of_these.order_by():
        found[one.urn].append(one)
    return found


def _compared(rows: Sequence[Inspection], stored: dict[str, list[PastInspection]]) -> Iterator[Compared]:
    """Without what GIAS says of an inspection that Ofsted's own file has told."""
    for row in rows:
        mine = stored.get(row.urn, [])
        if _of_the_register(row) and not all(map(_of_the_register, _near(row, mine))):
            continue
        same = next((one for one in mine if one.kind == row.kind and one.started_on == row.started_on), None)
        differs = same is None or any(getattr(same, name) != value for name, value in _told(row).items())
        known = {grade.area: grade for grade in same.grades.all()} if same else {}
        new = [
            AreaGrade(area=area, grade=grade, graded_on=day)
            for area, grade, day in row.grades
            if area not in known or (known[area].grade, known[area].graded_on) != (grade, day)
        ]
        gone = [known[area].pk for area in row.blank if area in known] if row.grades else []
        yield Compared(row, same, differs, new, gone)


def _told(row: Inspection) -> dict[str, Any]:
    """What the file says of it, by field. None: it has no such column."""
    told = {name: getattr(row, name) for name in TOLD}
    return {name: value for name, value in told.items() if value or not (value is None or name in KEPT)}


def count(into: RegisterImport) -> dict[str, Any]:
    total = added = changed = strangers = 0
    for part in parts.of(into, ReadPart.INSPECTIONS):
        rows = parts.rows_of(part)
        held = set(School.objects.filter(urn__in={row.urn for row in rows}).values_list("urn", flat=True))
        for one in _compared(rows, _stored(rows)):
            total += 1
            added += one.stored is None
            changed += one.stored is not None and one.changed
            strangers += one.row.urn not in held
    return {"rows": total, "added": added, "changed": changed, "same": total - added - changed, "strangers": strangers}


def put(into: RegisterImport) -> int:
    """Rows written. What was told before and is not told here stays: a file tells of the latest only."""
    return sum(_put(parts.rows_of(part), into) for part in parts.of(into, ReadPart.INSPECTIONS))


def _put(rows: Sequence[Inspection], into: RegisterImport) -> int:
    stored = _stored(rows)
    superseded = [
        one.pk
        for row in rows
        if row.kind == GRADED and not _of_the_register(row)
        for one in _near(row, stored.get(row.urn, []))
        if _of_the_register(one) and one.started_on != row.started_on
    ]
    if superseded:
        PastInspection.objects.filter(pk__in=superseded).delete()
        stored = _stored(rows)
    found = [one for one in _compared(rows, stored) if one.changed]
    written = [one for one in found if one.differs]
    PastInspection.objects.bulk_create(
        [
            PastInspection(
                data_on=into.as_at,
                **{name: getattr(one.row, name) for name in KEY},
                **{name: getattr(one.stored, name) for name in TOLD if one.stored} | _told(one.row),
            )
            for one in written
        ],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[*TOLD, "data_on"],
    )
    return len(set(superseded)) + len(written) + _put_grades([one for one in found if one.grades or one.gone])


def _put_grades(found: list[Compared]) -> int:
    keys = PastInspection.objects.filter(urn__in={one.row.urn for one in found}).order_by().values_list(*KEY, "pk")
    pks = {tuple(key): pk for *key, pk in keys}  # what bulk_create gave back in memory is not what is stored
    new, gone = [], []
    for one in found:
        for grade in one.grades:
            grade.inspection_id = pks[one.row.key]
        new += one.grades
        gone += one.gone
    AreaGrade.objects.filter(pk__in=gone).delete()
    AreaGrade.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["inspection", "area"], update_fields=["grade", "graded_on"]
    )
    return len(new) + len(gone)
