"""Rows of Ofsted's "latest inspections" file, in every shape since before September 2019.

One row of the file tells of up to four inspections: the report card, the latest graded one, the one graded before it,
and the latest ungraded one. Each becomes an `Inspection` of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from network.register.files import cells, grades
from network.register.files.cells import tidy
from network.register.files.faults import Refused
from network.register.files.inspection import EIF, FULL, GRADED, OLDER, REPORT_CARD, UNGRADED, Grade, Inspection
from network.register.files.reading import Line, read_lines
from network.register.files.table import Table, fold
from network.register.files.tiers import ALL_NAMES, OEIF, PLAIN, PREVIOUS, REPORT, SHORT, Tier
from network.register.files.wanted import EVERYWHERE, Wanted


@dataclass
class Latest:
    table: Table
    wanted: Wanted = EVERYWHERE
    others: int = 0
    twice: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        columns = self.table.columns
        # The plain columns ("Inspection start date") tell of the report card since November 2025, before that of the
        # latest graded inspection.
        if fold("Safeguarding standards") in columns or fold("Inclusion") in columns:
            self.tiers = (REPORT, OEIF, SHORT)
        else:
            self.tiers = (PLAIN, PREVIOUS, SHORT)
        eif = {fold("Quality of education"), fold("Latest OEIF quality of education")}
        self.framework = EIF if eif & columns.keys() else OLDER
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
                yield Refused(first, "URN", f"{urn} stands in row {line.number} too. Neither is taken.")
            yield Refused(line.number, "URN", f"{urn} stands in row {first} too. Neither is taken.")
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
        relates = line.text(*tier.relates).casefold()
        at_time = line.read(cells.urn_or_blank, tier.urn_at_time) if relates == "no" else ""
        report_card = tier.kind == FULL
        to_grade = grades.report_card_grade if report_card else grades.older_grade
        areas = []
        for area in tier.areas:
            grade = line.read(to_grade, area.names)
            if grade:
                areas.append(Grade(area.name, grade, line.read(cells.day, area.dates) or started))
        outcome = tidy(line.text(*tier.outcome)) if tier.kind == UNGRADED else ""
        if tier.kind == GRADED:
            outcome = line.read(grades.older_grade, tier.outcome)
        return Inspection(
            line.number,
            urn,
            tier.kind,
            REPORT_CARD if report_card else self.framework,
            started,
            line.read(cells.day, tier.ended),
            line.read(cells.day, tier.published),
            line.read(cells.text(20), tier.number) if line.text(*tier.number) else "",
            at_time if at_time != urn else "",
            line.text(*tier.name_at_time)[:200] if at_time else "",
            outcome[:120],
            line.read(grades.concern, tier.concern),
            line.read(grades.safeguarding, tier.safeguarding),
            tuple(areas),
        )
