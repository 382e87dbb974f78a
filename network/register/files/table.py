"""The header found, and the rows under it."""

import csv
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from network.register.files import others
from network.register.files.faults import BadFile, NoHeader, Refused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
UNUSED_BY_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
BLOCK = 10_000  # rows between two signs of progress
LOOK_FOR_HEADER_IN = 10  # rows; Ofsted puts none, one or two lines of title above it

Row = tuple[int, list[str]]


def fold(name: str) -> str:
    """Header names are compared trimmed, in one case and with single spaces: publishers vary all three."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


@dataclass
class Table:
    path: Path
    encoding: str
    separator: str
    header_row: int
    header: list[str]
    titles: str = ""  # the words above the header
    columns: dict[str, int] = field(init=False)  # folded name: place
    doubled: set[str] = field(init=False)
    progress: Callable[[int], None] = lambda number: None  # told the number of the row that is being read
    blank: int = 0  # rows passed over because nothing stands in them
    least: int = 0  # cells that a row must have: as far as the last column that is read

    def __post_init__(self) -> None:
        self.columns, self.doubled = {}, set()
        for place, name in enumerate(map(fold, self.header)):
            if name in self.columns:
                self.doubled.add(name)
            elif name:
                self.columns[name] = place
        self.least = max(self.columns.values(), default=-1) + 1  # those without a name at the end may be absent

    def reads(self, names: Iterable[str]) -> None:
        """Excel leaves out the separators behind the last cell that is filled, sixteen rows at a time: a row may end
        before columns that nobody reads."""
        self.least = max(
            (self.columns[fold(name)] + 1 for name in names if fold(name) in self.columns), default=self.least
        )

    def rows(self) -> Iterator[Row | Refused]:
        """Row number and cells, as many as in the header. Rows without anything in them are passed over: a
        spreadsheet keeps those that were used once."""
        width, number, short, padded = len(self.header), 0, 0, 0
        self.blank = 0
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for number, cells in enumerate(csv.reader(file, delimiter=self.separator, strict=True), 1):
                    if number % BLOCK == 0:
                        self.progress(number)
                    if number <= self.header_row:
                        continue
                    if not (cells and cells[0].strip()) and not any(map(str.strip, cells)):
                        self.blank += 1
                    elif len(cells) == width:
                        yield number, cells
                    elif any(cells[width:]):
                        why = f"has {len(cells)} cells where the header has {width}: a comma too many?"
                        yield Refused(number, "", why)
                    elif len(cells) < self.least:
                        short = number
                        yield Refused(number, "", f"has {len(cells)} cells where the header has {width}.")
                    else:
                        padded = number if len(cells) < width else padded
                        yield number, (cells + [""] * width)[:width]
        except csv.Error as fault:
            raise BadFile(_explain(fault, number + 1)) from fault
        except UnicodeDecodeError as fault:
            raise BadFile(
                f"Line {_line_of_strange_letter(self.path)} holds a letter that is neither UTF-8 nor Windows-1252. "
                "Download the file again."
            ) from fault
        if number and (short == number or (padded == number and not self._ends_with_a_line())):
            raise BadFile(f"The file stops in the middle of row {number}: it was cut short. Download it again.")
        self.progress(number)

    def _ends_with_a_line(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-2, os.SEEK_END)
            return not {0x0A, 0x0D}.isdisjoint(file.read())


def find_table(path: Path, encoding: str, names: Collection[str]) -> Table:
    """The table whose header, one of the first rows, has all these columns (folded names). Raises NoHeader."""
    first: list[list[str]] = []
    for separator in SEPARATORS:
        top = _top(path, encoding, separator)
        first = first or [cells for cells in top if any(map(str.strip, cells))]
        for number, cells in enumerate(top, 1):
            if len(cells) > 1 and set(names) <= set(map(fold, cells)):
                return Table(path, encoding, separator, number, cells, _words(top[: number - 1]))
    raise NoHeader(f"No row at the top names the columns {', '.join(names)}.", first)


def open_table(path: Path, encoding: str, name: str = "") -> Table:
    """The table of a register file. Its `name` is read where it has no header that we know."""
    try:
        return find_table(path, encoding, ["urn"])
    except NoHeader as fault:
        others.check(f"{_words(fault.top)} {name}", {fold(cell) for row in fault.top for cell in row})
        if any(cell.strip().isdigit() and len(cell.strip()) == 6 for row in fault.top[:1] for cell in row[:3]):
            words = "The file has no header row: its first row should name the columns, beginning with URN."
        else:
            words = "No row in the first ten names a column “URN”, so this is not a register file this page knows."
        raise NoHeader(words, fault.top) from fault


def _words(rows: list[list[str]]) -> str:
    return " ".join(cell for row in rows for cell in row if cell)


def _top(path: Path, encoding: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        with path.open(encoding=encoding, newline="", errors="replace") as file:
            for cells in csv.reader(file, delimiter=separator, strict=True):
                rows.append(cells)
                if len(rows) == LOOK_FOR_HEADER_IN:
                    break
    except csv.Error:
        pass  # told with its row when the rows are read, if the header was found above it
    return rows


def _line_of_strange_letter(path: Path) -> int:
    """The text is decoded in blocks, so the reader itself does not know the line."""
    with path.open("rb") as file:
        return next((line for line, text in enumerate(file, 1) if set(text) & UNUSED_BY_CP1252), 0)


def _explain(fault: csv.Error, row: int) -> str:
    words = str(fault)
    if "field limit" in words:
        return f"Row {row} holds a cell of more than 131,072 letters: a quote above it may never be closed."
    if "unexpected end" in words:
        return f"Row {row}: a quote is opened and never closed before the file ends. It may have been cut short."
    return f"Row {row}: a quote stands where it should not ({words}). A quote before it may never be closed."
