"""The rules of the weeks after an inspection, as first known (November 2026). Pure. The rows of `DeadlineRule` are
seeded from here, may be edited by an administrator, and win: of these numbers the product itself uses none but that of
the next-day call, and that only while no row of it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HIGH, MEDIUM, LOW = "high", "medium", "low"
LAST_DAY, DRAFT, PUBLICATION, COMPLAINT, REPLY = "last_day", "draft", "publication", "complaint", "reply"
STATUTORY, OFSTED, BOTH, MONTHS = "A", "B", "AB", "months"
HERS, THEIRS = "hers", "theirs"


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    title: str
    says: str
    counts_from: str
    number: int
    counted_in: str
    """Working days of the statutory calendar, of Ofsted's own, of both (the earlier is kept); or months."""
    whose: str
    """Hers: something can be missed. Theirs: something is expected."""
    source: str
    confidence: str
    from_date: date
    only_if: str = ""
    to_date: date | None = None


_SEEN = date(2025, 11, 10)

RULES: tuple[Rule, ...] = (
    Rule(
        "next-day-call",
        "The next-day call about conduct",
        "On the working day after the visit you can ring about how it was carried out. The call is taken by an "
        "inspector who was not there.",
        LAST_DAY,
        1,
        OFSTED,
        HERS,
        "Ofsted, changes to the complaints process, as reported in the Times Educational Supplement, 2024",
        MEDIUM,
        _SEEN,
    ),
    Rule(
        "draft",
        "The draft report",
        "It comes to you alone at first. The five days begin when it is sent.",
        LAST_DAY,
        18,
        STATUTORY,
        THEIRS,
        "A figure of 2023, reported by solicitors; the guide in force since September 2026 has not been checked",
        LOW,
        _SEEN,
    ),
    Rule(
        "minor-points",
        "Comments on minor points",
        "Clarity and accuracy only. Sending minor points normally closes the way to a complaint.",
        DRAFT,
        5,
        BOTH,
        HERS,
        "Ofsted's complaints policy, as described by solicitors for the report card (November 2025)",
        MEDIUM,
        _SEEN,
    ),
    Rule(
        "complaint",
        "A formal complaint",
        "In place of minor points. The report is not published until there is a reply.",
        DRAFT,
        5,
        BOTH,
        HERS,
        "Ofsted's complaints policy, as described by solicitors for the report card (November 2025)",
        MEDIUM,
        _SEEN,
    ),
    Rule(
        "reply",
        "Ofsted's reply to the complaint",
        "There has been no internal review since April 2024: after the reply the next step is outside Ofsted.",
        COMPLAINT,
        30,
        BOTH,
        THEIRS,
        "A figure of 2023, reported by solicitors and in the education press",
        LOW,
        _SEEN,
    ),
    Rule(
        "icaso",
        "Taking it to the independent adjudicator (ICASO)",
        "After Ofsted's reply. The Ombudsman and a court come after that; take advice first.",
        REPLY,
        3,
        MONTHS,
        HERS,
        "Remembered, not seen in a source: ask your union before you rely on it",
        LOW,
        _SEEN,
    ),
    Rule(
        "publication",
        "Publication",
        "Within 30 working days of the inspection, school holidays not counted. A complaint holds it back.",
        LAST_DAY,
        30,
        STATUTORY,
        THEIRS,
        "A school's notice to parents of February 2026, which our count reproduces to the day",
        MEDIUM,
        _SEEN,
    ),
    Rule(
        "parents",
        "Parents get the report",
        "The school sends it, or a link.",
        PUBLICATION,
        5,
        STATUTORY,
        HERS,
        "Remembered, not seen in a source: ask your governing body's clerk",
        LOW,
        _SEEN,
    ),
    Rule(
        "statement-of-action",
        "Statement of action",
        "Made by the council for a maintained school, by the trust for an academy. Not by you alone.",
        PUBLICATION,
        10,
        STATUTORY,
        HERS,
        "Explanatory Notes to sections 15 and 17 of the Education Act 2005",
        MEDIUM,
        _SEEN,
        only_if="Only if the school is placed in a category of concern",
    ),
)

NEXT_DAY_CALL = RULES[0]
