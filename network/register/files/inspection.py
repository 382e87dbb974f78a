import re
from datetime import date
from typing import NamedTuple

# As in PastInspection: what was done, and under which framework.
FULL, GRADED, UNGRADED, MONITORING, OTHER = "full", "graded", "ungraded", "monitoring", "other"
REPORT_CARD, EIF, OLDER, INDEPENDENT = "report card", "eif", "older", "independent"


class Grade(NamedTuple):
    area: str
    grade: str
    graded_on: date | None


class Inspection(NamedTuple):
    """One inspection as a register tells it. Grades are per area; there is an outcome only where the file gives one.
    None: the file has no such column."""

    row: int
    urn: str
    kind: str
    framework: str
    started_on: date
    ended_on: date | None = None
    published_on: date | None = None
    number: str = ""
    urn_at_time: str | None = ""  # only where the inspection was of another URN, the predecessor's
    name_at_time: str | None = ""
    outcome: str = ""
    concern: str | None = ""
    safeguarding: str = ""
    blank: tuple[str, ...] = ()  # areas that the file has and says nothing of
    grades: tuple[Grade, ...] = ()

    @property
    def key(self) -> tuple[str, str, date]:
        return self.urn, self.kind, self.started_on


def kind_said(said: str, kind: str) -> str:
    """The kind of a visit of which the file says so much ("Schools - S5", "School Monitoring Visit - RI"). A section 8
    visit was no graded inspection, unless it was deemed one of section 5 ("Schools - S8 deemed S5")."""
    words = said.casefold()
    if "monitoring" in words:
        return MONITORING
    is_section_8 = re.search(r"\bs(?:ection)?\s*8\b", words)
    return OTHER if is_section_8 and "deemed" not in words and "convert" not in words else kind
