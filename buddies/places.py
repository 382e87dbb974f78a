"""Where people are and have been, and what their schools are like: the stored rows behind the hard rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from buddies.phases import phases
from network import clock
from network.models import Membership, Organisation, School

MANY = 500
FORMER = timedelta(days=730)
PRESENT_FRAMEWORK = date(2025, 11, 10)  # inspections began under it on this day
GROUPS = {Organisation.TRUST: "trust", Organisation.FOUNDATION: "foundation", Organisation.BOARD: "board"}
COLUMNS = ("person_id", "role", "to_at", "school_id", "organisation_id", "organisation__kind")
NONE: frozenset[str] = frozenset()


class Of(NamedTuple):
    """What is read of a school."""

    trust_id: int | None
    foundation_id: int | None
    board_id: int | None
    authority__code: str
    phase: str
    kind: str
    low_age: int | None
    high_age: int | None
    pupils: int | None
    easting: int | None
    northing: int | None
    in_window: bool
    last_inspected_on: date | None
    kind_group: str


@dataclass(slots=True)
class Place:
    """Where somebody is, has been, and what her own school is like. The same groups are one set for all who are in
    them: a country has forty thousand heads, and far fewer employers."""

    schools: frozenset[str] = NONE
    employers: frozenset[str] = NONE
    former: frozenset[str] = NONE
    over: frozenset[str] = NONE  # the employers of her own school, its council included
    inspected_months: int | None = None
    described: bool = False  # what follows is known: she has a school
    phases: frozenset[str] = NONE
    kind: str = ""
    pupils: int | None = None
    easting: int | None = None
    northing: int | None = None
    in_window: bool = False


def of_people(people: set[int]) -> dict[int, Place]:
    """Head of a school comes first; otherwise the oldest of her present posts says what her school is like."""
    now, today, places = clock.now(), clock.today(), defaultdict(Place)
    rows = Membership.objects.filter(from_at__lte=now).filter(Q(to_at__isnull=True) | Q(to_at__gt=now - FORMER))
    if len(people) < MANY:  # of a whole country it is quicker to read all and look up
        rows = rows.filter(person__in=people)
    columns = [*COLUMNS, *(f"school__{name}" for name in Of._fields)]
    leads: set[int] = set()
    first, head_roles, groups_of = len(COLUMNS), Membership.HEAD_ROLES, lru_cache(maxsize=None)(_groups)
    for row in rows.order_by("from_at", "pk").values_list(*columns).iterator(chunk_size=2000):
        pk, role, to_at, school, organisation, kind = row[:first]
        place = places[pk]
        if school:
            said = Of._make(row[first:])
            groups, above = groups_of(*said[:4])
        else:
            groups, above = _group(kind, organisation), NONE
        head = school and role in head_roles
        if to_at is not None and to_at <= now:
            place.former |= groups
            if head:  # who was above her yesterday is no buddy for her today
                place.over |= above
            continue
        place.employers = place.employers | groups if place.employers else groups
        if not school:
            continue
        place.schools |= {f"school:{school}"}
        if head:
            place.over = place.over | above if place.over else above
        if not place.described or (head and pk not in leads):
            _describe(place, said, today)
        elif head:
            place.in_window |= said.in_window
        if head:
            leads.add(pk)
    for place in places.values():
        if place.former:
            place.former -= place.employers
    return places


def schools_of(pks: set[int]) -> dict[int, Of]:
    if not pks:
        return {}
    return {pk: Of(*said) for pk, *said in School.objects.filter(pk__in=pks).values_list("pk", *Of._fields)}


def of_school(said: Of) -> Place:
    groups, above = _groups(*said[:4])
    place = Place(employers=groups, over=above)
    _describe(place, said, clock.today())
    return place


def _groups(*said: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The employers of a school's people, and the same with its council."""
    *keys, code = said
    found = frozenset(f"{group}:{key}" for group, key in zip(GROUPS.values(), keys, strict=True) if key)
    return found, found | {f"council:{code}"}


def _group(kind: str, organisation: int) -> frozenset[str]:
    return frozenset((f"{GROUPS[kind]}:{organisation}",)) if kind in GROUPS else NONE


_phases = lru_cache(maxsize=500)(phases)  # a country's schools are of some dozens of kinds


def _describe(place: Place, said: Of, today: date) -> None:
    last = said.last_inspected_on
    place.inspected_months = (today - last).days // 30 if last and last >= PRESENT_FRAMEWORK else None
    place.described = True
    place.phases = _phases(said.phase, said.kind, said.low_age, said.high_age)
    place.kind = said.kind_group or said.kind
    place.pupils = said.pupils
    place.easting = said.easting or None  # 0 is no place: it lies in the Atlantic
    place.northing = said.northing or None
    place.in_window = said.in_window
