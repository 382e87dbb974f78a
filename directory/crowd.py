"""The colleagues of the directory as the ladder sees them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from directory.conflicts import Adviser, Asking, conflict
from directory.ladder import Colleague
from directory.models import Asked, CallOut, Leave, Listing, WeekDay
from network import clock, hooks
from network.models import ContactPoint, Membership, RoleGrant, School, Tie

LATELY = timedelta(days=90)


def employers_of(school: School) -> frozenset[int]:
    """Trust, foundation trust, shared governing body. (Being employed by the council does not bind two schools.)"""
    return frozenset(key for key in (school.trust_id, school.foundation_id, school.board_id) if key)


def free_now(listings: Iterable[Listing], at: datetime) -> set[int]:
    """Those whose week has this hour and who are not away today. Leave beats the week."""
    keys = [listing.pk for listing in listings]
    local = clock.local(at)
    away = set(
        Leave.objects.filter(listing__in=keys, starts_on__lte=local.date(), ends_on__gte=local.date()).values_list(
            "listing_id", flat=True
        )
    )
    there = WeekDay.objects.filter(
        listing__in=keys, day=local.weekday(), from_time__lte=local.time(), until_time__gt=local.time()
    ).values_list("listing_id", flat=True)
    return set(there) - away


def reachable(listings: Iterable[Listing]) -> set[int]:
    """Those with one channel at least that works."""
    people = {listing.person_id: listing.pk for listing in listings}
    found = ContactPoint.objects.usable().filter(person__in=people).values_list("person_id", flat=True)
    return {people[person] for person in found}


def advisers(listings: Iterable[Listing], head: int, school: School) -> dict[int, Adviser]:
    """What each listing's person is tied to, by listing."""
    listings = list(listings)
    by_person = {listing.person_id: listing for listing in listings}
    schools, employers = defaultdict(set), defaultdict(set)
    bound: set[int] = set()
    councils = set(School.objects.filter(pk=school.pk).values_list("authority__name", flat=True))
    rows = Membership.objects.live().filter(person__in=by_person).select_related("school", "organisation")
    for row in rows:
        if row.school is not None:
            schools[row.person_id].add(row.school_id)
            employers[row.person_id] |= employers_of(row.school)
        if row.organisation is not None:
            employers[row.person_id].add(row.organisation_id)
            if row.organisation.kind == "council" and any(name in row.organisation.name for name in councils):
                bound.add(row.person_id)
            if row.role in (Membership.REPRESENTATIVE, Membership.MANAGER) and row.organisation.employs_heads:
                bound.add(row.person_id)
    bound |= set(RoleGrant.objects.in_force().filter(person__in=by_person).values_list("person_id", flat=True))
    named = defaultdict(set)
    for listing_id, school_id in Listing.objects.filter(
        pk__in=[listing.pk for listing in listings], must_not_advise__isnull=False
    ).values_list("pk", "must_not_advise__school"):
        named[listing_id].add(school_id)
    return {
        listing.pk: Adviser(
            person=listing.person_id,
            schools=frozenset(schools[listing.person_id]),
            employers=frozenset(employers[listing.person_id]),
            must_not_advise=frozenset(named[listing.pk]),
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
    return not conflict(advisers([listing], call.head_id, call.school)[listing.pk], asking_of(call))


def colleagues(call: CallOut, at: datetime) -> list[Colleague]:
    listings = list(Listing.objects.on_call())
    asking = asking_of(call)
    about = advisers(listings, call.head_id, call.school)
    free, there = free_now(listings, at), reachable(listings)
    load = dict(
        Asked.objects.filter(asked_at__gte=at - LATELY, listing__in=[one.pk for one in listings])
        .values_list("listing_id")
        .annotate(times=Count("id", filter=~Q(call_out=call)))
    )
    return [
        Colleague(
            key=listing.pk,
            free=listing.pk in free,
            conflict=conflict(about[listing.pk], asking),
            reachable=listing.pk in there,
            knows=frozenset(listing.knows),
            asked_lately=load.get(listing.pk, 0),
        )
        for listing in listings
    ]
