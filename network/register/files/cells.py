"""One cell in, one value out. A cell that cannot be read raises `CellFault` with the reason in plain words."""

import re
from calendar import month_name
from collections.abc import Callable
from datetime import date

from network import csv_cells

UNKNOWN_DATE = date(1900, 1, 1)  # how the register writes "not known"
_DATE = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})([- /])([A-Za-z]{3,9})\2(\d{4})", re.ASCII)  # 04-May-2021, as Excel shows it
_TIME = re.compile(r"(\s+|T)0?0:00(:00(\.0+)?)?$", re.ASCII)


class CellFault(ValueError):
    """`whole_file` when one such cell puts every other row in doubt."""

    def __init__(self, why: str, whole_file: bool = False) -> None:
        super().__init__(why)
        self.whole_file = whole_file


def shown(cell: str) -> str:
    """A cell as quoted in a message: short, and with nothing in it that does not print."""
    cell = "".join(letter if letter.isprintable() else "?" for letter in cell)
    return f"“{cell[:37]}...”" if len(cell) > 40 else f"“{cell}”"


def is_blank(cell: str) -> bool:
    return cell in ("", "NULL") or not cell.strip() or cell.strip().upper() == "NULL"


def tidy(cell: str) -> str:
    """Text on one line, single spaces, no letters that do not print. `NULL` is how Ofsted writes nothing."""
    if cell == "NULL":
        return ""
    if not cell.isprintable():
        cell = "".join(letter if letter.isprintable() else " " for letter in cell)
    return " ".join(cell.split())


def text(limit: int, *, ignore: frozenset[str] = frozenset()) -> Callable[[str], str]:
    def convert(cell: str) -> str:
        value = tidy(cell)
        if csv_cells.is_fault(value):
            raise CellFault(f"{shown(value)} is what a spreadsheet writes when it cannot work out a cell.")
        if len(value) > limit:
            raise CellFault(f"{shown(value)} has {len(value)} letters; at most {limit} fit.")
        return "" if value in ignore else value

    return convert


def needed(convert: Callable[[str], str], what: str) -> Callable[[str], str]:
    def filled(cell: str) -> str:
        value = convert(cell)
        if not value:
            raise CellFault(f"there is no {what}.")
        return value

    return filled


def urn(cell: str) -> str:
    value = cell.strip()
    if len(value) == 6 and value.isascii() and value.isdigit():
        return value
    if is_blank(value):
        raise CellFault("there is no URN.")
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", value):
        raise CellFault(
            f"{shown(value)} was shortened by a spreadsheet and its figures are lost. Use the file as published."
        )
    if not value.isascii() and value.isdigit():
        raise CellFault(f"{shown(value)} is not written in the ordinary figures 0 to 9.")
    if value.startswith("="):
        raise CellFault(f"{shown(value)} is a formula, not a number.")
    raise CellFault(f"{shown(value)} is not a number of six figures.")


def urn_or_blank(cell: str) -> str:
    return "" if is_blank(cell) else urn(cell)


def day(cell: str) -> date | None:
    """dd-mm-yyyy or dd/mm/yyyy, with the month in words, or with the year first; never month before day and year.
    01-01-1900 is "not known": None."""
    if is_blank(cell):
        return None
    value = _TIME.sub("", cell.strip())
    match = _DATE.fullmatch(value)
    if match is not None:
        dd, mm, yyyy = int(match[1]), int(match[3]), int(match[4])
    elif (match := _NAMED.fullmatch(value)) is not None and (mm := _month(match[3])):
        dd, yyyy = int(match[1]), int(match[4])
    elif (match := _YEAR_FIRST.fullmatch(value)) is not None:
        yyyy, mm, dd = int(match[1]), int(match[3]), int(match[4])
        if mm > 12:
            raise CellFault(_why_no_date(value))
    else:
        raise CellFault(_why_no_date(value))
    if mm > 12 and dd <= 12:
        raise CellFault(
            f"{shown(value)} has the month first. Other dates may be the wrong way round without showing it. "
            "Use the file as published (day, month, year).",
            whole_file=True,
        )
    try:
        found = date(yyyy, mm, dd)
    except ValueError:
        month = month_name[mm] if 1 <= mm <= 12 else f"month {mm}"
        raise CellFault(f"{shown(value)}: there is no {dd} {month} {yyyy}.") from None
    if found == UNKNOWN_DATE:
        return None
    if not 1000 <= yyyy <= 2200:
        raise CellFault(f"{shown(value)}: the year {yyyy} cannot be right.")
    return found


def _month(word: str) -> int:
    """Its number, by three letters or more of its name; 0 where it is none."""
    return next((number for number, name in enumerate(month_name) if name.casefold().startswith(word.casefold())), 0)


def _why_no_date(value: str) -> str:
    if re.fullmatch(r"\d{4,6}(\.\d+)?", value, re.ASCII):
        return f"{shown(value)} is a spreadsheet's day number, not a date. Use the file as published."
    if re.fullmatch(r"\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}", value, re.ASCII):
        return f"{shown(value)} has a year of two figures. Dates are day-month-year with four."
    return f"{shown(value)} is not a date written as day-month-year (31-08-2026 or 31/08/2026)."


def whole(limit: int) -> Callable[[str], int | None]:
    def convert(cell: str) -> int | None:
        value = cell.strip()
        if value.isascii() and value.isdigit() and len(value) < 10:
            number = int(value)
            if number > limit:
                raise CellFault(f"{shown(value)} is too large; at most {limit:,} can be right.")
            return number
        if is_blank(value):
            return None
        if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", value):
            raise CellFault(f"{shown(value)} was shortened by a spreadsheet and its figures are lost.")
        raise CellFault(f"{shown(value)} is not a whole number.")

    return convert


_metres = whole(1_300_000)


def grid(cell: str) -> int | None:
    """Metres of the British National Grid. 0 means "no place known": taken as one it lies in the Atlantic."""
    return _metres(cell) or None


def code(width: int) -> Callable[[str], str]:
    """A code as text. A spreadsheet takes the leading zeros away; the width gives them back."""

    def fill(cell: str) -> str:
        value = tidy(cell)
        if not value:
            return ""
        if len(value) > width or not value.isascii() or not value.isalnum():
            raise CellFault(f"{shown(value)} is not a code of {width} figures.")
        return value.zfill(width)

    return fill


def postcode(cell: str) -> str:
    value = tidy(cell)
    if len(value) > 12:
        raise CellFault(f"{shown(value)} is too long for a postcode.")
    return value.upper()


def website(cell: str) -> str:
    """An http address, or nothing: what stands here becomes a link."""
    value = tidy(cell)
    if not value or " " in value or "." not in value or len(value) > 240:
        return ""
    if value.lower().startswith(("http://", "https://")):
        return value
    return "" if "://" in value or ":" in value.split("/")[0] else f"http://{value}"


def telephone(cell: str) -> str:
    value = tidy(cell)
    if len(value) > 30:
        raise CellFault(f"{shown(value)} is too long for a telephone number.")
    # A spreadsheet takes the 0 away; no British number of ten figures begins with another.
    return f"0{value}" if len(value) == 10 and value.isdigit() and value[0] != "0" else value
