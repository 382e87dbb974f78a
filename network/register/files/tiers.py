"""Where each inspection stands in a row of Ofsted's file, under all the names its columns have had: tiers.toml.

"Full" became "graded" and "section 8" became "ungraded" about 2022; in November 2025 the graded columns gained
"of latest OEIF graded inspection" and "full" returned, for the report card; in 2026 "date of judgement" became
"date of grade".
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

from network import beside
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


_FILE = beside.read(__file__, "tiers.toml")


def _tier(name: str, kind: str, areas: Iterable[Area] = ()) -> Tier:
    return Tier(kind=kind, areas=tuple(areas), **{field: tuple(names) for field, names in _FILE[name].items()})


REPORT = _tier("report", FULL, (_report_card_area(name) for name in REPORT_CARD_AREAS))
OEIF = _tier("oeif", GRADED, (_older_area(name, "Latest OEIF ") for name in OLDER_AREAS))
PLAIN = _tier("plain", GRADED, (_older_area(name) for name in (*OLDER_AREAS, *OLDEST_AREAS)))
PREVIOUS = _tier("previous", GRADED, (_older_area(name, "Previous ") for name in OLDER_AREAS))
SHORT = _tier("short", UNGRADED)

TIERS = (REPORT, OEIF, PLAIN, PREVIOUS, SHORT)
ALL_NAMES = sorted({"URN", "Local authority"}.union(*(tier.names() for tier in TIERS)))
