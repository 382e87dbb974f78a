"""Where each inspection stands in a row of Ofsted's file, under all the names its columns have had.

"Full" became "graded" and "section 8" became "ungraded" about 2022; in November 2025 the graded columns gained
"of latest OEIF graded inspection" and "full" returned, for the report card; in 2026 "date of judgement" became
"date of grade".
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

from network.register.files.inspection import FULL, GRADED, UNGRADED
from network.register.files.vocabulary import OLDER_AREAS, OLDEST_AREAS, REPORT_CARD_AREAS


class Area(NamedTuple):
    name: str
    names: tuple[str, ...]
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tier:
    kind: str
    number: tuple[str, ...]
    started: tuple[str, ...]
    published: tuple[str, ...]
    relates: tuple[str, ...]
    urn_at_time: tuple[str, ...]
    name_at_time: tuple[str, ...]
    ended: tuple[str, ...] = ()
    converted: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()
    safeguarding: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()

    def names(self) -> set[str]:
        plain = (getattr(self, field.name) for field in fields(self) if field.name not in ("kind", "areas"))
        areas = (names for area in self.areas for names in (area.names, area.dates))
        return {name for names in (*plain, *areas) for name in names}


def _report_card_area(name: str) -> Area:
    titles = (name, f"{name} (where applicable)")
    return Area(name, titles, (f"{name} - date of grade", f"{name} - date of judgement"))


def _older_area(name: str, before: str = "") -> Area:
    shown = f"{before}{name[0].lower()}{name[1:]}" if before else name
    return Area(name, (shown, f"{shown} (where applicable)"))


REPORT = Tier(
    kind=FULL,
    number=("Inspection number of latest full inspection",),
    started=("Inspection start date",),
    published=("Publication date",),
    relates=("Does the latest full inspection relate to the URN of the current school?",),
    urn_at_time=("URN at time of latest full inspection",),
    name_at_time=("School name at time of latest full inspection",),
    concern=("Category of concern",),
    safeguarding=("Safeguarding standards",),
    areas=tuple(_report_card_area(name) for name in REPORT_CARD_AREAS),
)

OEIF = Tier(
    kind=GRADED,
    number=("Inspection number of latest OEIF graded inspection",),
    started=("Inspection start date of latest OEIF graded inspection",),
    published=("Publication date of latest OEIF graded inspection",),
    relates=("Does the latest OEIF graded inspection relate to the URN of the current school?",),
    urn_at_time=("URN at time of latest OEIF graded inspection",),
    name_at_time=("School name at time of latest OEIF graded inspection",),
    outcome=("Latest OEIF overall effectiveness",),
    concern=("Latest OEIF category of concern",),
    safeguarding=("Latest OEIF safeguarding is effective?",),
    areas=tuple(_older_area(name, "Latest OEIF ") for name in OLDER_AREAS),
)

PLAIN = Tier(
    kind=GRADED,
    number=("Inspection number of latest graded inspection", "Inspection number of latest full inspection"),
    started=("Inspection start date", "Inspection date"),
    ended=("Inspection end date",),
    published=("Publication date",),
    relates=(
        "Does the latest graded inspection relate to the URN of the current school?",
        "Does the latest full inspection relate to the URN of the current school?",
    ),
    urn_at_time=("URN at time of latest graded inspection", "URN at time of latest full inspection"),
    name_at_time=("School name at time of latest graded inspection", "School name at time of latest full inspection"),
    outcome=("Overall effectiveness",),
    concern=("Category of concern",),
    safeguarding=("Safeguarding is effective?", "Is safeguarding effective?"),
    areas=tuple(_older_area(name) for name in (*OLDER_AREAS, *OLDEST_AREAS)),
)

PREVIOUS = Tier(
    kind=GRADED,
    number=("Previous graded inspection number", "Previous full inspection number"),
    started=("Previous inspection start date", "Previous full inspection date"),
    ended=("Previous inspection end date",),
    published=("Previous publication date",),
    relates=(
        "Does the previous graded inspection relate to the URN of the current school?",
        "Does the previous full inspection relate to the URN of the current school?",
    ),
    urn_at_time=("URN at time of previous graded inspection", "URN at time of previous full inspection"),
    name_at_time=(
        "School name at time of previous graded inspection",
        "School name at time of previous full inspection",
    ),
    outcome=(
        "Previous graded inspection overall effectiveness",
        "Previous full inspection overall effectiveness",
    ),
    concern=("Previous category of concern",),
    safeguarding=("Previous safeguarding is effective?",),
    areas=tuple(_older_area(name, "Previous ") for name in OLDER_AREAS),
)

SHORT = Tier(
    kind=UNGRADED,
    number=(
        "Latest ungraded inspection number",
        "Latest ungraded inspection number since last graded inspection",
        "Latest section 8 inspection number since last full inspection",
    ),
    started=(
        "Date of latest ungraded inspection",
        "Date of latest section 8 inspection",
        "Date of latest short inspection",
    ),
    published=("Ungraded inspection publication date", "Section 8 inspection publication date"),
    relates=(
        "Does the ungraded inspection relate to the URN of the current school?",
        "Does the section 8 inspection relate to the URN of the current school?",
    ),
    urn_at_time=("URN at time of the ungraded inspection", "URN at time of the section 8 inspection"),
    name_at_time=(
        "School name at time of the ungraded inspection",
        "School name at time of the latest section 8 inspection",
    ),
    converted=(
        "Did the latest ungraded inspection convert to a graded inspection?",
        "Did the latest section 8 inspection convert to a full inspection?",
        "Did the latest short inspection convert to a full inspection?",
    ),
    outcome=(
        "Ungraded inspection overall outcome",
        "Section 8 inspection overall outcome",
        "Outcomes for section 8 inspections and short inspections that did not convert",
    ),
)

TIERS = (REPORT, OEIF, PLAIN, PREVIOUS, SHORT)
ALL_NAMES = sorted({"URN", "Local authority"}.union(*(tier.names() for tier in TIERS)))
