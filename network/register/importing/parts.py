"""Rows between reading and applying, kept in parts of about a thousand (`ReadPart`): no more are in memory at once."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any, get_type_hints

from network.register.files.inspection import Grade, Inspection
from network.register.files.links import LinkRow
from network.register.files.schools import SchoolRow
from network.register.models.imports import RegisterImport
from network.register.models.read_part import ReadPart

SIZE = 1000
TYPES: dict[str, Any] = {
    ReadPart.SCHOOLS: SchoolRow,
    ReadPart.LINKS: LinkRow,
    ReadPart.INSPECTIONS: Inspection,
}


def keep(into: RegisterImport, kind: str, rows: Iterable[Any]) -> int:
    """How many rows that were."""
    rows, kept = iter(rows), 0
    while block := list(islice(rows, SIZE)):
        ReadPart.objects.create(register_import=into, kind=kind, rows=_written(block))
        kept += len(block)
    return kept


def drop(into: RegisterImport, urns: set[str]) -> int:
    """Takes the rows of these schools out again; gives how many rows of the file's own kind that was."""
    own = ReadPart.SCHOOLS if into.kind == RegisterImport.GIAS else ReadPart.INSPECTIONS
    dropped = 0
    if not urns:
        return 0
    for part in chain(of(into, ReadPart.SCHOOLS), of(into, ReadPart.INSPECTIONS)):
        rows = rows_of(part)
        left = [row for row in rows if row.urn not in urns]
        if len(left) != len(rows):
            part.rows = _written(left)
            part.save(update_fields=["rows"])
            dropped += len(rows) - len(left) if part.kind == own else 0
    return dropped


def of(into: RegisterImport, kind: str) -> Iterator[ReadPart]:
    """One at a time."""
    last = 0
    while part := into.parts.filter(kind=kind, pk__gt=last).defer("changes").first():
        yield part
        last = part.pk


def names(into: RegisterImport) -> dict[tuple[str, str], str]:
    """What the file calls an authority (kind blank) or an organisation, by kind and code."""
    return {(kind, code): name for part in of(into, ReadPart.NAMES) for kind, code, name in json.loads(part.rows)}


def rows_of(part: ReadPart) -> list[Any]:
    """As the reader gave them."""
    row_type = TYPES[part.kind]
    days = [place for place, hint in enumerate(get_type_hints(row_type).values()) if hint in (date, date | None)]
    rows = json.loads(part.rows)
    for row in rows:
        for place in days:
            row[place] = _day(row[place])
        if row_type is Inspection:
            row[-1] = tuple(Grade(area, grade, _day(day)) for area, grade, day in row[-1])
    return [row_type._make(row) for row in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _written(rows: list[Any]) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False)
