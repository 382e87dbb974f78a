"""Schools as a file has them against stored ones: what differs, and writing that."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from network.register.files.schools import BOARD, FOUNDATION, TRUST, SchoolRow
from network.register.importing import areas
from network.register.models.head_mark import HeadMark
from network.register.models.imports import RegisterImport
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation
from network.schools.models.school import School

# Fields of a school that a row has by the same name. The register's own date of a row (`data_on`) is not among them:
# it changes without anything else changing.
COMPARED = (
    "name", "establishment_number", "status", "kind", "kind_group", "phase", "opened_on", "opened_why", "closed_on",
    "closed_why", "low_age", "high_age", "pupils", "gender", "religious_character", "street", "town", "postcode",
    "telephone", "website", "easting", "northing",
)  # fmt: skip
TIES = {"trust": TRUST, "foundation": FOUNDATION, "board": BOARD}
KEEP_MARKS_DAYS = 731


@dataclass(frozen=True)
class Difference:
    row: SchoolRow
    before: dict[str, Any] | None  # as stored; None: a new school
    after: dict[str, Any]  # as it is to be; authority and employers by their codes
    fields: Sequence[str] = ()  # in which the two differ

    @property
    def closes(self) -> bool:
        return "status" in self.fields and self.after["status"] == School.CLOSED

    @property
    def reopens(self) -> bool:
        return "status" in self.fields and self.before is not None and self.before["status"] == School.CLOSED

    def leaves(self, areas: Container[str]) -> bool:
        """An open school goes from one of these authorities, by their codes, to one that is not among them."""
        if self.before is None or self.after.get("status") == School.CLOSED:
            return False
        return self.before["authority"] in areas and self.after["authority"] not in areas


class Comparison:
    """Of one import. Columns that its file does not have keep what is stored."""

    def __init__(self, into: RegisterImport) -> None:
        absent = set(into.counts.get("absent") or ())
        self.fields = [name for name in COMPARED if name not in absent]
        kept = {tie for tie in TIES if f"{tie}_code" in absent}
        if {"trust_flag", "trust_code"} & absent:  # without the flag the two cannot be told apart
            kept |= {"trust", "foundation"}
        self.ties = [tie for tie in TIES if tie not in kept]
        self.names = [*self.fields, "authority", *self.ties]
        self.updated = [*self.names, *({"data_on"} - absent)]
        self.told = attrgetter(*self.fields, "authority_code", *(f"{tie}_code" for tie in self.ties))
        codes = [Coalesce(f"{tie}__register_code", Value("")) for tie in self.ties]
        self.columns: list[Any] = [*self.fields, "authority__code", *codes]

    def differences(self, rows: Sequence[SchoolRow]) -> list[Difference]:
        """Of rows of different schools, those that differ from what is stored, and the new ones."""
        of_these = School.objects.filter(urn__in=[row.urn for row in rows]).order_by()
        ids = [f"{tie}_id" for tie in self.ties]
        stored = {
            urn: (values, corrections)
            for urn, corrections, *values in of_these.values_list("urn", "corrections", *self.columns, *ids)
        }
        found = []
        for row in rows:
            after = self.told(row)
            if row.urn not in stored:
                found.append(Difference(row, None, dict(zip(self.names, after, strict=True))))
                continue
            values, corrections = stored[row.urn]
            before, employers = tuple(values[: len(after)]), values[len(after) :]
            if before == after:
                continue
            difference = self._difference(row, before, after, corrections, employers)
            if difference.fields:
                found.append(difference)
        return found

    def _difference(self, row, before, after, corrections, employers) -> Difference:
        was, now = dict(zip(self.names, before, strict=True)), dict(zip(self.names, after, strict=True))
        for name in corrections:
            if name in COMPARED and name in was:  # corrected by hand: the import leaves it be
                now[name] = was[name]
        for tie, employer in zip(self.ties, employers, strict=True):
            if employer and not was[tie]:  # typed by hand, without a code of the register: it stays
                now[tie] = ""
                now[f"{tie}_id"] = employer
        return Difference(row, was, now, [name for name in self.names if now[name] != was[name]])


def put(comparison: Comparison, rows: Sequence[SchoolRow], ids: "Ids") -> int:
    """Writes what differs and what is new; gives how many schools that was. A public id, once given, stays."""
    found = comparison.differences(rows)
    School.objects.bulk_create(
        [ids.school(one) for one in found],
        update_conflicts=True,
        unique_fields=["urn"],
        update_fields=comparison.updated,
    )
    return len(found)


class Ids:
    """Keys of the authorities and employers that rows name by code."""

    def __init__(self) -> None:
        self.authorities = dict(Authority.objects.values_list("code", "pk"))
        stored = Organisation.objects.filter(kind__in=TIES.values()).exclude(register_code="")
        self.organisations = {(kind, code): pk for kind, code, pk in stored.values_list("kind", "register_code", "pk")}

    def school(self, one: Difference) -> School:
        row, values = one.row, one.after
        told = {name: values.get(name, getattr(row, name)) for name in COMPARED}
        told |= {
            f"{tie}_id": values.get(f"{tie}_id") or self.organisations.get((kind, getattr(row, f"{tie}_code")))
            for tie, kind in TIES.items()
        }
        told |= {"urn": row.urn, "data_on": row.data_on, "authority_id": self.authorities[row.authority_code]}
        return School(**told)


def put_head_marks(rows: Iterable[SchoolRow], into: RegisterImport) -> None:
    """Of the network's own schools alone, one a data date."""
    own = set(areas.own_areas())
    HeadMark.objects.bulk_create(
        [
            HeadMark(urn=row.urn, seen_on=into.as_at, mark=row.head_mark)
            for row in rows
            if row.head_mark and row.authority_code in own
        ],
        update_conflicts=True,
        unique_fields=["urn", "seen_on"],
        update_fields=["mark"],
    )


def delete_old_head_marks() -> None:
    newest = HeadMark.objects.order_by("-seen_on").values_list("seen_on", flat=True).first()
    if newest:
        HeadMark.objects.filter(seen_on__lt=newest - timedelta(days=KEEP_MARKS_DAYS)).delete()
