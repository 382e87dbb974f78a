"""Rows of the GIAS file of all establishments."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from network.register.files import cells
from network.register.files.cells import CellFault, text
from network.register.files.faults import BadFile, Refused
from network.register.files.heads import Marker, no_marks
from network.register.files.inspection import GRADED, OLDER, Inspection
from network.register.files.shapes import check_once
from network.register.files.table import Table, fold
from network.register.files.vocabulary import REGISTER_RATINGS
from network.register.files.wanted import EVERYWHERE, Wanted

NOTHING = frozenset({"Not applicable", "Does not apply", "Not Recorded"})
STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "closing",
    "proposed to open": "proposed",
}
TRUST, FOUNDATION, BOARD = "trust", "foundation_trust", "board"


class SchoolRow(NamedTuple):
    row: int
    urn: str
    authority_code: str
    establishment_number: str
    name: str
    status: str
    kind: str
    kind_group: str
    phase: str
    opened_on: date | None
    opened_why: str
    closed_on: date | None
    closed_why: str
    low_age: int | None
    high_age: int | None
    pupils: int | None
    gender: str
    religious_character: str
    trust_code: str
    foundation_code: str
    board_code: str
    street: str
    town: str
    postcode: str
    telephone: str
    website: str
    easting: int | None
    northing: int | None
    data_on: date | None
    head_mark: str


def status(cell: str) -> str:
    value = cells.tidy(cell)
    if value.casefold() not in STATUSES:
        raise CellFault(f"{cells.shown(value)} is not a status this page knows: {', '.join(STATUSES)}.")
    return STATUSES[value.casefold()]


def settled(status_: str, closes_on: date | None, as_at: date | None) -> str:
    """Whether it is closed comes from the status and the date together: a school is open until its last day."""
    if as_at is None or closes_on is None:
        return status_
    if status_ == "closing" and closes_on < as_at:
        return "closed"
    return "closing" if status_ == "closed" and closes_on > as_at else status_


@dataclass
class Schools:
    """Reads the rows. What stands beside them (authorities, trusts, last inspections) gathers on the way."""

    table: Table
    mark: Marker = no_marks
    wanted: Wanted = EVERYWHERE
    as_at: date | None = None  # the data's own date
    authorities: dict[str, str] = field(default_factory=dict)  # code: name
    organisations: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, register's code): name
    inspections: list[Inspection] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)  # URNs to drop again: which of their rows is right cannot be told
    others: int = 0  # rows that are not wanted, passed over
    marked: Collection[str] | None = None  # codes of the authorities whose heads are marked; None: every one

    def __post_init__(self) -> None:
        self._columns = _columns()
        for name, _, _ in self._columns:
            check_once(self.table, name)
        self.table.reads(name for name, _, _ in self._columns)
        self.absent = {ours for name, ours, _ in self._columns if fold(name) not in self.table.columns}

    def rows(self) -> Iterator[SchoolRow | Refused]:
        """Rows of one URN that stands twice are both refused; drop what came of the first (`twice`)."""
        absent = -1  # the place of the blank that is put at each row's end
        columns = [(ours, self.table.columns.get(fold(name), absent), convert) for name, ours, convert in self._columns]
        urn, code, name = (self.table.columns[fold(name)] for name in ("URN", "LA (code)", "LA (name)"))
        seen: dict[str, int] = {}
        for item in self.table.rows():
            if isinstance(item, Refused):
                yield item
                continue
            number, line = item
            if not self.wanted.takes(line[urn], line[code], line[name]):
                self.others += 1
                continue
            line.append("")
            try:
                row = self._read(number, {ours: convert(line[place]) for ours, place, convert in columns})
            except CellFault:
                yield from self._faults(number, [line[place] for _, place, _ in columns])
                continue
            if row.urn in seen:
                yield from self._stands_twice(row, seen[row.urn])
                continue
            seen[row.urn] = number
            yield row

    def _stands_twice(self, row: SchoolRow, first: int) -> Iterator[Refused]:
        if row.urn not in self.twice:
            self.twice.add(row.urn)
            yield Refused(first, "URN", f"{row.urn} stands in row {row.row} too. Neither is taken.")
        yield Refused(row.row, "URN", f"{row.urn} stands in row {first} too. Neither is taken.")

    def _read(self, number: int, told: dict[str, Any]) -> SchoolRow:
        """`told`: values by the names of `_columns`."""
        urn, code, trust, board = told["urn"], told["authority_code"], told["trust_code"], told["board_code"]
        self.authorities[code] = told.pop("authority_name")
        if told["closed_on"]:
            told["status"] = settled(told["status"], told["closed_on"], self.as_at)
        foundation = mark = ""
        flag, trust_name, board_name = told.pop("trust_flag"), told.pop("trust_name"), told.pop("board_name")
        if trust:
            tie = FOUNDATION if flag == "Supported by a trust" else TRUST
            self.organisations[tie, trust] = trust_name or trust
            if tie == FOUNDATION:
                foundation, told["trust_code"] = trust, ""
        if board:
            self.organisations[BOARD, board] = board_name or board
        inspected, rating = told.pop("inspected_on"), told.pop("rating")
        if inspected:
            outcome, concern = REGISTER_RATINGS.get(rating.casefold(), (rating, ""))
            self.inspections.append(Inspection(number, urn, GRADED, OLDER, inspected, outcome=outcome, concern=concern))
        first, last = told.pop("head_first"), told.pop("head_last")
        if (first or last) and told["status"] != "closed" and (self.marked is None or code in self.marked):
            mark = self.mark(urn, first, last)
        return SchoolRow(row=number, foundation_code=foundation, head_mark=mark, **told)

    def _faults(self, number: int, line: list[str]) -> Iterator[Refused]:
        """Every cell of the row that cannot be read, so that it is mended in one go."""
        for (name, _, convert), cell in zip(self._columns, line, strict=True):
            try:
                convert(cell)
            except CellFault as fault:
                if fault.whole_file:
                    raise BadFile(f"Row {number}, {name}: {fault}") from fault
                yield Refused(number, name, str(fault))


def _columns() -> list[tuple[str, str, Callable[[str], Any]]]:
    """Name in the file, field of ours, converter. `cache` for columns that repeat a few values tens of thousands of
    times."""

    def words(limit: int, ignore: frozenset[str] = NOTHING) -> Callable[[str], str]:
        return cache(text(limit, ignore=ignore))

    day, age = cache(cells.day), cache(cells.whole(130))
    return [
        ("URN", "urn", cells.urn),
        ("LA (code)", "authority_code", cache(cells.needed(cells.code(3), "authority code"))),
        ("LA (name)", "authority_name", cache(cells.needed(text(100), "authority"))),
        ("EstablishmentNumber", "establishment_number", cache(cells.code(4))),
        ("EstablishmentName", "name", cells.needed(text(200), "name")),
        ("EstablishmentStatus (name)", "status", cache(status)),
        ("TypeOfEstablishment (name)", "kind", words(80)),
        ("EstablishmentTypeGroup (name)", "kind_group", words(80)),
        ("PhaseOfEducation (name)", "phase", words(40)),
        ("OpenDate", "opened_on", day),
        ("ReasonEstablishmentOpened (name)", "opened_why", words(100)),
        ("CloseDate", "closed_on", day),
        ("ReasonEstablishmentClosed (name)", "closed_why", words(100)),
        ("StatutoryLowAge", "low_age", age),
        ("StatutoryHighAge", "high_age", age),
        ("NumberOfPupils", "pupils", cache(cells.whole(100_000))),
        ("Gender (name)", "gender", words(20)),
        ("ReligiousCharacter (name)", "religious_character", words(80)),
        ("TrustSchoolFlag (name)", "trust_flag", words(80)),
        ("Trusts (code)", "trust_code", words(12)),
        ("Trusts (name)", "trust_name", words(200)),
        ("Federations (code)", "board_code", words(12)),
        ("Federations (name)", "board_name", words(200)),
        ("Street", "street", text(150)),
        ("Town", "town", words(100, frozenset())),
        ("Postcode", "postcode", cells.postcode),
        ("TelephoneNum", "telephone", cells.telephone),
        ("SchoolWebsite", "website", cells.website),
        ("Easting", "easting", cells.grid),
        ("Northing", "northing", cells.grid),
        ("LastChangedDate", "data_on", day),
        ("HeadFirstName", "head_first", str),
        ("HeadLastName", "head_last", str),
        ("OfstedLastInsp", "inspected_on", day),
        ("OfstedRating (name)", "rating", words(60)),
    ]
