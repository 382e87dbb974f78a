"""The rules of the weeks after an inspection, as first known (November 2026): the rows of rules.toml. Pure. Those of
`DeadlineRule` are seeded from here, may be edited by an administrator, and win: of these numbers the product itself
uses none but that of the next-day call, and that only while no row of it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from network import beside, checks

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
    from_date: date = date(2025, 11, 10)
    only_if: str = ""
    to_date: date | None = None
    checked_on: date | None = None
    """By this network; None: by nobody yet."""

    @property
    def age(self) -> str:
        return checks.age(self.checked_on)


_ROWS = beside.read(__file__, "rules.toml")["rules"]
RULES: tuple[Rule, ...] = tuple(Rule(**row) for row in _ROWS)
NEXT_DAY_CALL = RULES[0]
