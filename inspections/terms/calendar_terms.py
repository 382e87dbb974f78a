"""Terms and closures from a calendar's entries, each read by its title; what says neither is left out by name. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from inspections.terms import lines
from inspections.terms.calendar_events import Occurrence, occurrences
from inspections.terms.lines import CLOSURE, TERM, Found
from inspections.terms.titles import Says, says

DAY = timedelta(days=1)
HALF_TERM = 5  # school days: between the days of two terms at least so many are missing


def read_calendar(text: str) -> Found:
    found = Found()
    seen = occurrences(text, found)
    if found.problems:
        return found
    begun: Occurrence | None = None
    term_days = []
    for each in sorted(seen, key=lambda one: (one.first, one.number)):
        said = says(each.title, (each.last - each.first).days + 1)
        if said is Says.CLOSED and each.closes:
            _take(found, CLOSURE, each.title, *each.closes, each)
        elif said is Says.TERM:
            _take(found, TERM, each.title, *each.days, each)
        elif said is Says.TERM_DAYS:
            term_days.append(each)
        elif said is Says.BEGINS:
            if begun:
                _leave(found, "begins", begun)
            begun = each
        elif said is Says.ENDS and begun:
            _take(found, TERM, _name(begun), begun.first, each.last, begun, each)
            begun = None
        elif said is Says.ENDS:
            _leave(found, "ends", each)
        else:
            _leave(found, "clock" if said is Says.CLOSED else "nothing", each)
    if begun:
        _leave(found, "begins", begun)
    for run in _runs(term_days):
        _take_run(found, run)
    return found


def _take(found: Found, what: str, name: str, first: date, last: date, *of: Occurrence) -> None:
    if lines.trouble(first, last):
        for each in of:
            _leave(found, "long", each)
        return
    found.lines.append(lines.line(what, name, first, last))
    found.read |= {each.number for each in of}


def _leave(found: Found, why: str, each: Occurrence) -> None:
    found.leave(why, each.number, each.title, each.days)


def _name(begun: Occurrence) -> str:
    """ "Autumn term" of "Autumn term starts"; what "First day back" begins is named by its season."""
    named = re.sub(r"(?i)\s*\b(starts?|begins?|opens?)\b.*", "", begun.title)
    return named if re.search(r"(?i)\bterm\b", named) and not _says_day(named) else _season(begun.first)


def _says_day(title: str) -> bool:
    return bool(re.search(r"(?i)\b(first day|start|beginning|back|return|returns)\b", title))


def _season(day: date) -> str:
    season = "Autumn" if day.month >= 8 else "Spring" if day.month <= 3 else "Summer"
    return f"{season} term {day.year}"


def _runs(term_days: list[Occurrence]) -> list[list[Occurrence]]:
    """An entry for each day or week of a term, put together; a half-term lies between two runs."""
    runs: list[list[Occurrence]] = []
    last = None
    for each in term_days:
        if last is None or len(_school_days(last + DAY, each.first - DAY)) >= HALF_TERM:
            runs.append([])
            last = each.last
        runs[-1].append(each)
        last = max(last, each.last)
    return runs


def _take_run(found: Found, run: list[Occurrence]) -> None:
    first, last = run[0].first, max(each.last for each in run)
    taught = {day for each in run for day in _school_days(*each.days)}
    if len(taught) < HALF_TERM:
        for each in run:
            _leave(found, "short", each)
        return
    closed = [line for line in found.lines if line.what == CLOSURE]
    _take(found, TERM, _season(first), first, last, *run)
    for day in _school_days(first, last):
        if day not in taught and not any(line.first <= day <= line.last for line in closed):
            found.lines.append(lines.line(CLOSURE, "No day of term in the file", day, day))


def _school_days(first: date, last: date) -> list[date]:
    days = [first + DAY * n for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]
