"""Term dates from a CSV: our own shape, or the council's page. Pure.

A row that cannot be read is named with its column and why, and then nothing is taken.
"""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date

from inspections.terms import lines
from inspections.terms.lines import CLOSURE, TERM, YEARS, Found
from network.plurals import count

ROWS = 1_000
OURS = ("what", "name", "first day", "last day")
COUNCILS = ("term", "open", "half term", "close")
MONTHS = tuple(calendar.month_name[1:])
WEEKDAYS = tuple(calendar.day_name)
YEAR_PAIR = re.compile(r"\b(20\d\d)\s*(?:[/‐‑–—-]|to|and)\s*(?:20)?(\d\d)\b")


def read_csv(text: str) -> Found:
    found = Found()
    # Lines without a word stay where they are, so that a row is named by its own number.
    texts = ["" if line.startswith("#") else line for line in re.split(r"\r\n|\r|\n", text)]
    first = next((line for line in texts if re.search(r"\w", line)), "")
    reader = csv.reader(texts, delimiter=max(",;\t", key=first.count), strict=True)
    try:
        rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, start=1)]
    except csv.Error as error:
        return Found(problems=[f"The file is not proper CSV: {error}."])
    rows = [(number, row) for number, row in rows if re.search(r"\w", "".join(row))]
    if not rows:
        return Found(problems=["The file is empty."])
    number, heading = rows[0]
    header = tuple(_folded(cell) for cell in _filled(heading))
    if len(set(header)) != len(header):
        return Found(problems=[f"Row {number}: two columns have the same name."])
    if len(rows) > ROWS:
        return Found(problems=[f"The file has {count(len(rows), 'row')}: it does not look like term dates."])
    take = _ours if header == OURS else _councils if header == COUNCILS else None
    if take is None:
        wanted, has = ", ".join(OURS), ", ".join(heading)[:200]
        return Found(problems=[f"Row {number}: the columns must be {wanted}. This file has {has}."])
    for number, row in rows[1:]:
        cells = row[: len(header)] if not any(row[len(header) :]) else row
        if len(cells) != len(header):
            found.problems.append(f"Row {number}: {count(len(cells), 'column')} instead of {len(header)}.")
            continue
        take(number, dict(zip(header, cells, strict=True)), found)
    return found


def _filled(heading: list[str]) -> list[str]:
    """Without the empty columns that a spreadsheet leaves at the end."""
    while heading and not heading[-1]:
        heading = heading[:-1]
    return heading


def _ours(number: int, row: dict[str, str], found: Found) -> None:
    what = _folded(row["what"])
    if what not in (TERM, CLOSURE):
        found.problems.append(f"Row {number}, column what: write term or closure, not “{row['what'][:40]}”.")
        return
    first = _day(row["first day"], number, "first day", found)
    last = _day(row["last day"], number, "last day", found)
    _add(found, number, what, row["name"], first, last)


def _councils(number: int, row: dict[str, str], found: Found) -> None:
    """Southampton's page: "Autumn 2026, 3 September, 26 October - 30 October, 18 December"."""
    name = row["term"]
    pair, year = YEAR_PAIR.search(name), re.search(r"\b(20\d\d)\b", name)
    if year is None or (pair and (int(pair[1]) + 1) % 100 != int(pair[2])):
        found.problems.append(f"Row {number}, column term: the year is missing in “{name[:40]}”.")
        return

    def day(column: str, text: str) -> date | None:
        if pair and re.search(r"(?i)\b(jan|feb|mar|apr|may|jun|jul)", text):
            return _day(f"{text} {int(pair[1]) + 1}", number, column, found)  # of 2026/27 only the autumn is of 2026
        return _day(f"{text} {year[1]}", number, column, found)

    _add(found, number, TERM, name, day("open", row["open"]), day("close", row["close"]))
    if half := [part.strip() for part in re.split(r"\s*[-–—]\s*", row["half term"]) if part.strip()]:
        first, last = day("half term", half[0]), day("half term", half[-1])
        _add(found, number, CLOSURE, f"Half-term, {name}", first, last)


def _add(found: Found, number: int, what: str, name: str, first: date | None, last: date | None) -> None:
    if first is None or last is None:
        return
    if trouble := lines.trouble(first, last):
        found.problems.append(f"Row {number}: {trouble}")
    elif re.search(r"[\x00-\x1f\x7f]", name):
        found.problems.append(f"Row {number}: the name has a control character in it.")
    else:
        found.lines.append(lines.line(what, name, first, last))


def _day(text: str, number: int, column: str, found: Found) -> date | None:
    text = text.strip()
    day = _read_day(text)
    place = f"Row {number}, column {column}"
    if day is None:
        found.problems.append(f"{place}: “{text[:40]}” is not a day. Write it as 2026-09-01.")
    elif day.year not in YEARS:
        found.problems.append(f"{place}: {day:%d %B %Y} is too far away to be right.")
    elif (said := re.match(r"[A-Za-z]+day\b", text)) and said[0].title() != WEEKDAYS[day.weekday()]:
        found.problems.append(f"{place}: {day:%d %B %Y} is a {day:%A}, not a {said[0].title()}.")
    else:
        return day
    return None


def _read_day(text: str) -> date | None:
    if not text.isascii():
        return None
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(?:\w+day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]+)[\s-]+(\d{4})", text):
        day, word, year = match.groups()
        named = [
            n for n, each in enumerate(MONTHS, start=1) if len(word) > 2 and each.casefold().startswith(word.casefold())
        ]
        if len(named) != 1:
            return None
        month = str(named[0])
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
