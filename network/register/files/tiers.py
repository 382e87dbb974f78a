"""Where each inspection stands in a row of Ofsted's file, under all the names its columns have had: tiers.toml.

"Full" became "graded" and "section 8" became "ungraded" about 2022; in November 2025 the graded columns gained
"of latest OEIF graded inspection" and "full" returned, for the report card; in 2026 "date of judgement" became
"date of grade".
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from network import beside
from network.register.files.inspection import FULL, GRADED, UNGRADED
from network.register.files.table import fold
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
    grouping: tuple[str, ...] = ()  # what kind of visit it was
    areas: tuple[Area, ...] = ()
    needed: tuple[str, ...] = ()  # fields without which a rule of the window would go wrong

    def names(self) -> set[str]:
        plain = (getattr(self, field.name) for field in fields(self) if field.name not in ("kind", "areas", "needed"))
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
OLDEST_NEEDED = ("started", "outcome")  # before September 2019 the other columns had other names, not all of them known


def tiers_of(columns: Collection[str]) -> tuple[Tier, ...]:
    """Those of a file with these columns (folded). The plain ones ("Inspection start date") tell of the report card
    since November 2025, before that of the latest graded inspection."""
    is_new = _has(columns, ("Safeguarding standards", "Inclusion"))
    return (REPORT, OEIF, SHORT) if is_new else (PLAIN, PREVIOUS, SHORT)


def is_oldest(columns: Collection[str]) -> bool:
    return _has(columns, OLDEST_AREAS) and not _has(columns, OLDER_AREAS[:1])


def needed(columns: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The columns that a file with these columns must have, each by all its names. Without a grade, its date or whose
    it was, a school would stand under another rule."""
    oldest = is_oldest(columns)
    for tier in tiers_of(columns):
        if tier is PREVIOUS and not _has(columns, tier.started):
            continue
        for name in OLDEST_NEEDED if oldest else tier.needed:
            yield getattr(tier, name)
        if tier in (REPORT, OEIF) or (tier is PLAIN and not oldest):
            yield from (area.names for area in tier.areas if area.name not in OLDEST_AREAS)


def _has(columns: Collection[str], names: Iterable[str]) -> bool:
    return any(fold(name) in columns for name in names)
