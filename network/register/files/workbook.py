"""Excel's and OpenDocument's files: the one sheet in which the table is, as a CSV. So whatever reads CSV reads them
too, row by row and with the same words."""

import json
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from network.register.files.examine import LIMIT, Examined
from network.register.files.faults import BadFile, NoHeader
from network.register.files.table import Table

CHILD = Path(__file__).with_name("sheets_as_csv.py")
LONGEST = 120  # seconds
PREFIX = "covenant-sheets-"
AS_CSV = "Open it in a spreadsheet, save the sheet with the table as “CSV UTF-8”, and upload that file."
FAULTS = {
    "password": "This workbook is locked with a password. Save it without one.",
    "large": f"This workbook is too large. {AS_CSV}",
    "error": "Cell {place} of this workbook shows an error, such as #N/A. Mend or empty it, and upload it again.",
    "damaged": f"This workbook cannot be read: it is damaged, too large, or none. {AS_CSV}",
}
Opens = Callable[[Path, str], Table]  # a CSV and its encoding; raises BadFile


def open_any(path: Path, examined: Examined, opens: Opens, largest: int = LIMIT) -> Table:
    """The table of a file of whatever kind. Raises BadFile."""
    if not examined.is_workbook:
        return opens(path, examined.encoding)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # for its owner alone: it may name heads
    try:
        table = _the_one(_sheets(path, folder, largest), opens)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(table, shutil.rmtree, folder, ignore_errors=True)
    return table


def forget_older(than: float) -> None:
    """Clears away what a process that was killed has left behind: folders last changed before this second."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another worker was quicker
            if folder.stat().st_mtime < than:
                shutil.rmtree(folder, ignore_errors=True)


def _sheets(path: Path, folder: Path, largest: int) -> list[tuple[str, Path]]:
    """Name and CSV of each sheet that can be seen and has something in it."""
    command = [sys.executable, "-I", str(CHILD), str(path), str(folder), str(largest)]
    try:
        done = subprocess.run(  # noqa: S603  our own program, and names of our own temporary files
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        raise BadFile(FAULTS["large"]) from None
    answer: dict[str, Any] = {"fault": "damaged"} if done.returncode else json.loads(done.stdout)
    if "fault" in answer:
        raise BadFile(FAULTS[answer["fault"]].format(place=answer.get("place")))
    return [(name, Path(written)) for name, written in answer["sheets"]]


def _the_one(sheets: list[tuple[str, Path]], opens: Opens) -> Table:
    found: list[tuple[str, Table]] = []
    faults: list[BadFile] = []
    for name, path in sheets:
        try:
            found.append((name, opens(path, "utf-8")))
        except NoHeader as fault:
            faults.append(fault)
        except BadFile as fault:
            faults.insert(0, BadFile(f"Sheet “{name}”: {fault}"))
    if len(found) == 1:
        return found[0][1]
    if found:
        names = " and ".join(f"“{name}”" for name, _ in found[:2])
        raise BadFile(f"Two sheets of this workbook have such a table, {names}. Keep the one that is meant.")
    raise faults[0] if faults else BadFile("The workbook is empty.")
