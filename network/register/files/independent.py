"""Rows of Ofsted's five-year file of non-association independent schools.

A school stands there up to five times, once for each "As at date", mostly with the same inspection. The file gives no
date of the inspection itself: the date of publication stands for it, and `published_on` is the same day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from network.register.files import cells, grades, others
from network.register.files.faults import Refused
from network.register.files.inspection import GRADED, INDEPENDENT, Grade, Inspection
from network.register.files.reading import Line, read_lines
from network.register.files.table import Table
from network.register.files.vocabulary import OLDER_AREAS
from network.register.files.wanted import EVERYWHERE, Wanted

COLUMNS = (
    "URN",
    "Remit",
    "As at date",
    "Published date",
    "Local authority area",
    "Overall effectiveness",
    "Safeguarding is effective?",
    *OLDER_AREAS,
    *(f"{area} (where applicable)" for area in OLDER_AREAS),
)


def remit(cell: str) -> None:
    """One row of another remit and every row may be: providers of all kinds share these columns."""
    if not cells.is_blank(cell) and "independent" not in cell.casefold():
        others.check(cell)
        why = f"{cells.shown(cell)} is another remit than that of non-association independent schools. {others.INSTEAD}"
        raise cells.CellFault(why, whole_file=True)


@dataclass
class FiveYears:
    table: Table
    wanted: Wanted = EVERYWHERE
    others: int = 0
    as_at: date | None = None  # the newest date in the file

    def rows(self) -> Iterator[Inspection | Refused]:
        seen: dict[tuple[str, str, date], Inspection] = {}
        for item in read_lines(self.table, COLUMNS, self._read):
            if isinstance(item, Refused):
                yield item
            elif item.key not in seen:
                seen[item.key] = item
                yield item
            elif item[1:] != seen[item.key][1:]:
                yield Refused(item.row, "Published date", f"tells it otherwise than row {seen[item.key].row}.")

    def _read(self, line: Line) -> Iterator[Inspection]:
        line.read(remit, ["Remit"])
        urn = line.read(cells.urn, ["URN"])
        if not self.wanted.takes(urn, line.text("Local authority area")):
            self.others += 1
            return
        stated = line.read(cells.day, ["As at date"])
        self.as_at = max(filter(None, (self.as_at, stated)), default=None)
        published = line.read(cells.day, ["Published date"])
        if published is None:  # never inspected
            return
        areas = []
        for area in OLDER_AREAS:
            grade = line.read(grades.older_grade, [area, f"{area} (where applicable)"])
            if grade:
                areas.append(Grade(area, grade, published))
        yield Inspection(
            line.number,
            urn,
            GRADED,
            INDEPENDENT,
            published,
            published_on=published,
            outcome=line.read(grades.older_grade, ["Overall effectiveness"]),
            safeguarding=line.read(grades.safeguarding, ["Safeguarding is effective?"]),
            grades=tuple(areas),
        )
