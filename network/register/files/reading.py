"""What the readers of the smaller files share: named cells, and faults with their row and column."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from network.register.files.cells import CellFault, tidy
from network.register.files.faults import BadFile, Refused
from network.register.files.shapes import check_once
from network.register.files.table import Table, fold


class Line:
    """One row, its cells by any of the names a column has had."""

    __slots__ = ("cells", "column", "number", "places")

    def __init__(self, number: int, cells: list[str], places: dict[str, int]) -> None:
        self.number, self.cells, self.places = number, cells, places
        self.column = ""  # the one being read, for the message

    def read(self, convert: Callable[[str], Any], names: Sequence[str]) -> Any:
        """The first of these columns that the file has; an absent one reads as blank."""
        for name in names:
            place = self.places.get(fold(name))
            if place is not None:
                self.column = name
                return convert(self.cells[place])
        return convert("")

    def has(self, names: Sequence[str]) -> bool:
        return any(fold(name) in self.places for name in names)

    def text(self, *names: str) -> str:
        value = str(self.read(tidy, names))
        return "" if value.upper() == "NULL" else value


def read_lines(table: Table, used: Sequence[str], read: Callable[[Line], Iterator[Any]]) -> Iterator[Any | Refused]:
    """What `read` makes of each row. A row with a fault gives none of it, and says why."""
    for name in used:
        check_once(table, name)
    table.reads(used)
    for item in table.rows():
        if isinstance(item, Refused):
            yield item
            continue
        line = Line(item[0], item[1], table.columns)
        try:
            made = list(read(line))
        except CellFault as fault:
            if fault.whole_file:
                raise BadFile(f"Row {line.number}, {line.column}: {fault}") from fault
            yield Refused(line.number, line.column, str(fault))
        else:
            yield from made
