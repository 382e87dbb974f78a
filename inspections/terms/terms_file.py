"""Term dates from a file: our own CSV, the council's page as CSV, or a calendar (.ics). Pure: bytes in, dates out.

Nothing is guessed silently: a row that cannot be read is named with its column and why, and then nothing is taken.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from network.plurals import count

LIMIT = 1_000_000
ROWS = 1_000
TERM, CLOSURE = "term", "closure"
OURS = ("what", "name", "first day", "last day")
COUNCILS = ("term", "open", "half_term", "close")
MONTHS = tuple(calendar.month_name[1:])
CLOSED_WORDS = ("half term", "half-term", "holiday", "inset", "training", "closed", "closure", "break", "bank hol")
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, order=True, slots=True)
class Line:
    first: date
    last: date
    what: str
    name: str


@dataclass
class Found:
    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(content: bytes, name: str) -> Found:
    if not content.strip():
        return Found(problems=["The file is empty."])
    if len(content) > LIMIT:
        return Found(problems=["The file is larger than 1 MB: it does not look like term dates."])
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        return Found(problems=["This is a spreadsheet, a PDF or a zip file. Please save it as CSV first."])
    text = _text(content)
    if text is None:
        return Found(problems=["The file is not text we can read. Please save it as CSV, UTF-8."])
    if text.lstrip()[:1] == "<":
        return Found(problems=["This is a web page, not a file of dates. Please save it as CSV or .ics."])
    is_calendar = name.casefold().endswith(".ics") or "BEGIN:VCALENDAR" in text[:200]
    found = _calendar(content) if is_calendar else _csv(text)
    if not found.problems and not found.lines:
        found.problems.append("There are no dates in this file.")
    if not found.problems:
        found.problems += _overlaps(found.lines)
    found.lines.sort()
    return found


def as_csv(lines: list[Line]) -> str:
    """Our own shape: what the preview hands on, and what the page offers to be filled in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OURS)
    writer.writerows([line.what, line.name, line.first.isoformat(), line.last.isoformat()] for line in lines)
    return out.getvalue()


def _text(content: bytes) -> str | None:
    for mark, encoding in ENCODINGS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    text = _decoded(content, "utf-8")
    return _decoded(content, "cp1252") if text is None else text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _csv(text: str) -> Found:
    found = Found()
    lines = [line for line in re.split(r"\r\n|\r|\n", text) if line.strip() and not line.startswith("#")]
    if not lines:
        return Found(problems=["The file is empty."])
    separator = max(",;\t", key=lines[0].count)
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return Found(problems=[f"The file is not proper CSV: {error}."])
    header = tuple(_folded(cell) for cell in rows[0])
    if len(set(header)) != len(header):
        return Found(problems=["Row 1: two columns have the same name."])
    if len(rows) > ROWS:
        return Found(problems=[f"The file has {count(len(rows), 'row')}: it does not look like term dates."])
    take = {OURS: _ours, tuple(_folded(name) for name in COUNCILS): _councils}.get(header)
    if take is None:
        wanted = ", ".join(OURS)
        return Found(problems=[f"Row 1: the columns must be {wanted}. This file has {', '.join(rows[0])[:200]}."])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            found.problems.append(f"Row {number}: {count(len(row), 'column')} instead of {len(header)}.")
            continue
        take(number, dict(zip(header, row, strict=True)), found)
    return found


def _ours(number: int, row: dict[str, str], found: Found) -> None:
    what = _folded(row["what"])
    if what not in (TERM, CLOSURE):
        found.problems.append(f"Row {number}, column what: write term or closure, not “{row['what'][:40]}”.")
        return
    first = _day(row["first day"], number, "first day", found)
    last = _day(row["last day"], number, "last day", found)
    if first and last:
        _add(found, number, what, row["name"], first, last)


def _councils(number: int, row: dict[str, str], found: Found) -> None:
    """Southampton's page: "Autumn 2026, 3 September, 26 October - 30 October, 18 December"."""
    year = re.search(r"\b(20\d\d)\b", row["term"])
    if year is None:
        found.problems.append(f"Row {number}, column term: the year is missing in “{row['term'][:40]}”.")
        return
    spelled = {name: f"{row[_folded(name)].strip()} {year[1]}" for name in ("open", "close")}
    first = _day(spelled["open"], number, "open", found)
    last = _day(spelled["close"], number, "close", found)
    if first and last:
        _add(found, number, TERM, row["term"], first, last)
    half = [part.strip() for part in re.split(r"\s*[-–]\s*", row[_folded("half_term")]) if part.strip()]
    if half:
        from_day = _day(f"{half[0]} {year[1]}", number, "half_term", found)
        to_day = _day(f"{half[-1]} {year[1]}", number, "half_term", found)
        if from_day and to_day:
            _add(found, number, CLOSURE, f"Half-term, {row['term']}", from_day, to_day)


def _calendar(content: bytes) -> Found:
    from icalendar import Calendar  # here: eight MiB of every process that loads it

    found = Found()
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError, KeyError):
        return Found(problems=["The calendar file is cut short, or is not a calendar."])
    begun: tuple[int, date, str] | None = None
    dated = []
    for number, event in enumerate(events, start=1):
        start: Any = event.get("dtstart")
        end: Any = event.get("dtend")
        if not hasattr(start, "dt") or (end and not hasattr(end, "dt")):
            found.problems.append(f"Event {number}: it has no day.")
            continue
        first = _plain(start.dt)
        last = _plain(end.dt) if end else first
        if end and not isinstance(end.dt, datetime):
            last -= timedelta(days=1)  # an all-day event ends on the morning after
        dated.append((first, number, str(event.get("summary", "")).strip(), max(first, last)))
    for first, number, summary, last in sorted(dated):
        said = summary.casefold()
        if any(word in said for word in CLOSED_WORDS):
            _add(found, number, CLOSURE, summary, first, last)
        elif "term" in said and re.search(r"\b(start|begin|open|first day)", said):
            begun = (number, first, summary)
        elif "term" in said and re.search(r"\b(end|finish|close|last day)", said):
            if begun is None:
                found.problems.append(f"Event {number}: a term ends here, but none has begun.")
            else:
                name = re.sub(r"(?i)\s*\b(starts?|begins?|opens?)\b.*", "", begun[2])
                _add(found, number, TERM, name, begun[1], last)
                begun = None
        elif "term" in said and last > first:
            _add(found, number, TERM, summary, first, last)
    if begun is not None:
        found.problems.append(f"Event {begun[0]}: a term begins here, but none ends after it.")
    return found


def _plain(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _day(text: str, number: int, column: str, found: Found) -> date | None:
    text = text.strip()
    day = _read_day(text)
    if day is None:
        found.problems.append(f"Row {number}, column {column}: “{text[:40]}” is not a day. Write it as 2026-09-01.")
    elif not 2015 <= day.year <= 2045:
        found.problems.append(f"Row {number}, column {column}: {day:%d %B %Y} is too far away to be right.")
        return None
    return day


def _read_day(text: str) -> date | None:
    if not text.isascii():
        return None
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(?:\w+day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+)\s+(\d{4})", text):
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


def _add(found: Found, number: int, what: str, name: str, first: date, last: date) -> None:
    name = " ".join(name.split())[:60]
    if last < first:
        found.problems.append(f"Row {number}: the last day, {last:%d %B %Y}, is before the first, {first:%d %B %Y}.")
    elif (last - first).days > 200:
        found.problems.append(f"Row {number}: more than 200 days. Please check the year.")
    elif re.search(r"[\x00-\x1f\x7f]", name):
        found.problems.append(f"Row {number}: the name has a control character in it.")
    else:
        line = Line(first, last, what, name or ("Term" if what == TERM else "Closed"))
        if line not in found.lines:
            found.lines.append(line)


def _overlaps(lines: list[Line]) -> list[str]:
    terms = sorted(line for line in lines if line.what == TERM)
    return [
        f"{before.name} and {after.name} overlap." for before, after in pairwise(terms) if after.first <= before.last
    ]


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
