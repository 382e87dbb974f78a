from datetime import date
from typing import NamedTuple

# As in PastInspection: what was done, and under which framework.
FULL, GRADED, UNGRADED = "full", "graded", "ungraded"
REPORT_CARD, EIF, OLDER, INDEPENDENT = "report card", "eif", "older", "independent"


class Grade(NamedTuple):
    area: str
    grade: str
    graded_on: date | None


class Inspection(NamedTuple):
    """One inspection as a register tells it. Grades are per area; there is an outcome only where the file gives one."""

    row: int
    urn: str
    kind: str
    framework: str
    started_on: date
    ended_on: date | None = None
    published_on: date | None = None
    number: str = ""
    urn_at_time: str = ""  # only where the inspection was of another URN, the predecessor's
    name_at_time: str = ""
    outcome: str = ""
    concern: str = ""
    safeguarding: str = ""
    grades: tuple[Grade, ...] = ()

    @property
    def key(self) -> tuple[str, str, date]:
        return self.urn, self.kind, self.started_on
