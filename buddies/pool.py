"""From the stored rows to the values the matching weighs: who waits, who offers. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from buddies.fit import Buddy, Head
from buddies.models import BuddyRequest, NotThisPerson, Offer, Pairing
from buddies.phases import phases
from network import clock
from network.models import Membership, Organisation, Person, RoleGrant, School

FORMER = timedelta(days=730)
PRESENT_FRAMEWORK = date(2025, 11, 10)  # inspections began under it on this day
CAPACITY = 2  # of somebody asked by hand who has not made an offer
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


def heads(requests: Iterable[BuddyRequest]) -> list[Head]:
    """The key of each is its request's public id. A school nobody leads yet has no person."""
    waiting = list(requests)
    people = {request.head_id for request in waiting if request.head_id}
    places = _places(people)
    schools = _schools({request.school_id for request in waiting if request.school_id and not request.head_id})
    above = _above()
    officers = _officers()
    not_these, ended = _named(_of(people, NotThisPerson.objects.all(), "head"), "person_id"), defaultdict(set)
    over = Pairing.objects.filter(
        state__in=(Pairing.ENDED, Pairing.HANDED, Pairing.DECLINED, Pairing.LAPSED)
    ).order_by()
    for head, buddy, state, began_at, asked_by in _of(people, over, "head").values_list(
        "head_id", "buddy_id", "state", "began_at", "request_id"
    ):
        if began_at is not None:
            ended[head].add(str(buddy))
        elif asked_by is not None and state != Pairing.ENDED:
            not_these[head, asked_by].add(str(buddy))
    known = _known(waiting)
    found = []
    for request in waiting:
        place = places[request.head_id] if request.head_id else _of_school(schools[request.school_id or 0])
        wishes = request.wishes or {}
        found.append(
            Head(
                key=str(request.public_id),
                person=str(request.head_id or ""),
                managers=_over(above[Membership.MANAGER], place),
                representatives=_over(above[Membership.REPRESENTATIVE], place),
                officers=officers,
                not_these=frozenset(not_these[request.head_id] | not_these[request.head_id, request.pk]),
                ended_with=frozenset(ended[request.head_id or 0]),
                knows=frozenset(known[name] for name in wishes.get("knows", ()) if name in known),
                wish_phase=bool(wishes.get("phase")),
                wish_distance=wishes.get("distance", ""),
                wish_known=wishes.get("known", ""),
                wish_gender=wishes.get("gender", ""),
                urgent=request.urgent_since is not None,
                **_shared(place),
            )
        )
    return found


def head_without_request(person: Person) -> Head:
    """A head who has not asked, as she would be if she did. Not saved."""
    (found,) = heads([BuddyRequest(head=person, why=BuddyRequest.ASKED)])
    return found


def buddies(people: Iterable[int] | None = None) -> list[Buddy]:
    """Those with a standing offer; or exactly these people, with an offer or without. The key is the person's."""
    offers = {offer.person_id: offer for offer in _offers(people)}
    chosen = set(offers) if people is None else set(people)
    places, above, today = _places(chosen), _above(), clock.today()
    carried, reserved = _carried("buddy_id"), _carried("reserve_id")
    found = []
    for pk in sorted(chosen):
        offer, place = offers.get(pk), places[pk]
        shown = {} if offer is None else {"capacity": offer.capacity, "gender": offer.gender}
        limit = shown.setdefault("capacity", CAPACITY)
        found.append(
            Buddy(
                key=str(pk),
                person=str(pk),
                managers=_over(above[Membership.MANAGER], place),
                carries=carried.get(pk, 0),
                reserve_capacity=limit,
                reserve_carries=reserved.get(pk, 0),
                paused=bool(offer and (offer.stepped_back_at or _until(offer.paused_until, today))),
                resting=bool(offer and _until(offer.resting_until, today)),
                called=bool(offer and _until(offer.called_until, today)),
                inspected_months=place.inspected_months,
                **shown,
                **_shared(place),
            )
        )
    return found


def _offers(people: Iterable[int] | None):
    if people is not None:
        return Offer.objects.filter(person__in=people)
    return Offer.objects.standing().filter(person__is_active=True, person__joined_at__isnull=False)


def _until(day: date | None, today: date) -> bool:
    return day is not None and day >= today


def _carried(column: str) -> dict[int, int]:
    rows = Pairing.objects.current().order_by().exclude(**{f"{column}__isnull": True})
    return dict(rows.values_list(column).annotate(Count("pk")))


def _places(people: set[int]) -> dict[int, Place]:
    """Head of a school comes first; otherwise the oldest of her present posts says what her school is like."""
    now, places = clock.now(), defaultdict(Place)
    rows = Membership.objects.filter(from_at__lte=now).filter(Q(to_at__isnull=True) | Q(to_at__gt=now - FORMER))
    rows = _of(people, rows, "person")
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
            _describe(place, values)
        elif head:
            place.own["in_window"] |= values["in_window"]
        if head:
            leads.add(pk)
    for place in places.values():
        place.former -= place.employers
    return places


def _of(people: set[int], rows: Any, column: str) -> Any:
    """Only of these people; of a whole country's it is quicker to read all and look up."""
    return rows.filter(**{f"{column}__in": people}) if len(people) < 500 else rows


def _schools(pks: set[int]) -> dict[int, dict[str, Any]]:
    return {row.pop("pk"): row for row in School.objects.filter(pk__in=pks).values("pk", *SCHOOL)}


def _of_school(values: dict[str, Any]) -> Place:
    groups = _groups(values)
    place = Place(employers=groups, over=groups | {f"council:{values['authority__code']}"})
    _describe(place, values)
    return place


def _groups(values: dict[str, Any]) -> set[str]:
    return {f"{group}:{values[f'{group}_id']}" for group in GROUPS.values() if values[f"{group}_id"]}


def _describe(place: Place, values: dict[str, Any]) -> None:
    last = values["last_inspected_on"]
    place.inspected_months = (clock.today() - last).days // 30 if last and last >= PRESENT_FRAMEWORK else None
    place.own = {
        "phases": phases(values["phase"], values["kind"], values["low_age"], values["high_age"]),
        "kind": values["kind_group"] or values["kind"],
        "pupils": values["pupils"],
        "easting": values["easting"] or None,  # 0 is no place: it lies in the Atlantic
        "northing": values["northing"] or None,
        "in_window": values["in_window"],
    }


def _shared(place: Place) -> dict[str, Any]:
    return {
        "schools": frozenset(place.schools),
        "employers": frozenset(place.employers),
        "former_employers": frozenset(place.former),
        **place.own,
    }


def _above() -> dict[str, dict[str, set[str]]]:
    """By role (line manager, representative): for each employer, who that is."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Membership.objects.live().filter(
        role__in=(Membership.MANAGER, Membership.REPRESENTATIVE), organisation__kind__in=Organisation.EMPLOYERS
    )
    for person, role, organisation, kind, code in rows.values_list(
        "person_id", "role", "organisation_id", "organisation__kind", "organisation__register_code"
    ):
        group = f"council:{code}" if kind == Organisation.COUNCIL else f"{GROUPS[kind]}:{organisation}"
        found[role][group].add(str(person))
    return found


def _over(above: dict[str, set[str]], place: Place) -> frozenset[str]:
    return frozenset().union(*(above[group] for group in place.over if group in above))


def _officers() -> frozenset[str]:
    """An officer runs the whole network, so she is an officer for every school."""
    grants = RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER)
    return frozenset(str(pk) for pk in grants.values_list("person_id", flat=True))


def _named(rows, column: str) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = defaultdict(set)
    for head, person in rows.values_list("head_id", column):
        found[head].add(str(person))
    return found


def _known(waiting: list[BuddyRequest]) -> dict[str, str]:
    named = {name for request in waiting for name in (request.wishes or {}).get("knows", ())}
    if not named:
        return {}
    rows = Person.objects.filter(public_id__in=named).values_list("public_id", "pk")
    return {str(public_id): str(pk) for public_id, pk in rows}
