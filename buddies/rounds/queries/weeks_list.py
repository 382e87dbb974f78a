"""The list worth ten minutes a week: what needs somebody, in the order of how much it matters. For officers.

How many there are of each stands on their front page (inspections/board/asks.py), counted by the same querysets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from buddies.offers.models.offer import Offer
from buddies.pairings.heads import IN_WINDOW, MISSING, UNASKED, heads_who, joined_heads
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from network import clock
from network.dates import day_said
from network.models import ContactPoint, Membership, Person, School
from network.rules import is_officer

TERM = timedelta(days=100)  # a term and its holiday
MOST = 50
LONG = 12  # a part longer than this is folded, so that the next one is seen


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    title: str
    says: str  # what to do about it
    rows: list[dict[str, Any]]
    more: bool
    long: bool


def parts(person: Person) -> list[Part]:
    """One query each. Nothing here comes from check-ins, messages or inspections."""
    if not is_officer(person):
        return []
    found = (
        (
            "nobody",
            "In the window, no buddy yet and nobody asked",
            "Make a round, or press a name.",
            _nobody(),
        ),
        ("not-joined", "In the window, and no head has joined yet", "Invite whoever leads it.", _not_joined()),
        ("unanswered", "Questions without an answer", "They pass on by themselves; a call may help.", _unanswered()),
        ("no-reserve", "Pairs in the window without a reserve", "Name a reserve on the pair's page.", _no_reserve()),
        ("overloaded", "Buddies who carry more than they offered", "Ask whether that is all right.", _overloaded()),
        ("both", "Buddy and head both in the window", "Both may be called in the same week.", _both()),
        ("not-seen", "Not seen for a term", "Ring, and ask whether all is well.", _not_seen()),
        ("bounces", "Messages do not reach them", "Ring, and ask for another address.", _bounces()),
    )
    return [
        Part(name, title, says, rows[:MOST], len(rows) > MOST, len(rows) > LONG) for name, title, says, rows in found
    ]


def _nobody() -> list[dict[str, Any]]:
    """By school, each with one who leads it."""
    one = joined_heads().order_by("from_at", "pk")
    schools = School.objects.in_network().filter(IN_WINDOW, heads_who()[UNASKED]).order_by("window_sort_on", "pk")
    rows = schools.annotate(leads=Subquery(one.values("person")[:1]))
    asked = BuddyRequest.objects.open().filter(head=OuterRef("leads"), why=BuddyRequest.CHANGE)
    people = {"key": Subquery(one.values("person__public_id")[:1]), "who": Subquery(one.values("person__name")[:1])}
    values = rows.values(**people, where=F("name"), asked=Exists(asked))
    return [
        row | {"says": "Asked for someone else" if row["asked"] else "", "pair": True} for row in values[: MOST + 1]
    ]


def _not_joined() -> list[dict[str, Any]]:
    rows = School.objects.in_network().filter(IN_WINDOW, heads_who()[MISSING]).order_by("window_sort_on", "pk")
    return list(rows.values(who=F("name"))[: MOST + 1])


def _unanswered() -> list[dict[str, Any]]:
    rows = Pairing.objects.filter(state=Pairing.ASKED).select_related("head", "buddy", "request").order_by("asked_at")
    return [
        {
            "link": str(one.public_id),
            "who": f"{one.head.name} and {one.buddy.name}",
            "says": _waits_for(one),
        }
        for one in rows[: MOST + 1]
    ]


def _waits_for(one: Pairing) -> str:
    missing = [
        person.name for person, yes in ((one.head, one.head_yes_at), (one.buddy, one.buddy_yes_at)) if yes is None
    ]
    today, asked_on = clock.today(), clock.local(one.asked_at or one.made_at).date()
    since = f"Waiting for {' and '.join(missing)} since {day_said(asked_on, today)}"
    if one.answer_by is None:
        return since
    until = clock.local(one.answer_by)
    return f"{since}; passes on {day_said(until.date(), today)}, {until:%-H.%M}"


def _pairs_in_window() -> QuerySet:
    return Pairing.objects.filter(state__in=(Pairing.IN_FORCE, Pairing.PAUSED), school__in_window=True)


def no_reserve() -> QuerySet:
    """Pairs in the window."""
    return _pairs_in_window().filter(reserve__isnull=True)


def _no_reserve() -> list[dict[str, Any]]:
    rows = no_reserve().order_by("made_at", "pk")
    return list(rows.values(link=F("public_id"), who=F("head__name"), where=F("school__name"))[: MOST + 1])


def overloaded() -> QuerySet:
    """Offers of fewer than their person carries."""
    live = Q(person__pairings_as_buddy__state__in=Pairing.CURRENT)
    carried = Offer.objects.standing().annotate(carries=Count("person__pairings_as_buddy", filter=live))
    return carried.filter(carries__gt=F("capacity"))


def _overloaded() -> list[dict[str, Any]]:
    rows = overloaded().order_by("-carries", "pk").values("carries", "capacity", who=F("person__name"))
    return [
        {"who": row["who"], "says": f"Stands by {row['carries']}, offered {row['capacity']}"}
        for row in rows[: MOST + 1]
    ]


def both() -> QuerySet:
    """Pairs in the window whose buddy leads a school in the window too."""
    leads = Membership.objects.live().heads().filter(person=OuterRef("buddy"))
    schools = School.objects.in_network().filter(IN_WINDOW)
    return _pairs_in_window().filter(Exists(leads.filter(school__in=schools.values("pk"))))


def _both() -> list[dict[str, Any]]:
    values = both().order_by("made_at", "pk")
    values = values.values("reserve_yes_at", link=F("public_id"), who=F("head__name"), other=F("buddy__name"))
    return [
        {
            "link": row["link"],
            "who": f"{row['who']} and {row['other']}",
            "says": "" if row["reserve_yes_at"] else "No reserve has said yes",
        }
        for row in values[: MOST + 1]
    ]


def _in_a_pair() -> QuerySet[Person]:
    current = Pairing.objects.current().filter(
        Q(head=OuterRef("pk")) | Q(buddy=OuterRef("pk")) | Q(reserve=OuterRef("pk"))
    )
    offers = Offer.objects.standing().filter(person=OuterRef("pk"))
    return Person.objects.joined().filter(Exists(current) | Exists(offers))


def not_seen() -> QuerySet[Person]:
    """In a pair, or offering, and not here for a term."""
    long_ago = clock.today() - TERM
    return _in_a_pair().filter(
        Q(last_seen_on__lt=long_ago) | Q(last_seen_on__isnull=True, joined_at__lt=clock.now() - TERM)
    )


def _not_seen() -> list[dict[str, Any]]:
    return [
        {"who": name, "says": f"Last here on {seen:%-d %B %Y}" if seen else "Has not been here since joining"}
        for name, seen in not_seen().order_by("last_seen_on", "pk").values_list("name", "last_seen_on")[: MOST + 1]
    ]


def _bounces() -> list[dict[str, Any]]:
    """Who and by which way, never the address."""
    rows = ContactPoint.objects.broken().order_by("broken_at", "pk").values_list("person__name", "channel")[: MOST + 1]
    return [{"who": name, "says": dict(ContactPoint.CHANNELS)[channel]} for name, channel in rows]
