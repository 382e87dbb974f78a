"""The colleagues of the directory as the ladder sees them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from directory.call_outs.models import Asked, CallOut
from directory.colleagues.availability import holidays
from directory.colleagues.conflicts import Adviser, Asking, conflict
from directory.colleagues.models.availability import Leave, WeekDay
from directory.colleagues.models.listing import Listing, MustNotAdvise
from directory.ladder import Colleague
from network import clock, hooks
from network.models import Authority, ContactPoint, Membership, Organisation, RoleGrant, School, Tie
from outbox import channels

LATELY = timedelta(days=90)
POST = (
    *("person", "role", "school", "school__authority", "school__trust", "school__foundation", "school__board"),
    *("organisation", "organisation__kind", "organisation__name"),
)


def employers_of(school: School) -> frozenset[int]:
    """Trust, foundation trust, shared governing body. (Being employed by the council does not bind two schools.)"""
    return frozenset(key for key in (school.trust_id, school.foundation_id, school.board_id) if key)


def free_now(listings: Iterable[Listing], at: datetime) -> set[int]:
    """Those whose week has this hour and who are not away today. Leave beats the week."""
    local = clock.local(at)
    today = Leave.objects.filter(listing=OuterRef("listing"), starts_on__lte=local.date(), ends_on__gte=local.date())
    there = WeekDay.objects.filter(
        ~Exists(today),
        listing__in=[listing.pk for listing in listings],
        day=local.weekday(),
        from_time__lte=local.time(),
        until_time__gt=local.time(),
    )
    return set(there.values_list("listing_id", flat=True))


def reachable(listings: Iterable[Listing]) -> set[int]:
    keys = [listing.pk for listing in listings]
    return set(Listing.objects.filter(pk__in=keys).reachable().order_by().values_list("pk", flat=True))


def advisers(listings: Sequence[Listing], school: School, area: Authority) -> dict[int, Adviser]:
    """What each listing's person is tied to, by listing. `area` is the school's."""
    people = [listing.person_id for listing in listings]
    posts = Membership.objects.live().filter(person__in=people).values_list(*POST)
    bound = set(RoleGrant.objects.in_force().filter(person__in=people).values_list("person_id", flat=True))
    must_not = set(MustNotAdvise.objects.filter(school=school).values_list("listing", flat=True))
    schools, areas, employers = defaultdict(set), defaultdict(set), defaultdict(set)
    for person, role, at_school, in_area, *runs_it, organisation, kind, name in posts:
        if at_school:
            schools[person].add(at_school)
            areas[person].add(in_area)
            employers[person] |= {key for key in runs_it if key}
        if organisation:
            employers[person].add(organisation)
            if kind == Organisation.COUNCIL and area.name in name:
                bound.add(person)
            if role in (Membership.REPRESENTATIVE, Membership.MANAGER) and kind in Organisation.EMPLOYERS:
                bound.add(person)
    for listing in listings:
        if listing.employer_known is not None:
            employers[listing.person_id].add(listing.employer_known_id)
            council = listing.employer_known.kind == Organisation.COUNCIL and area.name in listing.employer_known.name
            if council and not schools[listing.person_id]:  # being employed by it does not bind two schools
                bound.add(listing.person_id)
    return {
        listing.pk: Adviser(
            person=listing.person_id,
            schools=frozenset(schools[listing.person_id]),
            areas=frozenset(areas[listing.person_id]),
            employers=frozenset(employers[listing.person_id]),
            must_not_advise=frozenset({school.pk} if listing.pk in must_not else ()),
            serving_inspector=listing.serving_inspector,
            contract_allows=listing.contract_allows_at is not None,
            runs_or_represents=listing.person_id in bound,
        )
        for listing in listings
    }


def asking_of(call: CallOut) -> Asking:
    near = Tie.objects.live().filter(head=call.head).values_list("person_id", flat=True)
    return Asking(
        head=call.head_id,
        school=call.school_id,
        employers=employers_of(call.school),
        not_these=frozenset({*near, call.raised_by_id or 0}.union(*hooks.call(hooks.never_with, head=call.head))),
    )


def may_advise(call: CallOut, listing: Listing) -> bool:
    """Asked again at the moment of a yes: she may have been paused, or have gained a post, since she was asked."""
    if not Listing.objects.on_call().filter(pk=listing.pk).exists():
        return False
    return not conflict(advisers([listing], call.school, call.area)[listing.pk], asking_of(call))


def on_call() -> list[Listing]:
    return list(Listing.objects.on_call().select_related("person", "employer_known").order_by())


def ways() -> dict[int, list[str]]:
    """By person, of everybody in the directory whom a message can reach and a head can ring: her channels that work,
    in her order. A number she typed can be rung before its code has come, as `Listing.objects.reachable` has it."""
    points = ContactPoint.objects.to_reach().filter(person__listing__state=Listing.APPROVED)
    found: dict[int, list[str]] = defaultdict(list)
    can_be_rung = set()
    for person, channel, confirmed_at, broken_at in points.order_by("person", "place", "id").values_list(
        "person", "channel", "confirmed_at", "broken_at"
    ):
        if channel == ContactPoint.SMS:
            can_be_rung.add(person)
        if confirmed_at and not broken_at and channel not in found[person] and channels.is_configured(channel):
            found[person].append(channel)
    return {person: names for person, names in found.items() if names and person in can_be_rung}


def for_call(call: CallOut, at: datetime, listings: Sequence[Listing], there: Collection[int]) -> list[Colleague]:
    """`there`: the persons who can be reached."""
    about, asking, free = advisers(listings, call.school, call.area), asking_of(call), free_now(listings, at)
    today = clock.local(at).date()
    on_holiday = holidays({area for one in about.values() for area in one.areas}, today, today)(today)
    lately = Asked.objects.filter(asked_at__gte=at - LATELY).exclude(call_out=call.pk or 0).order_by()
    asked_lately = dict(lately.values_list("listing_id").annotate(times=Count("id")))
    return [
        Colleague(
            key=listing.pk,
            free=listing.pk in free and not about[listing.pk].is_on_holiday(on_holiday),
            conflict=conflict(about[listing.pk], asking),
            reachable=listing.person_id in there,
            knows=frozenset(listing.knows),
            asked_lately=asked_lately.get(listing.pk, 0),
        )
        for listing in listings
    ]
