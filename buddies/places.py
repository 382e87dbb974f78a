"""Where people are and have been, and what their schools are like: the stored rows behind the hard rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from buddies.phases import phases
from network import clock
from network.models import Membership, Organisation, School

MANY = 500
FORMER = timedelta(days=730)
PRESENT_FRAMEWORK = date(2025, 11, 10)  # inspections began under it on this day
GROUPS = {Organisation.TRUST: "trust", Organisation.FOUNDATION: "foundation", Organisation.BOARD: "board"}
SCHOOL: tuple[str, ...] = (
    "trust_id",
    "foundation_id",
    "board_id",
    "authority__code",
    "phase",
    "kind",
    "low_age",
    "high_age",
)
SCHOOL += ("pupils", "easting", "northing", "in_window", "last_inspected_on", "kind_group")
COLUMNS = ("person_id", "role", "to_at", "school_id", "organisation_id", "organisation__kind")


@dataclass(slots=True)
class Place:
    """Where somebody is, has been, and what her own school is like."""

    schools: set[str] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)  # the employers of her own school, its council included
    inspected_months: int | None = None
    own: dict[str, Any] = field(default_factory=dict)


def of_people(people: set[int]) -> dict[int, Place]:
    """Head of a school comes first; otherwise the oldest of her present posts says what her school is like."""
    now, today, places = clock.now(), clock.today(), defaultdict(Place)
    rows = Membership.objects.filter(from_at__lte=now).filter(Q(to_at__isnull=True) | Q(to_at__gt=now - FORMER))
    if len(people) < MANY:  # of a whole country it is quicker to read all and look up
        rows = rows.filter(person__in=people)
    columns = [*COLUMNS, *(f"school__{name}" for name in SCHOOL)]
    leads: set[int] = set()
    for row in rows.order_by("from_at", "pk").values_list(*columns).iterator(chunk_size=2000):
        pk, role, to_at, school, organisation, kind = row[: len(COLUMNS)]
        values = dict(zip(SCHOOL, row[len(COLUMNS) :], strict=True))
        groups = _groups(values) if school else {f"{GROUPS[kind]}:{organisation}"} if kind in GROUPS else set()
        place = places[pk]
        if to_at is not None and to_at <= now:
            place.former |= groups
            if school and role in Membership.HEAD_ROLES:  # who was above her yesterday is no buddy for her today
                place.over |= groups | {f"council:{values['authority__code']}"}
            continue
        place.employers |= groups
        if not school:
            continue
        place.schools.add(f"school:{school}")
        head = role in Membership.HEAD_ROLES
        if head:
            place.over |= groups | {f"council:{values['authority__code']}"}
        if not place.own or (head and pk not in leads):
            _describe(place, values, today)
        elif head:
            place.own["in_window"] |= values["in_window"]
        if head:
            leads.add(pk)
    for place in places.values():
        place.former -= place.employers
    return places


def schools_of(pks: set[int]) -> dict[int, dict[str, Any]]:
    return {row.pop("pk"): row for row in School.objects.filter(pk__in=pks).values("pk", *SCHOOL)}


def of_school(values: dict[str, Any]) -> Place:
    groups = _groups(values)
    place = Place(employers=groups, over=groups | {f"council:{values['authority__code']}"})
    _describe(place, values, clock.today())
    return place


def _groups(values: dict[str, Any]) -> set[str]:
    return {f"{group}:{values[f'{group}_id']}" for group in GROUPS.values() if values[f"{group}_id"]}


_phases = lru_cache(maxsize=500)(phases)  # a country's schools are of some dozens of kinds


def _describe(place: Place, values: dict[str, Any], today: date) -> None:
    last = values["last_inspected_on"]
    place.inspected_months = (today - last).days // 30 if last and last >= PRESENT_FRAMEWORK else None
    place.own = {
        "phases": _phases(values["phase"], values["kind"], values["low_age"], values["high_age"]),
        "kind": values["kind_group"] or values["kind"],
        "pupils": values["pupils"],
        "easting": values["easting"] or None,  # 0 is no place: it lies in the Atlantic
        "northing": values["northing"] or None,
        "in_window": values["in_window"],
    }
