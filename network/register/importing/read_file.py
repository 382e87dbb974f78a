"""A file read, its rows kept until they are applied."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from network.plurals import count
from network.register.files import shapes
from network.register.files.examine import examine
from network.register.files.faults import BadFile, Refused
from network.register.files.heads import Marker
from network.register.files.independent import FiveYears
from network.register.files.links import Links
from network.register.files.ofsted import Latest
from network.register.files.schools import Schools
from network.register.files.table import Table, open_table
from network.register.files.workbook import open_any
from network.register.importing import areas, parts
from network.register.models.imports import RefusedRow, RegisterImport
from network.register.models.read_part import ReadPart
from network.schools.models.school import School

SHOWN = 1000  # refused rows kept to be shown; all are counted
TOO_MANY_REFUSED = 0.1
OF_KIND = {shapes.GIAS: ReadPart.SCHOOLS, shapes.LINKS: ReadPart.LINKS}  # whose rows the others' are: inspections


class Opened(NamedTuple):
    table: Table
    kind: str
    fingerprint: str
    lines: int  # about


def open_file(path: Path, mark: str = "", name: str = "") -> Opened:
    """`mark` is the file's fingerprint, where it is known already; `name` the one that it came with. Raises BadFile."""
    examined = examine(path, mark)
    name = name or path.name

    def opens(place: Path, encoding: str) -> Table:
        table = open_table(place, encoding, name)
        shapes.tell(table, name)
        return table

    table = open_any(path, examined, opens)
    lines = examined.lines or examine(table.path).lines
    return Opened(table, shapes.tell(table, name), examined.fingerprint, lines)


def fill(into: RegisterImport, opened: Opened, *, mark: Marker, progress: Callable[[int], None]) -> dict[str, Any]:
    """Reads the file once and keeps its rows. `progress` is told the row that is being read. Returns how many rows are
    refused and how many are of others, and the columns that are absent. Raises BadFile; what was kept by then is the
    caller's to empty."""
    table, wanted = opened.table, areas.wanted(into)
    table.progress = progress
    reader: Any
    if opened.kind == shapes.GIAS:
        reader = Schools(table, mark, wanted, into.as_at, marked=frozenset(areas.own_areas()))
    else:
        readers: dict[str, Any] = {shapes.LINKS: Links, shapes.INDEPENDENT: FiveYears, shapes.OFSTED: Latest}
        reader = readers[opened.kind](table, wanted)
    sieve = _Sieve(into, reader.rows())
    rows = parts.keep(into, OF_KIND.get(opened.kind, ReadPart.INSPECTIONS), sieve)
    if opened.kind == shapes.GIAS:
        parts.keep(into, ReadPart.INSPECTIONS, reader.inspections)
        named = [("", code, name) for code, name in reader.authorities.items()]
        named += [(kind, code, name) for (kind, code), name in reader.organisations.items()]
        parts.keep(into, ReadPart.NAMES, named)
    refused = sieve.keep()
    rows -= parts.drop(into, getattr(reader, "twice", set()))
    _check(into, rows, refused, reader.others)
    return {"refused": refused, "others": reader.others, "absent": sorted(getattr(reader, "absent", ()))}


def _check(into: RegisterImport, rows: int, refused: int, others: int) -> None:
    if not rows and not refused:
        if others and into.kind == RegisterImport.LINKS and not School.objects.filter(is_example=False).exists():
            raise BadFile(
                "No school is held yet whose links these could be. Bring in the file of all establishments first."
            )
        if others:
            whose = f"of “{into.authority}”" if into.authority else "of this network’s own areas"
            raise BadFile(f"No row of this file is {whose}; {others:,} are of other authorities.")
        raise BadFile("The file has a header and no rows.")
    if refused > TOO_MANY_REFUSED * (rows + refused):
        first = RefusedRow.objects.filter(register_import=into).order_by("row", "id").first()
        raise BadFile(
            f"{refused:,} of {count(rows + refused, 'row')} cannot be read, so nothing is taken. "
            f"The first: {Refused(first.row, first.column, first.why) if first else ''}"
        )


class _Sieve:
    """Lets rows through; what is refused is kept with its reason."""

    def __init__(self, into: RegisterImport, rows: Iterable[Any]) -> None:
        self.into, self.rows = into, rows
        self.refused: set[int] = set()
        self.kept: list[RefusedRow] = []

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            if not isinstance(row, Refused):
                yield row
                continue
            self.refused.add(row.row)
            if len(self.kept) < SHOWN:
                self.kept.append(
                    RefusedRow(register_import=self.into, row=row.row, column=row.column[:200], why=row.why[:500])
                )

    def keep(self) -> int:
        RefusedRow.objects.bulk_create(self.kept)
        return len(self.refused)
