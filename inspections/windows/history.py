"""What the register says of a school, and which rule of the window that falls under. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspections.windows.dates import is_for
from inspections.windows.seed import Rule


class Kind(StrEnum):
    FULL = "full"  # report card, from November 2025
    GRADED = "graded"
    UNGRADED = "ungraded"
    MONITORING = "monitoring"  # does not restart the clock
    OTHER = "other"


QUALIFYING = (Kind.UNGRADED, Kind.GRADED, Kind.FULL)
UNKNOWN = "W13"  # its last inspection is known and how it was graded is not: no rule that needs a grade holds
NO_GRADES = frozenset({"", "null", "0", "8", "9", "not judged", "not applicable", "insufficient evidence"})
# Of an ungraded inspection: the school stays what it was.
STAYS = ("remains good", "remains outstanding", "standards maintained")


@dataclass(frozen=True, slots=True)
class Past:
    """A past inspection as the register published it."""

    kind: Kind
    started_on: date
    published_on: date | None = None
    outcome: str = ""  # the ungraded outcome, or the overall effectiveness where Ofsted gave one
    concern: str = ""  # the category of concern: SM, SWK, RSI
    safeguarding: str = ""
    grades: Mapping[str, str] = field(default_factory=dict)  # area: grade
    of_predecessor: bool = False
    is_graded: bool = False  # the register holds the grade of an area, though it may not be among `grades`


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register knows of the school itself."""

    opened_on: date | None = None
    without: str = ""  # the code of the row that says why it has no window (kinds.py)
    is_closing: bool = False
    predecessors: int = 0
    kind: str = ""  # as the register names it


def rule_for(events: list[Past], rules: Mapping[str, Rule], kind: str = "") -> str:
    """The code for a school's own inspections, oldest first: the latest decides, a full, graded or ungraded one.
    `kind` is that of the school, as the register names it."""
    latest = events[-1]
    if latest.kind is Kind.FULL:
        return _rule_for_report_card(latest)
    graded = next((past for past in reversed(events) if past.kind is Kind.GRADED), None)
    result = _rule_for_ungraded(latest, graded) if latest.kind is Kind.UNGRADED else _rule_for_graded(latest)
    if result == "W2":
        is_outstanding = latest.kind is Kind.GRADED and _folded(latest.outcome) in ("1", "outstanding")
        if is_outstanding and is_for(rules["W4"], latest.started_on, kind):
            return "W4"
        if is_for(rules["W3"], latest.started_on, kind):
            return "W3"
    return result


def _rule_for_ungraded(past: Past, graded: Past | None) -> str:
    """What is not published of it is read from the graded one before, but that all was well."""
    outcome = _folded(past.outcome)
    if _says_full_is_next(outcome):
        return "W7"
    if outcome not in NO_GRADES:
        return "W2" if any(words in outcome for words in STAYS) else UNKNOWN
    before = _rule_for_graded(graded) if graded else UNKNOWN
    return before if before in ("W5", "W6") else UNKNOWN


def _rule_for_report_card(card: Past) -> str:
    grades = {_folded(grade) for grade in card.grades.values()}
    if _is_concern(card.concern) or "urgent improvement" in grades or _folded(card.safeguarding) == "not met":
        return "W9"
    if "needs attention" in grades:
        return "W8"
    return "W1" if _has_grade(card) else UNKNOWN


def _rule_for_graded(past: Past) -> str:
    if is_inadequate(past):
        return "W6"
    outcome = _folded(past.outcome)
    if outcome in ("3", "requires improvement", "satisfactory"):
        return "W5"
    if outcome in ("1", "2", "good", "outstanding"):
        return "W2"
    has_three = any(_folded(grade) in ("3", "requires improvement") for grade in past.grades.values())
    return "W5" if has_three else "W2" if _has_grade(past) else UNKNOWN


def _has_grade(past: Past) -> bool:
    return past.is_graded or any(_folded(grade) not in NO_GRADES for grade in past.grades.values())


def is_inadequate(past: Past) -> bool:
    if past.kind is Kind.FULL:
        return _rule_for_report_card(past) == "W9"
    words = {"4", "inadequate", "special measures", "serious weaknesses"}
    if _is_concern(past.concern) or _folded(past.outcome) in words:
        return True
    return past.kind is Kind.GRADED and (
        any(_folded(grade) in words for grade in past.grades.values())
        or _folded(past.safeguarding) in ("no", "not effective")
    )


def _is_concern(concern: str) -> bool:
    return _folded(concern) in (
        "sm", "swk", "rsi", "nti", "special measures", "serious weaknesses", "requires special measures",
        "requires significant improvement",
    )  # fmt: skip


def _says_full_is_next(outcome: str) -> bool:
    """'S5 Next' to 2024; in 2024-25 both outcomes other than 'Standards maintained' led to a graded inspection."""
    return "s5 next" in outcome or outcome.startswith(("some aspects not as strong", "improved significantly"))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
