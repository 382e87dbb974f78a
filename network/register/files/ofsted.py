"""Rows of Ofsted's "latest inspections" file, in every shape since before September 2019.

One row of the file tells of up to four inspections: the report card, the latest graded one, the one graded before it,
and the latest ungraded one. Each becomes an `Inspection` of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from network.register.files import cells, grades
from network.register.files.cells import tidy
from network.register.files.faults import Refused
from network.register.files.inspection import (
    EIF,
    FULL,
    GRADED,
    OLDER,
    REPORT_CARD,
    UNGRADED,
    Grade,
    Inspection,
    kind_said,
)
from network.register.files.reading import Line, read_lines
from network.register.files.table import Table
from network.register.files.tiers import ALL_NAMES, Tier, is_oldest, tiers_of
from network.register.files.wanted import EVERYWHERE, Wanted

ONCE = "In the file of latest inspections each school has one row. Neither is taken."


@dataclass
class Latest:
    table: Table
    wanted: Wanted = EVERYWHERE
    others: int = 0
    twice: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tiers = tiers_of(self.table.columns)
        self.framework = OLDER if is_oldest(self.table.columns) else EIF
        self._rows: dict[str, int] = {}

    def rows(self) -> Iterator[Inspection | Refused]:
        """Rows of one URN that stands twice are both refused; drop what came of the first (`twice`)."""
        return read_lines(self.table, ALL_NAMES, self._read)

    def _read(self, line: Line) -> Iterator[Inspection | Refused]:
        urn = line.read(cells.urn, ["URN"])
        if not self.wanted.takes(urn, line.text("Local authority")):
            self.others += 1
            return
        if urn in self._rows:
            first = self._rows[urn]
            if urn not in self.twice:
                self.twice.add(urn)
                yield Refused(first, "URN", f"{urn} stands in row {line.number} too. {ONCE}")
            yield Refused(line.number, "URN", f"{urn} stands in row {first} too. {ONCE}")
            return
        self._rows[urn] = line.number
        found: dict[tuple[str, str, object], Inspection] = {}
        for tier in self.tiers:
            inspection = self._inspection(line, urn, tier)
            if inspection is not None:
                found.setdefault(inspection.key, inspection)
        yield from found.values()

    def _inspection(self, line: Line, urn: str, tier: Tier) -> Inspection | None:
        started = line.read(cells.day, tier.started)
        converted = line.text(*tier.converted).casefold() == "yes"
        if started is None or converted:  # converted: it is told as the graded inspection it became
            return None
        at_time, name_at_time = self._at_time(line, urn, tier)
        kind = tier.kind
        if kind != UNGRADED:
            kind = kind_said(" ".join(line.text(name) for name in tier.grouping), kind)
        to_grade = grades.report_card_grade if tier.kind == FULL else grades.older_grade
        areas, blank = [], []
        for area in tier.areas:
            grade = line.read(to_grade, area.names)
            if grade:
                areas.append(Grade(area.name, grade, line.read(cells.day, area.dates) or started))
            elif line.has(area.names):
                blank.append(area.name)
        outcome = tidy(line.text(*tier.outcome)) if tier.kind == UNGRADED else ""
        if tier.kind == GRADED:
            outcome = line.read(grades.older_grade, tier.outcome)
        return Inspection(
            line.number,
            urn,
            kind,
            REPORT_CARD if tier.kind == FULL else self.framework,
            started,
            ended_on=line.read(cells.day, tier.ended),
            published_on=line.read(cells.day, tier.published),
            number=line.read(cells.text(20), tier.number) if line.text(*tier.number) else "",
            urn_at_time=at_time,
            name_at_time=name_at_time,
            outcome=outcome[:120],
            concern=line.read(grades.concern, tier.concern) if line.has(tier.concern) else None,
            safeguarding=line.read(grades.safeguarding, tier.safeguarding),
            blank=tuple(blank),
            grades=tuple(areas),
        )

    @staticmethod
    def _at_time(line: Line, urn: str, tier: Tier) -> tuple[str | None, str | None]:
        """URN and name of the predecessor whose inspection it was: blank where it was the school's own."""
        if not line.has(tier.relates):
            return None, None
        is_own = line.text(*tier.relates).casefold() != "no"
        at_time = "" if is_own else line.read(cells.urn_or_blank, tier.urn_at_time)
        if at_time in ("", urn):
            return "", ""
        return at_time, line.text(*tier.name_at_time)[:200] if line.has(tier.name_at_time) else None
