"""CSV for people who open it in a spreadsheet: cells that it cannot run, and rows written as they are read."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

# What a spreadsheet writes into a cell that it could not work out.
FAULTS = frozenset({"#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"})
MARK = "\ufeff"  # without this mark at its beginning Excel reads the file in an old alphabet: Zoë becomes ZoÃ«
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
ROWS_A_PIECE = 500


def inert(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell[:1] in FORMULA else cell


def is_fault(cell: str) -> bool:
    return cell.strip().upper() in FAULTS


def streamed(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The pieces of a CSV for `StreamingHttpResponse`: the header, then some hundred rows at a time, so that memory
    does not grow with the table. None is an empty cell. It begins with the mark of its encoding."""
    written, rows = io.StringIO(), iter(rows)
    written.write(MARK)
    writer = csv.writer(written)
    writer.writerow(header)
    while piece := list(islice(rows, ROWS_A_PIECE)):
        writer.writerows(piece)
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    yield written.getvalue()
