"""The sheets of a workbook written as CSV, one file each: `python sheets_as_csv.py BOOK FOLDER LARGEST`.

A process of its own (workbook.py starts it), because there are workbooks for which the library asks for more memory
than there is and ends the process, which no `except` catches. Nothing of this project is imported here. Prints the
names of the sheets and their files as JSON, or why there are none.
"""

import csv
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

MEMORY = 1 << 31  # bytes of addresses; the nation's register as .xlsx takes about a third of it
SECONDS = 90  # of work
CHUNK, OVERLAP = 1 << 20, 200
ERROR = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]{0,60} t="e"')
LOOK_EVERY = 1000  # rows: whether what was written has grown too large


def main(book: str, folder: str, largest: int) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if place := _error_in(book):
        return {"fault": "error", "place": place}
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    try:
        with open(book, "rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            for number, about in enumerate(workbook.sheets_metadata):
                if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                    continue
                sheet = workbook.get_sheet_by_index(number)
                path = Path(folder) / f"{number}.csv"
                if sheet.start is not None and not _write(path, sheet.iter_rows(), largest):
                    return {"fault": "large"}
                if sheet.start is not None:
                    sheets.append([about.name, str(path)])
    except PasswordError:
        return {"fault": "password"}
    except CalamineError:
        return {"fault": "damaged"}
    return {"sheets": sheets}


def _error_in(book: str) -> str:
    """The first cell of an .xlsx that shows an error, such as #N/A: the library reads it as one that is empty."""
    if not zipfile.is_zipfile(book):
        return ""
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and (found := _search(archive.open(name))):
                return found
    return ""


def _search(sheet: IO[bytes]) -> str:
    before = b""
    while chunk := sheet.read(CHUNK):
        if found := ERROR.search(before + chunk):
            return found[1].decode()
        before = chunk[-OVERLAP:]
    return ""


def _write(path: Path, rows: Iterable[list[Any]], largest: int) -> bool:
    """Whether all of it fits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, cells in enumerate(_as_text(rows)):
            writer.writerow(cells)
            if number % LOOK_EVERY == 0 and file.tell() > largest:
                return False
        return file.tell() <= largest


def _as_text(rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    for cells in rows:
        yield [cell if type(cell) is str else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """As the register writes it: whole numbers without ".0", days with the year first and without a time."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


if __name__ == "__main__":
    json.dump(main(sys.argv[1], sys.argv[2], int(sys.argv[3])), sys.stdout)
