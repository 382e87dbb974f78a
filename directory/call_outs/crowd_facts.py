"""What the ladder asks of the rows while a head waits: two statements, each written once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, QuerySet, Value, When

from directory.call_outs.models import Asked, CallOut
from directory.colleagues.models.listing import Listing, MustNotAdvise
from network import clock
from network.models import Closure, ContactPoint, Membership, RoleGrant, Term, Tie
from network.schools.calendar import TERM_MISSING
from network.written_once import WrittenOnce
from outbox import channels

NEAR, RUNS_THE_NETWORK, NAMED, ASKED_LATELY, HAS_TERMS, CLOSED = range(6)
POST = (
    *("person", "role", "school", "school__authority", "school__trust", "school__foundation", "school__board"),
    *("organisation", "organisation__kind", "organisation__name"),
)


@dataclass(frozen=True)
class Facts:
    """Persons, but for `named` (listings whose owner must not advise this school) and `asked_lately` (listing to how
    many other calls)."""

    near: frozenset[int]
    run_the_network: frozenset[int]
    named: frozenset[int]
    asked_lately: dict[int, int]
    areas_on_holiday: frozenset[int]


def _facts(head: int, school: int, call: int, now: datetime, since: datetime, day: date, far: date) -> QuerySet:
    """Rows of (what, key, number). A next term that begins as late as `far` does not mean a holiday until then: one
    was not typed in."""

    def rows(what: int, found: QuerySet, key: str, number: Case | None = None) -> QuerySet:
        return found.order_by().values_list(Value(what), F(key), number or Value(0))

    in_term = Case(When(starts_on__lte=day, then=1), default=0)
    terms = Term.objects.filter(authority__isnull=False, ends_on__gte=day, starts_on__lt=far)
    shut = Closure.objects.filter(authority__isnull=False, starts_on__lte=day, ends_on__gte=day)
    asked = Asked.objects.filter(asked_at__gte=since).exclude(call_out=call).order_by().values("listing_id")
    return rows(NEAR, Tie.objects.live(now).filter(head=head), "person_id").union(
        rows(RUNS_THE_NETWORK, RoleGrant.objects.in_force(), "person_id"),
        rows(NAMED, MustNotAdvise.objects.filter(school=school), "listing_id"),
        asked.order_by()
        .values("listing_id")
        .annotate(n=Count("id"))
        .values_list(Value(ASKED_LATELY), "listing_id", "n"),
        rows(HAS_TERMS, terms, "authority_id", in_term),
        rows(CLOSED, shut, "authority_id"),
        all=True,
    )


_about = WrittenOnce(_facts, head=int, school=int, call=int, now=datetime, since=datetime, day=date, far=date)
_posts = WrittenOnce(
    lambda now: Membership.objects.live(now).filter(person__listing__state=Listing.APPROVED).values_list(*POST),
    now=datetime,
)

_ways = WrittenOnce(
    lambda: (
        ContactPoint.objects.to_reach()
        .filter(person__listing__state=Listing.APPROVED)
        .order_by("person", "place", "id")
        .values_list("person", "channel", "confirmed_at", "broken_at")
    )
)


def about(call: CallOut, at: datetime, lately: timedelta) -> Facts:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    day = clock.local(at).date()
    for what, key, number in _about.rows(
        head=call.head_id,
        school=call.school_id,
        call=call.pk or 0,
        now=at,
        since=at - lately,
        day=day,
        far=day + TERM_MISSING,
    ):
        found[what].append((key, number))
    keys = {what: frozenset(key for key, _ in rows) for what, rows in found.items()}
    none: frozenset[int] = frozenset()
    return Facts(
        near=keys.get(NEAR, none),
        run_the_network=keys.get(RUNS_THE_NETWORK, none),
        named=keys.get(NAMED, none),
        asked_lately=dict(found[ASKED_LATELY]),
        areas_on_holiday=_on_holiday(found[HAS_TERMS], keys.get(CLOSED, none)),
    )


def posts(at: datetime) -> list[tuple]:
    """Of everybody in the directory, as POST names them."""
    return list(_posts.rows(now=at))


def ways() -> dict[int, list[str]]:
    """By person, of everybody in the directory whom a message can reach and a head can ring: her channels that work,
    in her order. A number she typed can be rung before its code has come, as `Listing.objects.reachable` has it."""
    found: dict[int, list[str]] = defaultdict(list)
    can_be_rung = set()
    for person, channel, confirmed_at, broken_at in _ways.rows():
        if channel == ContactPoint.SMS:
            can_be_rung.add(person)
        if confirmed_at and not broken_at and channel not in found[person] and channels.is_configured(channel):
            found[person].append(channel)
    return {person: names for person, names in found.items() if names and person in can_be_rung}


def _on_holiday(terms: list[tuple[int, int]], closed: frozenset[int]) -> frozenset[int]:
    """The areas whose term dates are known and whose schools are shut today: a week in term time is no week then."""
    in_term = {area for area, is_in_term in terms if is_in_term} - closed
    return frozenset(area for area, _ in terms) - in_term
