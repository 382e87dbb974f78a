"""From the stored rows to the values the matching weighs: who waits, who offers. A fixed number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from buddies.matching.pair_rules import Buddy, Head
from buddies.matching.posts import GROUPS, MANY, Posts, frozen, of_people, of_schools
from buddies.offers.models.away import Away
from buddies.offers.models.offer import Offer
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.wishes.models import NotThisPerson
from network import clock
from network.models import Membership, Organisation, Person, RoleGrant

CAPACITY = 2  # of somebody asked by hand who has not made an offer


def heads(requests: Iterable[BuddyRequest]) -> list[Head]:
    """The key of each is its request's public id. A school nobody leads yet has no person."""
    waiting = list(requests)
    people = {request.head_id for request in waiting if request.head_id}
    posts_of = of_people(people)
    schools = of_schools({request.school_id for request in waiting if request.school_id and not request.head_id})
    managers, representatives = _above()
    officers, known = _officers(), _known(waiting)
    not_these, ended = _not_these(people)
    found = []
    for request in waiting:
        head, wishes = request.head_id, request.wishes or {}
        posts = posts_of[head] if head else schools[request.school_id or 0]
        one = Head(
            str(request.public_id),
            str(head or ""),
            **posts.side(),
            managers=_over(managers, posts),
            representatives=_over(representatives, posts),
            officers=officers,
            not_these=frozen(not_these[head, None] | not_these[head, request.pk]),
            ended_with=frozen(ended[head]),
            knows=frozen({known[name] for name in wishes.get("knows", ()) if name in known}),
            wish_phase=bool(wishes.get("phase")),
            wish_distance=wishes.get("distance", ""),
            wish_known=wishes.get("known", ""),
            wish_gender=wishes.get("gender", ""),
            urgent=request.urgent_since is not None,
        )
        found.append(one)
    return found


def head_without_request(person: Person) -> Head:
    """A head who has not asked, as she would be if she did. Not saved."""
    (found,) = heads([BuddyRequest(head=person, why=BuddyRequest.ASKED)])
    return found


def buddies(people: Iterable[int] | None = None) -> list[Buddy]:
    """Those with a standing offer; or exactly these people, with an offer or without. The key is the person's."""
    if people is None:
        made = Offer.objects.standing().filter(person__is_active=True, person__joined_at__isnull=False)
    else:
        made = Offer.objects.filter(person__in=people)
    offers = {offer.person_id: offer for offer in made}
    chosen = set(offers) if people is None else set(people)
    posts_of, (managers, _), today = of_people(chosen), _above(), clock.today()
    away = {row.person_id: row for row in Away.objects.all()}
    carried, reserved = Counter[int | None](), Counter[int | None]()
    for buddy, reserve in Pairing.objects.current().order_by().values_list("buddy_id", "reserve_id"):
        carried[buddy] += 1
        reserved[reserve] += 1
    found = []
    for pk in sorted(chosen):
        offer, posts, absent = offers.get(pk), posts_of[pk], away.get(pk)
        capacity = CAPACITY if offer is None else offer.capacity
        one = Buddy(
            str(pk),
            str(pk),
            **posts.side(),
            managers=_over(managers, posts),
            inspected_months=posts.inspected_months,
            capacity=capacity,
            reserve_capacity=capacity,
            carries=carried[pk],
            reserve_carries=reserved[pk],
            gender=offer.gender if offer else "",
            paused=offer is not None and (offer.stepped_back_at is not None or _until(offer.paused_until, today)),
            called=absent is not None and _until(absent.called_until, today),
            resting=absent is not None and _until(absent.resting_until, today),
        )
        found.append(one)
    return found


def _until(day: date | None, today: date) -> bool:
    return day is not None and day >= today


Named = dict[Any, set[str]]


def _not_these(people: set[int]) -> tuple[Named, Named]:
    """Whom no head is to be paired with: by head and None, or by head and the request in which they declined or were
    silent. And by head: with whom a pairing has ended."""
    not_these: Named = defaultdict(set)
    ended: Named = defaultdict(set)
    for head, person in _of(people, NotThisPerson.objects.all()).values_list("head_id", "person_id"):
        not_these[head, None].add(str(person))
    over = Pairing.objects.filter(state__in=(Pairing.ENDED, Pairing.HANDED, Pairing.DECLINED, Pairing.LAPSED))
    columns = ("head_id", "buddy_id", "state", "began_at", "request_id")
    for head, buddy, state, began_at, asked_by in _of(people, over).order_by().values_list(*columns):
        if began_at is not None:
            ended[head].add(str(buddy))
        elif asked_by is not None and state != Pairing.ENDED:
            not_these[head, asked_by].add(str(buddy))
    return not_these, ended


def _of(people: set[int], rows: Any) -> Any:
    """Only of these heads; where they are many it is quicker to read all."""
    return rows.filter(head__in=people) if len(people) < MANY else rows


def _above() -> tuple[Named, Named]:
    """Line managers and representatives: for each employer, who that is."""
    managers: Named = defaultdict(set)
    representatives: Named = defaultdict(set)
    rows = Membership.objects.live().filter(
        role__in=(Membership.MANAGER, Membership.REPRESENTATIVE), organisation__kind__in=Organisation.EMPLOYERS
    )
    for person, role, organisation, kind, code in rows.values_list(
        "person_id", "role", "organisation_id", "organisation__kind", "organisation__register_code"
    ):
        group = f"council:{code}" if kind == Organisation.COUNCIL else f"{GROUPS[kind]}:{organisation}"
        (managers if role == Membership.MANAGER else representatives)[group].add(str(person))
    return managers, representatives


def _over(above: Named, posts: Posts) -> frozenset[str]:
    return frozen({person for group in posts.over if group in above for person in above[group]})


def _officers() -> frozenset[str]:
    """An officer runs the whole network, so they are an officer for every school."""
    grants = RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER)
    return frozenset(str(pk) for pk in grants.values_list("person_id", flat=True))


def _known(waiting: list[BuddyRequest]) -> dict[str, str]:
    named = {name for request in waiting for name in (request.wishes or {}).get("knows", ())}
    if not named:
        return {}
    rows = Person.objects.filter(public_id__in=named).values_list("public_id", "pk")
    return {str(public_id): str(pk) for public_id, pk in rows}
