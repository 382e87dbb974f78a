"""Where people are and have been, and what their schools are like: the stored rows behind the hard rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from buddies.matching.phases import phases
from network import clock
from network.models import Membership, Organisation, School
from network.written_once import WrittenOnce

MANY = 500
FORMER = timedelta(days=730)
PRESENT_FRAMEWORK = date(2025, 11, 10)  # inspections began under it on this day
GROUPS = {Organisation.TRUST: "trust", Organisation.FOUNDATION: "foundation", Organisation.BOARD: "board"}
COLUMNS = ("person_id", "role", "to_at", "school_id", "organisation_id", "organisation__kind")
FIRST, FOUR = len(COLUMNS), len(COLUMNS) + 4
HEAD_ROLES = Membership.HEAD_ROLES
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


class Place(NamedTuple):
    """Where somebody is, has been, and what her own school is like. The same groups are one set for all who are in
    them: a country has forty thousand heads, and far fewer employers.

    It begins with what `fit.Side` has of a place, in its order; who manages her is seen to by whoever asks.
    """

    schools: frozenset[str] = NONE
    employers: frozenset[str] = NONE
    former: frozenset[str] = NONE
    managers: frozenset[str] = NONE
    phases: frozenset[str] = NONE
    kind: str = ""
    pupils: int | None = None
    easting: int | None = None
    northing: int | None = None
    in_window: bool = False
    inspected_months: int | None = None
    described: bool = False  # what stands above from the phases on is known: she has a school
    over: frozenset[str] = NONE  # the employers of her own school, its council included

    @property
    def side(self) -> tuple[Any, ...]:
        return self[:SIDE]


SIDE = Place._fields.index("in_window") + 1
DESCRIBED = Place._fields[Place._fields.index("phases") : Place._fields.index("over")]


def of_people(people: set[int]) -> dict[int, Place]:
    """Most people have one post, and then it does not matter when it comes. The others are looked at once more."""
    now, today, places = clock.now(), clock.today(), defaultdict(Place)
    of_school = lru_cache(maxsize=None)(_groups)
    several: set[int] = set()
    for row in _posts(people, now):
        pk, role, to_at, school, organisation, kind = row[:FIRST]
        if pk in places:
            several.add(pk)
            continue
        ended = to_at is not None and to_at <= now
        if not school:
            groups, above = _group(kind, organisation), NONE
        else:
            groups, above = of_school(row[FIRST:FOUR])
        over = above if school and role in HEAD_ROLES else NONE  # above her until yesterday: no buddy for her today
        if ended:
            places[pk] = Place(former=groups, over=over)
        elif school:
            schools = frozenset((f"school:{school}",))
            places[pk] = Place._make((schools, groups, NONE, NONE, *_description(row[FIRST:], today), over))
        else:
            places[pk] = Place(employers=groups)
    if several:
        places.update(_of_several(several, now, today))
    return places


def _of_several(people: set[int], now: datetime, today: date) -> dict[int, Place]:
    """Head of a school comes first; otherwise the oldest of her present posts says what her school is like."""
    places: dict[int, Place] = dict.fromkeys(people, Place())
    leads = set()
    for row in _posts(people, now, "from_at", "pk"):
        pk, role, to_at, school, organisation, kind = row[:FIRST]
        if pk not in people:
            continue
        place, said, head = places[pk], row[FIRST:], school and role in HEAD_ROLES
        groups, above = _groups(said[:4]) if school else (_group(kind, organisation), NONE)
        if head:
            place = place._replace(over=place.over | above)
        if to_at is not None and to_at <= now:
            places[pk] = place._replace(former=place.former | groups)
            continue
        place = place._replace(employers=place.employers | groups)
        if school:
            place = place._replace(schools=place.schools | {f"school:{school}"})
            if not place.described or (head and pk not in leads):
                place = place._replace(**dict(zip(DESCRIBED, _description(said, today), strict=True)))
            elif head:
                place = place._replace(in_window=place.in_window or said[-3])
        if head:
            leads.add(pk)
        places[pk] = place
    return {pk: place._replace(former=place.former - place.employers) for pk, place in places.items()}


def _posts(people: set[int], now: datetime, *order: str) -> Iterator[tuple[Any, ...]]:
    if len(people) < MANY:
        return iter(_all_posts(now, now - FORMER).filter(person__in=people).order_by(*order))
    posts = EVERYBODYS_IN_ORDER if order else EVERYBODYS
    return posts.streamed(now=now, since=now - FORMER)  # of a whole country it is quicker to read all and look up


def _all_posts(now: datetime, since: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Membership.objects.filter(from_at__lte=now).filter(Q(to_at__isnull=True) | Q(to_at__gt=since))
    return rows.order_by().values_list(*COLUMNS, *(f"school__{name}" for name in Of._fields))


EVERYBODYS = WrittenOnce(_all_posts, now=datetime, since=datetime)
EVERYBODYS_IN_ORDER = WrittenOnce(
    lambda now, since: _all_posts(now, since).order_by("from_at", "pk"), now=datetime, since=datetime
)


def schools_of(pks: set[int]) -> dict[int, Of]:
    if not pks:
        return {}
    return {pk: Of(*said) for pk, *said in School.objects.filter(pk__in=pks).values_list("pk", *Of._fields)}


def of_school(said: Of) -> Place:
    groups, above = _groups(said[:4])
    return Place._make((NONE, groups, NONE, NONE, *_description(said, clock.today()), above))


def _groups(said: tuple[Any, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The employers of a school's people, and the same with its council. Taken: the first four of `Of`."""
    *keys, code = said
    found = frozenset(f"{group}:{key}" for group, key in zip(GROUPS.values(), keys, strict=True) if key)
    return found, found | {f"council:{code}"}


def _group(kind: str, organisation: int) -> frozenset[str]:
    return frozenset((f"{GROUPS[kind]}:{organisation}",)) if kind in GROUPS else NONE


_phases = lru_cache(maxsize=500)(phases)  # a country's schools are of some dozens of kinds


def _description(said: tuple[Any, ...], today: date) -> tuple[Any, ...]:
    """What `Place` says of a school: DESCRIBED."""
    _, _, _, _, phase, kind, low_age, high_age, pupils, easting, northing, in_window, last, kind_group = said
    return (
        _phases(phase, kind, low_age, high_age),
        kind_group or kind,
        pupils,
        easting or None,  # 0 is no place: it lies in the Atlantic
        northing or None,
        in_window,
        (today - last).days // 30 if last and last >= PRESENT_FRAMEWORK else None,
        True,
    )
