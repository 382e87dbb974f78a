"""Rows of the GIAS file of all establishments."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from operator import not_
from typing import Any, NamedTuple

from network.register.files import cells
from network.register.files.cells import ByColumn, CellFault, remember, text
from network.register.files.faults import BadFile, Refused
from network.register.files.heads import Marker, no_marks
from network.register.files.inspection import GRADED, OLDER, Inspection
from network.register.files.shapes import check_once
from network.register.files.table import Table, fold
from network.register.files.vocabulary import REGISTER_RATINGS

NOTHING = frozenset({"Not applicable", "Does not apply", "Not Recorded"})
STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "closing",
    "proposed to open": "proposed",
}
TRUST, FOUNDATION, BOARD = "trust", "foundation_trust", "board"

Columns = list[list[Any]]


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
    authority: str = ""  # keep this authority's schools only, by name or code
    as_at: date | None = None  # the data's own date
    authorities: dict[str, str] = field(default_factory=dict)  # code: name
    organisations: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind, register's code): name
    inspections: list[Inspection] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)  # URNs to drop again: which of their rows is right cannot be told
    others: int = 0  # rows of other authorities, passed over
    marked: Collection[str] | None = None  # codes of the authorities whose heads are marked; None: every one

    def __post_init__(self) -> None:
        self._columns = _columns()
        for name, _, _ in self._columns:
            check_once(self.table, name)
        self.absent = {ours for name, ours, _ in self._columns if fold(name) not in self.table.columns}
        self._converters = [convert for _, _, convert in self._columns]
        self._wanted = self.authority.strip().casefold()

    def rows(self) -> Iterator[SchoolRow | Refused]:
        for item in self.blocks():
            if isinstance(item, Refused):
                yield item
            else:
                yield from map(SchoolRow._make, zip(*item, strict=True))

    def blocks(self) -> Iterator[Columns | Refused]:
        """About a thousand rows at a time, as the columns of SchoolRow: much faster than an object for each row."""
        places = [self.table.columns.get(fold(name)) for name, _, _ in self._columns]
        seen: dict[str, int] = {}
        for numbers, columns, refused in self.table.blocks([place for place in places if place is not None]):
            yield from refused
            told, blank = iter(columns), [""] * len(numbers)
            yield from self._block(list(numbers), [blank if place is None else next(told) for place in places], seen)

    def _block(self, numbers: list[int], told: list[Sequence[str]], seen: dict[str, int]) -> Iterator[Any]:
        try:
            columns = self._converted(numbers, told)
        except CellFault:
            good = []
            for number, line in zip(numbers, zip(*told, strict=True), strict=True):
                faults = list(self._faults(number, line))
                yield from faults
                good.append(not faults)
            columns = self._converted(list(compress(numbers, good)), [list(compress(column, good)) for column in told])
        if columns and self._wanted:
            mine = [self._wanted in (name.casefold(), code) for code, name in zip(columns[2], columns[3], strict=True)]
            self.others += mine.count(False)
            columns = _only(columns, mine)
        if not columns:
            return
        columns = self._read(*columns)
        numbers, urns = columns[:2]
        if len(set(urns)) == len(urns) and seen.keys().isdisjoint(urns):
            seen.update(zip(urns, numbers, strict=True))
        else:
            first = [seen.setdefault(urn, number) == number for number, urn in zip(numbers, urns, strict=True)]
            columns = _only(columns, first)
            yield from self._stand_twice(list(compress(zip(numbers, urns, strict=True), map(not_, first))), seen)
        if columns:
            yield columns

    def _converted(self, numbers: list[int], told: list[Sequence[str]]) -> Columns:
        if not numbers:
            return []
        columns: Columns = [numbers]
        for convert, column in zip(self._converters, told, strict=True):
            columns.append(convert.column(column) if isinstance(convert, ByColumn) else list(map(convert, column)))
        return columns

    def _stand_twice(self, again: list[tuple[int, str]], seen: dict[str, int]) -> Iterator[Refused]:
        for number, urn in again:
            if urn not in self.twice:
                self.twice.add(urn)
                yield Refused(seen[urn], "URN", f"{urn} stands in row {number} too. Neither is taken.")
            yield Refused(number, "URN", f"{urn} stands in row {seen[urn]} too. Neither is taken.")

    def _read(
        self, numbers, urn, code, authority, establishment, name, status_, kind, group, phase, opened, opened_why,
        closed, closed_why, low, high, pupils, gender, character, flag, trust, trust_name, board, board_name, street,
        town, postcode, telephone, website, easting, northing, changed, first, last, inspected, rating,
    ) -> Columns:  # fmt: skip
        self.authorities.update(zip(code, authority, strict=True))
        if any(closed):
            status_ = [settled(word, day, self.as_at) for word, day in zip(status_, closed, strict=True)]
        foundation, mark = [""] * len(urn), [""] * len(urn)
        for place in _filled(trust):
            tie, found = TRUST, trust[place]
            if flag[place] == "Supported by a trust":
                tie, foundation[place], trust[place] = FOUNDATION, found, ""
            self.organisations[tie, found] = trust_name[place] or found
        for place in _filled(board):
            self.organisations[BOARD, board[place]] = board_name[place] or board[place]
        for place in _filled(inspected):
            word = rating[place]
            outcome, concern = REGISTER_RATINGS.get(word.casefold(), (word, ""))
            self.inspections.append(
                Inspection(
                    numbers[place], urn[place], GRADED, OLDER, inspected[place], outcome=outcome, concern=concern
                )
            )
        for place, person in enumerate(zip(first, last, strict=True)):
            if any(person) and status_[place] != "closed" and (self.marked is None or code[place] in self.marked):
                mark[place] = self.mark(urn[place], *person)
        return [
            numbers, urn, code, establishment, name, status_, kind, group, phase, opened, opened_why, closed,
            closed_why, low, high, pupils, gender, character, trust, foundation, board, street, town, postcode,
            telephone, website, easting, northing, changed, mark,
        ]  # fmt: skip

    def _faults(self, number: int, line: tuple[str, ...]) -> Iterator[Refused]:
        """Every cell of the row that cannot be read, so that it is mended in one go."""
        for (name, _, convert), cell in zip(self._columns, line, strict=True):
            try:
                convert(cell)
            except CellFault as fault:
                if fault.whole_file:
                    raise BadFile(f"Row {number}, {name}: {fault}") from fault
                yield Refused(number, name, str(fault))


def _filled(column: list[Any]) -> list[int]:
    return [place for place, value in enumerate(column) if value]


def _only(columns: Columns, which: list[bool]) -> Columns:
    return [list(compress(column, which)) for column in columns] if any(which) else []


def _columns() -> list[tuple[str, str, Callable[[str], Any]]]:
    """Name in the file, field of ours, converter."""

    def words(limit: int, ignore: frozenset[str] = NOTHING) -> Callable[[str], str]:
        return remember(text(limit, ignore=ignore))

    day, age = remember(cells.day), remember(cells.whole(130))
    return [
        ("URN", "urn", cells.urn),
        ("LA (code)", "authority_code", remember(cells.needed(cells.code(3), "authority code"))),
        ("LA (name)", "authority_name", remember(cells.needed(text(100), "authority"))),
        ("EstablishmentNumber", "establishment_number", remember(cells.code(4))),
        ("EstablishmentName", "name", cells.needed(text(200), "name")),
        ("EstablishmentStatus (name)", "status", remember(status)),
        ("TypeOfEstablishment (name)", "kind", words(80)),
        ("EstablishmentTypeGroup (name)", "kind_group", words(80)),
        ("PhaseOfEducation (name)", "phase", words(40)),
        ("OpenDate", "opened_on", day),
        ("ReasonEstablishmentOpened (name)", "opened_why", words(100)),
        ("CloseDate", "closed_on", day),
        ("ReasonEstablishmentClosed (name)", "closed_why", words(100)),
        ("StatutoryLowAge", "low_age", age),
        ("StatutoryHighAge", "high_age", age),
        ("NumberOfPupils", "pupils", remember(cells.whole(100_000))),
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
