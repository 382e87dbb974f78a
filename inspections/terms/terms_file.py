"""Term dates from a file: our own CSV, the council's page as CSV, or a calendar (.ics). Pure: bytes in, dates out.

Nothing is guessed silently: what cannot be read is named, with why.
"""

from __future__ import annotations

import csv
import io

from inspections.terms.calendar_terms import read_calendar
from inspections.terms.lines import Found, Line
from inspections.terms.terms_csv import OURS, ROWS, read_csv
from network.plurals import count

LIMIT = 1_000_000
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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
    is_calendar = name.casefold().endswith(".ics") or text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"
    found = read_calendar(text) if is_calendar else read_csv(text)
    found.lines = sorted(set(found.lines))
    if not found.problems and len(found.lines) >= ROWS:
        found.problems.append(f"The file has {count(len(found.lines), 'date')}: it does not look like term dates.")
    if not found.problems and not found.lines:
        found.problems.append("There are no dates in this file.")
        for why, left in found.left_out():
            found.problems.append(f"{why} {'; '.join(map(str, left[:10]))}")
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
    if b"\x00" in content[:2]:
        return _decoded(content, "utf-16-be" if content[:1] == b"\x00" else "utf-16-le")
    text = _decoded(content, "utf-8")
    return _decoded(content, "cp1252") if text is None else text


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text
