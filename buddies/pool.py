"""From the stored rows to the values the matching weighs: who waits, who offers. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import CharField, Count
from django.db.models.functions import Cast

from buddies.fit import Buddy, Head
from buddies.models import Away, BuddyRequest, NotThisPerson, Offer, Pairing
from buddies.places import GROUPS, MANY, NONE, Place, of_people, of_school, schools_of
from network import clock
from network.models import Membership, Organisation, Person, RoleGrant

CAPACITY = 2  # of somebody asked by hand who has not made an offer


class Waits(NamedTuple):
    """An open request as the matching needs it: a whole round has no use for more."""

    pk: int
    public_id: str
    head_id: int
    school_id: int | None
    wishes: dict[str, Any]
    urgent_since: Any


def waits(rows: Any) -> list[Waits]:
    columns = ["pk", Cast("public_id", CharField()), *Waits._fields[2:]]  # as text: nobody needs forty thousand UUIDs
    found = rows.values_list(*columns).iterator(chunk_size=5000)
    return [Waits(pk, _with_dashes(key), *row) for pk, key, *row in found]


def _with_dashes(key: str) -> str:
    """SQLite keeps none."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def everybody(requests: Iterable[Waits]) -> tuple[list[Head], list[Buddy]]:
    """Those who wait and those who offer. Most people are both, so everybody's posts are read once."""
    waiting, offers = list(requests), _offered(None)
    places, above = of_people({one.head_id for one in waiting} | {one.person_id for one in offers}), _above()
    return heads(waiting, places, above), _buddies(offers, None, places, above)


def heads(
    requests: Iterable[BuddyRequest | Waits], places: dict[int, Place] | None = None, above: Above | None = None
) -> list[Head]:
    """The key of each is its request's public id. A school nobody leads yet has no person."""
    waiting = list(requests)
    people = {request.head_id for request in waiting if request.head_id}
    places = of_people(people) if places is None else places
    schools = schools_of({request.school_id for request in waiting if request.school_id and not request.head_id})
    above = _above() if above is None else above
    managers, representatives = above[Membership.MANAGER], above[Membership.REPRESENTATIVE]
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
        head, wishes = request.head_id, request.wishes
        place = places[head] if head else of_school(schools[request.school_id or 0])
        found.append(
            Head(
                key=str(request.public_id),
                person=str(head or ""),
                schools=place.schools,
                employers=place.employers,
                former_employers=place.former,
                managers=_over(managers, place),
                representatives=_over(representatives, place),
                officers=officers,
                not_these=_both(not_these.get(head), not_these.get((head, request.pk))),
                ended_with=frozenset(ended[head]) if head in ended else NONE,
                urgent=request.urgent_since is not None,
                phases=place.phases,
                kind=place.kind,
                pupils=place.pupils,
                easting=place.easting,
                northing=place.northing,
                in_window=place.in_window,
                **(_wished(wishes, known) if wishes else {}),
            )
        )
    return found


def _both(left: set[str] | None, right: set[str] | None) -> frozenset[str]:
    return frozenset((left or set()) | (right or set())) if left or right else NONE


def _wished(wishes: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    return {
        "knows": frozenset(known[name] for name in wishes.get("knows", ()) if name in known),
        "wish_phase": bool(wishes.get("phase")),
        "wish_distance": wishes.get("distance", ""),
        "wish_known": wishes.get("known", ""),
        "wish_gender": wishes.get("gender", ""),
    }


def head_without_request(person: Person) -> Head:
    """A head who has not asked, as she would be if she did. Not saved."""
    (found,) = heads([BuddyRequest(head=person, why=BuddyRequest.ASKED)])
    return found


def buddies(people: Iterable[int] | None = None) -> list[Buddy]:
    """Those with a standing offer; or exactly these people, with an offer or without. The key is the person's."""
    made = _offered(people)
    chosen = {offer.person_id for offer in made} if people is None else set(people)
    return _buddies(made, chosen, of_people(chosen), _above())


def _buddies(made: list[_Offered], people: Iterable[int] | None, places: dict[int, Place], above: Above) -> list[Buddy]:
    offers = {offer.person_id: offer for offer in made}
    chosen = set(offers) if people is None else set(people)
    managers, today = above[Membership.MANAGER], clock.today()
    dates = Away.objects.values_list("person_id", "called_until", "resting_until")
    away = {pk: (called_until, resting_until) for pk, called_until, resting_until in dates}
    carried, reserved = _carried("buddy_id"), _carried("reserve_id")
    found = []
    for pk in sorted(chosen):
        offer, place = offers.get(pk), places[pk]
        called_until, resting_until = away.get(pk, (None, None))
        key, limit = str(pk), CAPACITY if offer is None else offer.capacity
        found.append(
            Buddy(
                key=key,
                person=key,
                schools=place.schools,
                employers=place.employers,
                former_employers=place.former,
                managers=_over(managers, place),
                capacity=limit,
                gender="" if offer is None else offer.gender,
                carries=carried.get(pk, 0),
                reserve_capacity=limit,
                reserve_carries=reserved.get(pk, 0),
                paused=bool(offer and (offer.stepped_back_at or _until(offer.paused_until, today))),
                resting=_until(resting_until, today),
                called=_until(called_until, today),
                inspected_months=place.inspected_months,
                phases=place.phases,
                kind=place.kind,
                pupils=place.pupils,
                easting=place.easting,
                northing=place.northing,
                in_window=place.in_window,
            )
        )
    return found


class _Offered(NamedTuple):
    person_id: int
    capacity: int
    gender: str
    stepped_back_at: datetime | None
    paused_until: date | None


def _offered(people: Iterable[int] | None) -> list[_Offered]:
    if people is not None:
        rows = Offer.objects.filter(person__in=people)
    else:
        rows = Offer.objects.standing().filter(person__is_active=True, person__joined_at__isnull=False)
    return list(starmap(_Offered, rows.values_list(*_Offered._fields)))


def _until(day: date | None, today: date) -> bool:
    return day is not None and day >= today


def _carried(column: str) -> dict[int, int]:
    rows = Pairing.objects.current().order_by().exclude(**{f"{column}__isnull": True})
    return dict(rows.values_list(column).annotate(Count("pk")))


def _of(people: set[int], rows: Any, column: str) -> Any:
    """Only of these people; of a whole country's it is quicker to read all and look up."""
    return rows.filter(**{f"{column}__in": people}) if len(people) < MANY else rows


Above = dict[str, dict[str, set[str]]]


def _above() -> Above:
    """By role (line manager, representative): for each employer, who that is."""
    found: Above = defaultdict(lambda: defaultdict(set))
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
    if not above:
        return NONE
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


def _known(waiting: list[BuddyRequest | Waits]) -> dict[str, str]:
    named = {name for request in waiting for name in (request.wishes or {}).get("knows", ())}
    if not named:
        return {}
    rows = Person.objects.filter(public_id__in=named).values_list("public_id", "pk")
    return {str(public_id): str(pk) for public_id, pk in rows}
