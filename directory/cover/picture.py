"""Where each part of the picture of the cover stands: colleagues against days and phases. Values in, places out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.cover.days import Day
from directory.needs import PHASES

DAYS = 10
LEFT, TOP, WIDE, HIGH, GAP = 150, 34, 70, 36, 8  # of the names, of the days, a cell's, and between two cells
FULL = 4  # from so many colleagues on it is drawn as dark as it gets
NEEDS = "needs"


@dataclass(frozen=True)
class Cell:
    """`look`: from 0 to 4 by how many are there, or `NEEDS` where somebody is missing."""

    x: int
    y: int
    says: str
    look: str
    wide: int = WIDE
    high: int = HIGH

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.wide // 2, self.y + self.high // 2 + 5


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    days: list[tuple[date, int]]  # with the middle of its column
    names: list[tuple[str, int]]  # with the line of its row
    cells: list[Cell]
    missing: list[tuple[str, int]]  # a phase, and on how many of the days nobody is there for it


def _cell(column: int, row: int, count: int, *, needs: bool) -> Cell:
    x, y = LEFT + column * (WIDE + GAP), TOP + row * (HIGH + GAP)
    return Cell(x, y, str(count) if count or not needs else "nobody", NEEDS if needs else str(min(count, FULL)))


def picture(coming: Sequence[Day]) -> Picture:
    """Of the next ten days, the rows in the order of the table."""
    days = coming[:DAYS]
    cells = []
    for column, day in enumerate(days):
        cells.append(_cell(column, 0, day.everybody, needs=day.thin))
        for row, (code, _) in enumerate(PHASES, 1):
            cells.append(_cell(column, row, day.by_phase[code], needs=code in day.thin_phases))
    names = ["Everybody", *(words for _, words in PHASES)]
    missing = [(words, sum(code in day.thin_phases for day in days)) for code, words in PHASES]
    return Picture(
        width=LEFT + len(days) * (WIDE + GAP),
        height=TOP + len(names) * (HIGH + GAP),
        days=[(day.on, LEFT + column * (WIDE + GAP) + WIDE // 2) for column, day in enumerate(days)],
        names=[(words, TOP + row * (HIGH + GAP) + HIGH // 2 + 5) for row, words in enumerate(names)],
        cells=cells,
        missing=[(words, count) for words, count in missing if count],
    )
