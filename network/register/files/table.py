"""The header found, and the rows under it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from network.register.files.cutting import Cutter
from network.register.files.faults import BadFile, Refused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
UNUSED_BY_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
BLOCK = 1000  # rows that are read and converted together
LOOK_FOR_HEADER_IN = 10  # rows; Ofsted puts none, one or two lines of title above it


def fold(name: str) -> str:
    """Header names are compared trimmed, in one case and with single spaces: publishers vary all three."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


class Block(NamedTuple):
    numbers: Sequence[int]  # of the rows, as many
    columns: list[Sequence[str]]  # one for each place asked for
    refused: list[Refused]


@dataclass
class Table:
    path: Path
    encoding: str
    separator: str
    header_row: int
    header: list[str]
    columns: dict[str, int] = field(init=False)  # folded name: place
    doubled: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.columns, self.doubled = {}, set()
        for place, name in enumerate(map(fold, self.header)):
            if name in self.columns:
                self.doubled.add(name)
            elif name:
                self.columns[name] = place

    def rows(self) -> Iterator[tuple[int, list[str]] | Refused]:
        """Row number and cells, as many as in the header. Blank rows are passed over."""
        for numbers, columns, refused in self.blocks(range(len(self.header))):
            rows: list[tuple[int, list[str]] | Refused] = [
                *zip(numbers, map(list, zip(*columns, strict=True)), strict=True)
            ]
            yield from sorted([*rows, *refused], key=itemgetter(0)) if refused else rows

    def blocks(self, places: Sequence[int]) -> Iterator[Block]:
        """The cells at these places, up to about BLOCK rows at a time."""
        width, number, short = len(self.header), 0, 0
        cutter = Cutter(self.separator, width, places)
        try:
            with self.path.open("rb") as file:
                lines = _lines(file, self.encoding)
                number = sum(1 for _ in islice(self._read(lines), self.header_row))
                while block := list(islice(lines, BLOCK)):
                    rows: list[Any] = []
                    try:
                        all_fit = cutter.cut(block, lines, rows)
                    finally:  # a fault is in the row after the last that came in
                        number += len(rows)
                    numbers = range(number - len(rows) + 1, number + 1)
                    if all_fit:  # as almost always in a file as published
                        yield Block(numbers, cutter.columns(rows), [])
                        continue
                    last = rows[-1]
                    if isinstance(last, list) and any(last) and len(last) < width:
                        short = number
                    yield _of_one_width(numbers, rows, cutter)
        except csv.Error as fault:
            raise BadFile(_explain(fault, number + 1)) from fault
        except UnicodeDecodeError as fault:
            raise BadFile(
                f"Line {_line_of_strange_letter(self.path)} holds a letter that is neither UTF-8 nor Windows-1252. "
                "Download the file again."
            ) from fault
        if short and short == number:
            raise BadFile(f"The file stops in the middle of row {number}: it was cut short. Download it again.")

    def _read(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.separator, strict=True)


def _of_one_width(numbers: Sequence[int], rows: list[Any], cutter: Cutter) -> Block:
    width, good, taken, refused = cutter.width, [], [], []
    for number, cells in zip(numbers, rows, strict=True):
        if isinstance(cells, tuple):
            good.append(number)
            taken.append(cells)
        elif len(cells) != width and not any(cells):
            continue
        elif len(cells) < width:
            refused.append(Refused(number, "", f"has {len(cells)} cells where the header has {width}."))
        elif any(cells[width:]):
            why = f"has {len(cells)} cells where the header has {width}: a comma too many?"
            refused.append(Refused(number, "", why))
        else:
            good.append(number)
            taken.append(cutter.picked(cells))
    return Block(good, cutter.columns(taken), refused)


def _lines(file: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The lines as a file opened for text gives them, in a quarter of the time: almost all of them are ASCII."""
    for line in file:
        text = line.decode("ascii") if line.isascii() else line.decode(encoding)
        if line.find(b"\r", 0, -2) < 0 and (line.endswith(b"\n") or b"\r" not in line):
            yield text
        else:  # an old Macintosh's line ends: Python's own reader knows all three kinds
            yield from io.StringIO(text, newline="")


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
