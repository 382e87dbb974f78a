"""From the stored rows to the values the matching weighs: who waits, who offers. A fixed number of queries."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import CharField, TextField
from django.db.models.functions import Cast

from buddies.matching.pair_rules import Buddy, Head
from buddies.matching.places import GROUPS, MANY, NONE, Place, of_people, of_school, schools_of
from buddies.offers.models.away import Away
from buddies.offers.models.offer import Offer
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.wishes.models import NotThisPerson
from network import clock
from network.models import Membership, Organisation, Person, RoleGrant
from network.written_once import WrittenOnce

CAPACITY = 2  # of somebody asked by hand who has not made an offer


class Waits(NamedTuple):
    """An open request as the matching needs it: a whole round has no use for more."""

    pk: int
    public_id: str
    head_id: int
    school_id: int | None
    wishes: dict[str, Any]
    urgent_since: Any


def waits_asked(rows: Any) -> Any:
    """The key and the wishes are read as text: nobody needs forty thousand UUIDs, and few heads have a wish."""
    wishes = Cast("wishes", TextField())
    return rows.values_list(
        "pk", Cast("public_id", CharField()), "head_id", "school_id", wishes, "urgent_since"
    ).order_by()


def waits(found: Iterable[tuple[Any, ...]]) -> list[Waits]:
    """Of what `waits_asked` gives."""
    return [
        Waits(pk, _with_dashes(key), head, school, {} if said == "{}" else json.loads(said), since)
        for pk, key, head, school, said, since in found
    ]


def _with_dashes(key: str) -> str:
    """SQLite keeps none."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def everybody(requests: Iterable[Waits]) -> tuple[list[Head], list[Buddy]]:
    """Those who wait and those who offer. Most people are both, so everybody's posts are read once."""
    waiting, offers = list(requests), list(starmap(_Offered, STANDING_OFFERS.streamed()))
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
    known, found = _known(waiting), []
    for request in waiting:
        head = request.head_id
        place = places[head] if head else of_school(schools[request.school_id or 0])
        one = Head(str(request.public_id), str(head or ""), *place.side)
        one.officers, one.urgent = officers, request.urgent_since is not None
        if managers:
            one.managers = _over(managers, place)
        if representatives:
            one.representatives = _over(representatives, place)
        if not_these:
            one.not_these = _both(not_these.get(head), not_these.get((head, request.pk)))
        if head in ended:
            one.ended_with = frozenset(ended[head])
        if request.wishes:
            _wish(one, request.wishes, known)
        found.append(one)
    return found


def _both(left: set[str] | None, right: set[str] | None) -> frozenset[str]:
    return frozenset((left or set()) | (right or set())) if left or right else NONE


def _wish(head: Head, wishes: dict[str, Any], known: dict[str, str]) -> None:
    head.knows = frozenset(known[name] for name in wishes.get("knows", ()) if name in known)
    head.wish_phase = bool(wishes.get("phase"))
    head.wish_distance = wishes.get("distance", "")
    head.wish_known = wishes.get("known", "")
    head.wish_gender = wishes.get("gender", "")


def head_without_request(person: Person) -> Head:
    """A head who has not asked, as she would be if she did. Not saved."""
    (found,) = heads([BuddyRequest(head=person, why=BuddyRequest.ASKED)])
    return found


def buddies(people: Iterable[int] | None = None) -> list[Buddy]:
    """Those with a standing offer; or exactly these people, with an offer or without. The key is the person's."""
    made = list(starmap(_Offered, _offers(people)))
    chosen = {offer.person_id for offer in made} if people is None else set(people)
    return _buddies(made, chosen, of_people(chosen), _above())


def _buddies(made: list[_Offered], people: Iterable[int] | None, places: dict[int, Place], above: Above) -> list[Buddy]:
    offers = {offer.person_id: offer for offer in made}
    chosen = set(offers) if people is None else set(people)
    managers, today = above[Membership.MANAGER], clock.today()
    dates = Away.objects.values_list("person_id", "called_until", "resting_until")
    away = {pk: (called_until, resting_until) for pk, called_until, resting_until in dates}
    both = Pairing.objects.current().order_by().values_list("buddy_id", "reserve_id")
    carried, reserved = map(Counter, zip(*both, strict=True)) if both else (Counter(), Counter())
    found = []
    for pk in sorted(chosen):
        offer, place, key = offers.get(pk), places[pk], str(pk)
        one = Buddy(key, key, *place.side)
        one.inspected_months = place.inspected_months
        one.capacity = one.reserve_capacity = CAPACITY if offer is None else offer.capacity
        if managers:
            one.managers = _over(managers, place)
        if offer is not None:
            one.gender = offer.gender
            one.paused = offer.stepped_back_at is not None or _until(offer.paused_until, today)
        if pk in carried:
            one.carries = carried[pk]
        if pk in reserved:
            one.reserve_carries = reserved[pk]
        if pk in away:
            one.called, one.resting = (_until(day, today) for day in away[pk])
        found.append(one)
    return found


class _Offered(NamedTuple):
    person_id: int
    capacity: int
    gender: str
    stepped_back_at: datetime | None
    paused_until: date | None


def _offers(people: Iterable[int] | None) -> Any:
    if people is not None:
        rows = Offer.objects.filter(person__in=people)
    else:
        rows = Offer.objects.standing().filter(person__is_active=True, person__joined_at__isnull=False)
    return rows.values_list(*_Offered._fields)


STANDING_OFFERS = WrittenOnce(lambda: _offers(None))


def _until(day: date | None, today: date) -> bool:
    return day is not None and day >= today


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
