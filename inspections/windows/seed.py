"""The seed rules of the window, W0 to W13, and the reasons for having none, N1 to N5, as rows: every number, with its
source and how sure it is. They stand in rules.toml.

A migration stores them as `inspections.WindowRule`; an administrator may edit those, and they win. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from network import beside

HIGH, MEDIUM, LOW, NONE = "high", "medium", "low", "none"

# What the usual date is counted from.
START = "start"  # the day the inspection began
PUBLICATION = "publication"  # the day its report was published
SCHOOL_YEAR = "school year"  # 31 July of the school year in which it began
OPENING = "opening"  # the day the school opened
ALWAYS = "always"  # in the window all the time
NOTHING = ""  # the rule is a note beside another


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    applies: str  # when, in words
    explanation: str  # why, to the head, in words
    counts_from: str = NOTHING
    usual_from_months: int | None = None  # the usual range begins this long after; None: it is one date
    usual_months: int | None = None  # the usual date
    limit_school_years: int | None = None  # 31 July, this many school years after the one inspected in
    limit_on: date | None = None  # or a fixed last date in law
    events_from: date | None = None  # the rule is for inspections begun from
    events_to: date | None = None  # to, both included
    not_for: str = ""  # never for schools in whose kind, as the register names it, one of these lines stands
    source: str = ""  # one to a line: what it is, then its address
    confidence: str = MEDIUM
    from_date: date = date(2025, 12, 1)  # the rule is in force from
    to_date: date | None = None  # to the day before
    checked_on: date | None = None  # by this network; None: by nobody yet


_FILE = beside.read(__file__, "rules.toml")


def _rule(source: list[str], not_for: Sequence[str] = (), **values: Any) -> Rule:
    """`source`: names of the file's own list of sources."""
    return Rule(source="\n".join(_FILE["sources"][name] for name in source), not_for="\n".join(not_for), **values)


RULES: tuple[Rule, ...] = tuple(_rule(**row) for row in _FILE["rules"])
