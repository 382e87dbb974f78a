"""The file of pairings that stand already: head, buddy, reserve; each a school's URN or an address. Django-free up to
the look-up its caller hands in."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from network.register.files import cells
from network.register.files.examine import examine
from network.register.files.faults import BadFile, NoHeader, Refused
from network.register.files.table import Table, find_table
from network.register.files.workbook import open_any

COLUMNS = ("head", "buddy")
HEADER = ("head", "buddy", "reserve")
MOST_ROWS = 2_000
LARGEST = 700_000  # bytes


class Row(NamedTuple):
    number: int
    head: int
    buddy: int
    reserve: int | None


class Read(NamedTuple):
    rows: list[Row]
    faults: list[Refused]


LookUp = Callable[[set[str]], Mapping[str, list[int]]]  # cells as typed, folded: whose they are


def read(path: Path, look_up: LookUp) -> Read:
    """Raises BadFile where the whole file cannot be used; a row that cannot is told with its column."""
    if path.stat().st_size > LARGEST:
        raise BadFile(f"The file is too large: at most {MOST_ROWS:,} pairings at a time.")
    table = open_any(path, examine(path), _open, LARGEST)
    lines: list[tuple[int, dict[str, str]]] = []
    made = Read([], [])
    for item in table.rows():
        if isinstance(item, Refused):
            made.faults.append(item)
            continue
        number, values = item
        of = {name: values[table.columns[name]].strip() if name in table.columns else "" for name in HEADER}
        if any(of.values()):
            lines.append((number, of))
    if len(lines) > MOST_ROWS:
        raise BadFile(f"The file holds more than {MOST_ROWS:,} pairings. Send it in parts.")
    if not lines and not made.faults:
        raise BadFile("No row has a head and a buddy in it.")
    whose = look_up({folded(cell) for _, of in lines for cell in of.values() if cell})
    seen: dict[int, int] = {}
    for number, of in lines:
        row = _row(number, of, whose, seen, made.faults)
        if row is not None:
            made.rows.append(row)
    return made


def folded(cell: str) -> str:
    return cell.strip().casefold()


def _row(
    number: int, of: dict[str, str], whose: Mapping[str, list[int]], seen: dict[int, int], faults: list[Refused]
) -> Row | None:
    before, found = len(faults), dict.fromkeys(HEADER, 0)
    for name in HEADER:
        if of[name]:
            found[name] = _one(number, name, of[name], whose, faults)
        elif name != "reserve":
            faults.append(Refused(number, name, "is empty. Give a school’s six-digit URN, or an address."))
    if len(faults) > before:
        return None
    if len({pk for pk in found.values() if pk}) < len([pk for pk in found.values() if pk]):
        faults.append(Refused(number, "", "names the same person twice."))
        return None
    if found["head"] in seen:
        faults.append(Refused(number, "head", f"has a buddy in row {seen[found['head']]} already."))
        return None
    seen[found["head"]] = number
    return Row(number, found["head"], found["buddy"], found["reserve"] or None)


def _one(number: int, name: str, cell: str, whose: Mapping[str, list[int]], faults: list[Refused]) -> int:
    people = whose.get(folded(cell), [])
    if len(people) == 1:
        return people[0]
    if people:
        why = f"{cells.shown(cell)} has more than one head. Give the address instead."
    elif "@" in cell:
        why = f"{cells.shown(cell)} is the address of nobody here who leads a school or has led one."
    elif cell.isdecimal():
        why = f"{cells.shown(cell)} is the URN of no school whose head has joined."
    else:
        why = f"{cells.shown(cell)} is neither a school’s six-digit URN nor an address."
    faults.append(Refused(number, name, why))
    return 0


def _open(path: Path, encoding: str) -> Table:
    try:
        table = find_table(path, encoding, COLUMNS)
    except NoHeader as fault:
        raise BadFile(f"The first row should name the columns {', '.join(HEADER)}.") from fault
    if doubled := sorted(table.doubled.intersection(HEADER)):
        raise BadFile(f"The column “{doubled[0]}” stands in the file twice.")
    return table
