# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""A file into staging."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from network.plurals import count
from network.register.files import shapes
from network.register.files.examine import examine
from network.register.files.faults import BadFile, Refused
from network.register.files.heads import Marker
from network.register.files.independent import FiveYears
from network.register.files.inspection import Inspection
from network.register.files.links import LinkRow, read_links
from network.register.files.ofsted import Latest
from network.register.files.schools import SchoolRow, Schools
from network.register.files.table import Table, open_table
from network.register.models.imports import RefusedRow, RegisterImport
from network.register.models.staging import StagedGrade, StagedInspection, StagedLink, StagedName, StagedSchool
from network.register.staging import sql
from network.schools.models.authority import Authority

BLOCK = 10_000  # rows between two signs of progress
AT_ONCE = 10  # or so many blocks of a thousand
SHOWN = 1000  # refused rows kept to be shown; all are counted
TOO_MANY_REFUSED = 0.1

Progress = Callable[[int], None]


@dataclass
class Filled:
    rows: int = 0
    refused: int = 0
    others: int = 0  # of other authorities
    absent: list[str] = field(default_factory=list)


class Opened(NamedTuple):
    table: Table
    kind: str
    fingerprint: str
    lines: int  # about


def open_file(path: Path, mark: str = "") -> Opened:
    """`mark` is the file's fingerprint, where it is known already. Raises BadFile."""
    examined = examine(path, mark)
    table = open_table(path, examined.encoding)
    return Opened(table, shapes.tell(table), examined.fingerprint, examined.lines)


def fill(into: RegisterImport, opened: Opened, *, mark: Marker, progress: Progress) -> Filled:
    """Reads the file and stages its rows. Raises BadFile; what was staged by then is the caller's to empty."""
    with _nothing_swept():
        return _fill(into, opened, mark, progress)


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """Rows hold no circles: to look for some among all that the process holds is a twentieth of the reading's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fill(into: RegisterImport, opened: Opened, mark: Marker, progress: Progress) -> Filled:
    table, kind = opened.table, opened.kind
    if kind == shapes.GIAS:
        filled = _schools(into, table, mark, progress)
    elif kind == shapes.LINKS:
        filled = _links(into, table, progress)
    else:
        reader = FiveYears(table, into.authority) if kind == shapes.INDEPENDENT else Latest(table, into.authority)
        filled = _inspections(into, reader, progress)
    _check(into, filled)
    return filled


def _check(into: RegisterImport, filled: Filled) -> None:
    if not filled.rows and not filled.refused:
        if filled.others:
            raise BadFile(f"No row of this file is of “{into.authority}”; {filled.others:,} are of other authorities.")
        raise BadFile("The file has a header and no rows.")
    if filled.refused > TOO_MANY_REFUSED * (filled.rows + filled.refused):
        first = RefusedRow.objects.filter(register_import=into).order_by("row", "id").first()
        raise BadFile(
            f"{filled.refused:,} of {count(filled.rows + filled.refused, 'row')} cannot be read, so nothing is taken. "
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


def _schools(into: RegisterImport, table: Table, mark: Marker, progress: Progress) -> Filled:
    served = frozenset(Authority.objects.filter(in_network=True).values_list("code", flat=True))
    reader = Schools(table, mark, into.authority, into.as_at, marked=served)  # no other marks are ever kept
    sieve = _Sieve(into, reader.blocks())
    base, names = into.pk * StagedSchool.SPAN, ("id", *SchoolRow._fields)
    staged = ([[base + int(urn) for urn in block[1]], *block] for block in sieve)
    filled = Filled(rows=_in_blocks(StagedSchool, names, staged, progress), absent=sorted(reader.absent))
    if reader.twice:
        StagedSchool.objects.filter(id__in=[base + int(urn) for urn in reader.twice]).delete()
    named = [("", code, name) for code, name in reader.authorities.items()]
    named += [(kind, code, name) for (kind, code), name in reader.organisations.items()]
    sql.pour(StagedName, ("register_import", "kind", "code", "name"), ((into.pk, *row) for row in named))
    _pour_inspections(into, (row for row in reader.inspections if row.urn not in reader.twice), lambda done: None)
    filled.refused, filled.others = sieve.keep(), reader.others
    filled.rows -= len(reader.twice)
    return filled


def _links(into: RegisterImport, table: Table, progress: Progress) -> Filled:
    sieve = _Sieve(into, read_links(table))
    rows: Iterable[LinkRow] = sieve
    staged = sql.as_columns((into.pk, *row[1:]) for row in rows)
    filled = Filled(rows=_in_blocks(StagedLink, ("register_import", *LinkRow._fields[1:]), staged, progress))
    if into.authority:
        kept = sql.run(
            f"delete from {sql.table(StagedLink)} where register_import_id = %s and urn not in"
            " (select s.urn from network_school s join network_authority a on a.id = s.authority_id"
            " where lower(a.name) = lower(%s) or a.code = %s)",
            [into.pk, into.authority, into.authority],
        )
        filled.others, filled.rows = kept, filled.rows - kept
    filled.refused = sieve.keep()
    return filled


def _inspections(into: RegisterImport, reader: Latest | FiveYears, progress: Progress) -> Filled:
    sieve = _Sieve(into, reader.rows())
    filled = Filled(rows=_pour_inspections(into, sieve, progress))
    twice = getattr(reader, "twice", set())
    if twice:
        mine = StagedInspection.objects.filter(register_import=into, urn__in=twice)
        filled.rows -= mine.count()
        mine.delete()
        StagedGrade.objects.filter(register_import=into, urn__in=twice).delete()
    filled.refused, filled.others = sieve.keep(), reader.others
    return filled


def _pour_inspections(into: RegisterImport, rows: Iterable[Inspection], progress: Progress) -> int:
    names = ("register_import", *StagedInspection.COPIED)
    grades = ("register_import", "urn", "kind", "started_on", *StagedGrade.COPIED)
    rows, done = iter(rows), 0
    while block := list(islice(rows, BLOCK)):
        sql.pour(
            StagedInspection,
            names,
            [
                (
                    into.pk, row.urn, row.urn_at_time, row.name_at_time, row.number, row.kind, row.framework,
                    row.started_on, row.ended_on, row.published_on, row.outcome, row.concern, row.safeguarding,
                )
                for row in block
            ],
        )  # fmt: skip
        sql.pour(
            StagedGrade,
            grades,
            [(into.pk, row.urn, row.kind, row.started_on, *grade) for row in block for grade in row.grades],
        )
        done += len(block)
        progress(block[-1].row)
    return done


def _in_blocks(model: Any, names: tuple[str, ...], blocks: Iterator[sql.Columns], progress: Progress) -> int:
    done = 0

    def counted(first: sql.Columns) -> Iterator[sql.Columns]:
        nonlocal done
        for block in chain([first], islice(blocks, AT_ONCE - 1)):
            done += len(block[0])
            yield block

    for block in blocks:
        sql.pour_columns(model, names, counted(block), thread=True)
        progress(done)
    return done
