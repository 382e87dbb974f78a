"""The header found, and the rows under it."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from network.register.files.faults import BadFile, Refused

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
    columns: dict[str, int] = field(init=False)  # folded name: place
    doubled: set[str] = field(init=False)
    progress: Callable[[int], None] = lambda number: None  # told the number of the row that is being read

    def __post_init__(self) -> None:
        self.columns, self.doubled = {}, set()
        for place, name in enumerate(map(fold, self.header)):
            if name in self.columns:
                self.doubled.add(name)
            elif name:
                self.columns[name] = place

    def rows(self) -> Iterator[Row | Refused]:
        """Row number and cells, as many as in the header. Blank rows are passed over."""
        width, number, short = len(self.header), 0, 0
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for number, cells in enumerate(csv.reader(file, delimiter=self.separator, strict=True), 1):
                    if number % BLOCK == 0:
                        self.progress(number)
                    if number <= self.header_row:
                        continue
                    if len(cells) == width:
                        yield number, cells
                    elif any(cells[width:]):
                        why = f"has {len(cells)} cells where the header has {width}: a comma too many?"
                        yield Refused(number, "", why)
                    elif not any(cells):
                        continue
                    elif len(cells) < width:
                        short = number
                        yield Refused(number, "", f"has {len(cells)} cells where the header has {width}.")
                    else:
                        yield number, cells[:width]
        except csv.Error as fault:
            raise BadFile(_explain(fault, number + 1)) from fault
        except UnicodeDecodeError as fault:
            raise BadFile(
                f"Line {_line_of_strange_letter(self.path)} holds a letter that is neither UTF-8 nor Windows-1252. "
                "Download the file again."
            ) from fault
        if short and short == number:
            raise BadFile(f"The file stops in the middle of row {number}: it was cut short. Download it again.")
        self.progress(number)


def open_table(path: Path, encoding: str) -> Table:
    first: list[str] = []
    for separator in SEPARATORS:
        top = _top(path, encoding, separator)
        first = first or (top[0] if top else [])
        for number, cells in enumerate(top, 1):
            if len(cells) > 1 and "urn" in map(fold, cells):
                return Table(path, encoding, separator, number, cells)
    if first and any(cell.strip().isdigit() and len(cell.strip()) == 6 for cell in first[:3]):
        raise BadFile("The file has no header row: its first row should name the columns, beginning with URN.")
    raise BadFile("No row in the first ten names a column “URN”, so this is not a register file this page knows.")


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
