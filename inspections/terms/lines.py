"""Term dates as they were read from a file, and what of the file was left out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from network.plurals import count

TERM, CLOSURE = "term", "closure"
LONGEST = 400  # days: more is no year of school, but a slip of the year
YEARS = range(2015, 2046)
SHOWN = 10  # days of one title
EACH, TEXT = "- ", 100_000  # before each title, and how much at most, of what was left out as text

# Why an event is left out: of one, and of several.
WHYS = {
    "unreadable": ("event has a date that we cannot read", "events have a date that we cannot read"),
    "backwards": ("event ends before it begins", "events end before they begin"),
    "long": ("event lasts longer than a year", "events last longer than a year"),
    "repeats": ("event repeats in a way that we cannot read", "events repeat in a way that we cannot read"),
    "begins": ("event begins a term that none ends", "events begin a term that none ends"),
    "ends": ("event ends a term that none begins", "events end a term that none begins"),
    "short": (
        "event says term, but not for five school days together",
        "events say term, but not for five school days together",
    ),
    "clock": ("event closes the school for some hours only", "events close the school for some hours only"),
    "nothing": ("event says neither term nor closed", "events say neither term nor closed"),
    "cancelled": ("event is cancelled in the file", "events are cancelled in the file"),
    "replaced": (
        f"event has no day from {YEARS[0]} to {YEARS[-1]}, or another takes its place",
        f"events have no day from {YEARS[0]} to {YEARS[-1]}, or others take their place",
    ),
}


@dataclass(frozen=True, order=True, slots=True)
class Line:
    first: date
    last: date
    what: str
    name: str


@dataclass(slots=True)
class LeftOut:
    """All that was left out under one title for one reason; `events` are their numbers in the file."""

    title: str
    days: list[tuple[date, date]] = field(default_factory=list)
    events: set[int] = field(default_factory=set)

    def __str__(self) -> str:
        if not self.days:
            return self.title
        more = f"; and {count(len(self.days) - SHOWN, 'more time', 'more times')}" if len(self.days) > SHOWN else ""
        return f"{self.title}: {'; '.join(spelled(*each) for each in sorted(self.days)[:SHOWN])}{more}"


@dataclass
class Found:
    """`events`: how many a calendar has; `read`: the numbers of those that something was taken from."""

    lines: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    events: int = 0
    read: set[int] = field(default_factory=set)
    left: dict[str, dict[str, LeftOut]] = field(default_factory=dict)

    def leave(self, why: str, number: int, title: str, *days: tuple[date, date]) -> None:
        left = self.left.setdefault(why, {}).setdefault(title, LeftOut(title or "(no title)"))
        left.days += days
        left.events.add(number)

    def left_out(self) -> list[tuple[str, list[LeftOut]]]:
        """Each reason in words, with what it is about."""
        return [
            (f"{count(len(set().union(*(each.events for each in left))), *WHYS[why])}:", left)
            for why in WHYS
            if (left := sorted(self.left.get(why, {}).values(), key=lambda each: each.title))
        ]

    def as_text(self) -> str:
        """What was left out, for a preview to hand on: each reason on a line, and below it each title."""
        said = [text for why, left in self.left_out() for text in (why, *(f"{EACH}{each}" for each in left))]
        return "\n".join(said)[:TEXT]


def line(what: str, name: str, first: date, last: date) -> Line:
    name = re.sub(r"[\x00-\x1f\x7f]", " ", name)
    name = " ".join(name.split())[:60].strip()
    return Line(first, last, what, name or ("Term" if what == TERM else "Closed"))


def trouble(first: date, last: date) -> str:
    """What is wrong with the two days, or nothing."""
    if last < first:
        return f"the last day, {last:%d %B %Y}, is before the first, {first:%d %B %Y}."
    if (last - first).days > LONGEST:
        return f"more than {count(LONGEST, 'day')}. Please check the year."
    return ""


def spelled(first: date, last: date) -> str:
    said = f"{last.day} {last:%B %Y}"
    return said if first == last else f"{first.day} {first:%B %Y} to {said}"
