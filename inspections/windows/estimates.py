"""Estimates and sources where Ofsted says nothing, or said it long ago: as first known (November 2026): the rows of
estimates.toml. Pure.

The rows of `EstimateRow` are seeded from here, may be edited by an administrator, and win. Whoever shows one of these
says that it is an estimate, where it comes from and how sure it is. Numbers of the window are in `window_rules`, those
of the weeks after an inspection in `deadline_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from network import beside, checks

HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass(frozen=True, slots=True)
class Estimate:
    """An hour (London), a number or some lines of text: one of the three."""

    code: str
    title: str
    source: str
    confidence: str
    hour: time | None = None
    number: int | None = None
    unit: str = ""
    lines: str = ""
    from_date: date = date(2025, 11, 10)
    to_date: date | None = None
    checked_on: date | None = None  # by this network; None: by nobody yet

    @property
    def how_sure(self) -> str:
        """With its age."""
        return f"{self.confidence}, {checks.age(self.checked_on)}"

    @property
    def each(self) -> list[str]:
        return [line.strip() for line in self.lines.splitlines() if line.strip()]


_ROWS = beside.read(__file__, "estimates.toml")["estimates"]
ESTIMATES: tuple[Estimate, ...] = tuple(Estimate(**row | {"lines": "\n".join(row.get("lines", ()))}) for row in _ROWS)


class Estimates(dict[str, Estimate]):
    """By code, as in force today."""

    def number(self, code: str) -> int:
        found = self[code].number
        if found is None:
            raise TypeError(f"{code} is no number")
        return found

    def hour(self, code: str) -> time:
        found = self[code].hour
        if found is None:
            raise TypeError(f"{code} is no hour")
        return found
