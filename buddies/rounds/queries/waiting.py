"""What the officer's pages read beyond the rows themselves: who waits, and who could stand by her and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q

from buddies.matching import pair_rules, weighing
from buddies.offers.models.offer import Offer
from buddies.pairings import states
from buddies.pairings.models import Pairing, PairingStep
from buddies.requests.models import BuddyRequest
from buddies.rounds.queries.candidates import buddies, head_without_request, heads
from network.models import ContactPoint, Membership, Person, Tie
from network.rules import is_officer

SHOWN, RULED_OUT_SHOWN = 30, 10


def requests(person: Person):
    """Open requests of heads who have nobody asked yet, longest waiting first. For officers; others get none."""
    if not is_officer(person):
        return BuddyRequest.objects.none()
    asked = Pairing.objects.current().filter(head=OuterRef("head"))
    return BuddyRequest.objects.open().filter(~Exists(asked) | Q(head__isnull=True)).order_by("made_at", "pk")


def unmatched():
    """Open requests of heads who have joined and have nobody asked: what a round is about."""
    asked = Pairing.objects.current().filter(head=OuterRef("head"))
    return (
        BuddyRequest.objects.open()
        .filter(~Exists(asked), head__is_active=True, head__joined_at__isnull=False)
        .order_by("pk")
    )


def rows(person: Person, words: str = "", limit: int = 100) -> list[dict[str, Any]]:
    """That a request is open, for whom and since when: never what she wished. Those who can be paired come first; then
    the schools whose head has not joined, of whom there may be many."""
    found = requests(person)
    if words:
        found = found.filter(Q(head__name__icontains=words) | Q(school__name__icontains=words))
    nobody_yet = ExpressionWrapper(Q(head__isnull=True), BooleanField())
    return list(
        found.order_by(nobody_yet, "-school__in_window", "made_at", "pk").values(
            "public_id",
            "made_at",
            "why",
            head_id_public=F("head__public_id"),
            head_name=F("head__name"),
            school_name=F("school__name"),
            in_window=F("school__in_window"),
        )[:limit]
    )


def heads_called(person: Person, words: str):
    """Any head of the network by name or school, for pairing by hand. For officers; others get none."""
    return _called(person, words)[:20] if is_officer(person) else Person.objects.none()


def members_called(person: Person, words: str):
    """Heads of the network by name or school, for somebody's own list; not herself."""
    return _called(person, words).exclude(pk=person.pk)[:20]


def _called(person: Person, words: str):
    if len(words) < 2:
        return Person.objects.none()
    called = Q(person__name__icontains=words) | Q(school__name__icontains=words)
    leads = Membership.objects.live().heads().filter(called)
    return Person.objects.visible_to(person).filter(pk__in=leads.values("person")).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Candidate:
    public_id: str
    name: str
    school_name: str
    says: str  # why she fits, or why not
    fits: bool
    fits_as_reserve: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    listed: list[Candidate]
    others: int  # who offer, or were searched for, and are not listed: never who, nor why


def candidates(officer: Person, head: Person, words: str = "") -> Candidates:
    """Who could stand by this head: the best first, then the nearest whom a fact of the register forbids, with it.

    With words to search for: everybody of that name or school, with an offer or without. Whoever is "not available" is
    not named, only counted among the others (docs/adr/not-available.md).
    """
    if not is_officer(officer):
        return Candidates([], 0)
    request = BuddyRequest.objects.open().filter(head=head).first()
    wanted = heads([request])[0] if request else head_without_request(head)
    searched = [person.pk for person in heads_called(officer, words)] if words else None
    offered = buddies(searched) if words else buddies()
    weights, found = weighing.current(), []
    for buddy in offered:
        if buddy.person == str(head.pk):
            continue
        why = pair_rules.ruled_out(wanted, buddy)
        found.append((why, pair_rules.open_points(wanted, buddy, weights) + weights.load * buddy.carries, buddy))
    good = sorted((one for one in found if not one[0]), key=lambda one: (one[1], one[2].key))[:SHOWN]
    named = (one for one in found if one[0] not in ("", pair_rules.NOT_AVAILABLE))
    bad = sorted(named, key=lambda one: (_away(wanted, one[2]), one[2].key))
    chosen = [*good, *bad[: SHOWN if words else RULED_OUT_SHOWN]]
    people = _people([int(buddy.key) for _, _, buddy in chosen])
    listed = [
        Candidate(
            public_id=str(people[int(buddy.key)]["public_id"]),
            name=people[int(buddy.key)]["name"],
            school_name=people[int(buddy.key)]["school"],
            says=why or pair_rules.sentence(wanted, buddy, carries=buddy.carries),
            fits=not why,
            fits_as_reserve=why in ("", pair_rules.FULL),
        )
        for why, _, buddy in chosen
    ]
    return Candidates(listed, len(found) - len(listed))


def _away(head: pair_rules.Head, buddy: pair_rules.Buddy) -> int:
    metres = pair_rules.metres(head, buddy)
    return pair_rules.UNKNOWN_KM * 1000 if metres is None else metres


def _people(pks: list[int]) -> dict[int, dict[str, Any]]:
    found = {
        row["pk"]: row | {"school": ""} for row in Person.objects.filter(pk__in=pks).values("pk", "public_id", "name")
    }
    posts = Membership.objects.live().heads().filter(person__in=pks).order_by("from_at")
    for pk, school in posts.values_list("person_id", "school__name"):
        found[pk]["school"] = found[pk]["school"] or school
    return found


def offered(person: Person) -> dict[str, str]:
    """What a buddy chose to say she can help with and when not, for the head she stands by."""
    said = Offer.objects.filter(person=person).values_list("can_help_with", "when_not").first() or ("", "")
    return dict(zip(("can_help_with", "when_not"), said, strict=True))


def school_of(person: Person) -> str:
    posts = Membership.objects.live().heads().filter(person=person).order_by("from_at")
    return posts.values_list("school__name", flat=True).first() or ""


def stand_ins(head: Person, pairing: Pairing, points) -> list[dict[str, Any]]:
    """Who stands in for the buddy just now, with the ways to reach her."""
    ties = Tie.objects.visible_to(head).live().filter(head=head, kind=Tie.BUDDY).exclude(person=pairing.buddy)
    people = {tie.person_id: tie.person for tie in ties.select_related("person")}
    return [
        {"person": person, "points": [point for point in points if point.person_id == pk]}
        for pk, person in people.items()
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """One head somebody stands by, as she sees it."""

    pairing: Pairing
    is_reserve: bool
    asked: bool  # her own answer is waited for
    active: bool  # she is the buddy now, or stands in
    points: list[ContactPoint]
    by_phone: PairingStep | None = None  # somebody noted that she said yes on the telephone


def yeses_by_phone(person: Person, pairings: list[Pairing]) -> dict[tuple[int, str], PairingStep]:
    """By pairing and role: that somebody noted a yes given on the telephone, the newest of each."""
    steps = PairingStep.objects.visible_to(person).filter(pairing__in=pairings, verb__startswith="yes by phone, ")
    return {(step.pairing_id, step.verb.partition(", ")[2]): step for step in steps.select_related("by")}


def beside(person: Person, rows: list[Pairing], points: list[ContactPoint]) -> list[Beside]:
    active = set(
        Tie.objects.visible_to(person).live().filter(person=person, kind=Tie.BUDDY).values_list("head_id", flat=True)
    )
    unanswered = [
        row for row in rows if (row.reserve_yes_at if row.reserve_id == person.pk else row.buddy_yes_at) is None
    ]
    by_phone = yeses_by_phone(person, unanswered)
    shown = []
    for pairing in rows:
        reserve = pairing.reserve_id == person.pk
        yes = pairing.reserve_yes_at if reserve else pairing.buddy_yes_at
        shown.append(
            Beside(
                pairing,
                reserve,
                asked=yes is None,
                active=pairing.head_id in active,
                points=[point for point in points if point.person_id == pairing.head_id],
                by_phone=by_phone.get((pairing.pk, states.RESERVE if reserve else states.BUDDY)),
            )
        )
    return shown
