"""The file of invitations, read: name, email, role, and a school's URN or an organisation. All or nothing: every fault
is told with its row and column, and then nothing is sent. Django-free up to the look-ups its caller hands in."""

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from network.contact import contact_validation
from network.register.files import cells
from network.register.files.examine import examine
from network.register.files.faults import BadFile, NoHeader, Refused
from network.register.files.shapes import check_columns
from network.register.files.table import Table, find_table, fold
from network.register.files.workbook import open_any

COLUMNS = ("name", "email", "role", "urn", "organisation")
HEADER = ("name", "email", "role", "urn", "school", "organisation")  # of the file to fill in; "school" is for reading
MOST_ROWS = 2_000
LARGEST = 700_000  # bytes


class Row(NamedTuple):
    number: int
    name: str
    email: str
    role: str
    urn: str
    organisation: str


class Read(NamedTuple):
    rows: list[Row]
    faults: list[Refused]


def read(path: Path, roles: Mapping[str, str], at_school: Callable[[str], bool]) -> Read:
    """`roles` gives a role by each word for it; `at_school(role)` says whether it takes a URN. Raises BadFile."""
    if path.stat().st_size > LARGEST:
        raise BadFile(f"The file is too large: at most {MOST_ROWS:,} people at a time.")
    table = open_any(path, examine(path), _open, LARGEST)
    check_columns(table, COLUMNS)
    made = Read([], [])
    seen: dict[tuple[str, str, str, str], int] = {}
    for item in table.rows():
        if isinstance(item, Refused):
            made.faults.append(item)
            continue
        number, values = item
        of = {name: values[table.columns[name]].strip() for name in COLUMNS}
        if not of["name"] and not of["email"]:
            continue  # a line of the pre-filled file that nobody has filled in
        row, faults = _row(number, of, roles, at_school)
        key = (row.email, row.role, row.urn, row.organisation.casefold())
        if not faults and key in seen:
            faults = [Refused(number, "email", f"is the same as row {seen[key]}: take one of them out.")]
        seen.setdefault(key, number)
        made.faults.extend(faults)
        if not faults:
            made.rows.append(row)
    if len(made.rows) + len(made.faults) > MOST_ROWS:
        raise BadFile(f"The file names more than {MOST_ROWS:,} people. Send it in parts.")
    if not made.rows and not made.faults:
        raise BadFile("No row has a name and an address in it: there is nobody to invite.")
    return made


def _row(
    number: int, of: dict[str, str], roles: Mapping[str, str], at_school: Callable[[str], bool]
) -> tuple[Row, list[Refused]]:
    faults: list[Refused] = []

    def check(column: str, how: Callable[[str], str]) -> str:
        try:
            return how(of[column])
        except ValueError as fault:
            faults.append(Refused(number, column, str(fault)))
            return ""

    row = Row(
        number,
        check("name", contact_validation.name),
        check("email", contact_validation.email),
        check("role", lambda text: _role(text, roles)),
        check("urn", cells.urn) if of["urn"] else "",
        " ".join(of["organisation"].split()),
    )
    if row.role and at_school(row.role):
        if not of["urn"]:
            faults.append(Refused(number, "urn", "is empty: this role belongs to a school. Give its six-digit URN."))
        if row.organisation:
            faults.append(Refused(number, "organisation", "must be empty: this role belongs to a school."))
    elif row.role:
        if of["urn"]:
            faults.append(Refused(number, "urn", "must be empty: this role belongs to an organisation."))
        if not row.organisation:
            faults.append(Refused(number, "organisation", "is empty. Give its name as the network writes it."))
    return row, faults


def _role(text: str, roles: Mapping[str, str]) -> str:
    role = roles.get(fold(text).replace("-", " ").replace("_", " "))
    if role is None:
        names = sorted({each.replace("_", " ") for each in roles.values()})
        raise ValueError(f"{cells.shown(text)} is not one of: {', '.join(names)}.")
    return role


def _open(path: Path, encoding: str) -> Table:
    try:
        return find_table(path, encoding, ["email"])
    except NoHeader as fault:
        if any("@" in cell for cell in chain(*fault.top)):
            raise BadFile(f"The file has no header row: its first row should be {', '.join(HEADER)}.") from fault
        raise BadFile(f"The first row names no column “email”. It should be {', '.join(HEADER)}.") from fault
