"""The colleagues of the directory as the ladder sees them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from directory.conflicts import Adviser, Asking, conflict
from directory.ladder import Colleague
from directory.models import Asked, CallOut, Leave, Listing, MustNotAdvise, WeekDay
from network import clock, hooks
from network.models import Authority, Closure, ContactPoint, Membership, Organisation, RoleGrant, School, Term, Tie

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


def on_holiday(day: date) -> set[int]:
    """The areas whose term dates are known and whose schools are shut on this day: a week in term time is no week
    then."""
    rows = list(Term.objects.filter(authority__isnull=False, ends_on__gte=day).values_list("authority", "starts_on"))
    known, in_term = {area for area, _ in rows}, {area for area, starts_on in rows if starts_on <= day}
    shut = Closure.objects.filter(authority__isnull=False, starts_on__lte=day, ends_on__gte=day)
    return known - (in_term - set(shut.values_list("authority", flat=True)))


def reachable(listings: Iterable[Listing]) -> set[int]:
    """Those with one channel at least that works."""
    people = {listing.person_id: listing.pk for listing in listings}
    found = ContactPoint.objects.usable().filter(person__in=people).values_list("person_id", flat=True)
    return {people[person] for person in found}


def advisers(listings: Iterable[Listing], school: School, area: Authority) -> dict[int, Adviser]:
    """What each listing's person is tied to, by listing. `area` is the school's."""
    listings = list(listings)
    by_person = {listing.person_id: listing for listing in listings}
    schools, areas, employers = defaultdict(set), defaultdict(set), defaultdict(set)
    bound: set[int] = set()
    for person, role, at_school, in_area, *runs_it, organisation, kind, name in (
        Membership.objects.live().filter(person__in=by_person).values_list(*POST)
    ):
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
    bound |= set(RoleGrant.objects.in_force().filter(person__in=by_person).values_list("person_id", flat=True))
    named = defaultdict(set)
    for key in MustNotAdvise.objects.filter(school=school).values_list("listing", flat=True):
        named[key].add(school.pk)
    return {
        listing.pk: Adviser(
            person=listing.person_id,
            schools=frozenset(schools[listing.person_id]),
            areas=frozenset(areas[listing.person_id]),
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
    return not conflict(advisers([listing], call.school, call.area)[listing.pk], asking_of(call))


def on_call() -> list[Listing]:
    return list(Listing.objects.on_call().select_related("person", "employer_known"))


def colleagues(call: CallOut, at: datetime, listings: Sequence[Listing]) -> list[Colleague]:
    asking = asking_of(call)
    about = advisers(listings, call.school, call.area)
    shut = on_holiday(clock.local(at).date())
    free, there = free_now(listings, at), reachable(listings)
    load = dict(
        Asked.objects.filter(asked_at__gte=at - LATELY, listing__in=[one.pk for one in listings])
        .values_list("listing_id")
        .annotate(times=Count("id", filter=~Q(call_out=call)))
    )
    return [
        Colleague(
            key=listing.pk,
            free=listing.pk in free and not about[listing.pk].is_on_holiday(shut),
            conflict=conflict(about[listing.pk], asking),
            reachable=listing.pk in there,
            knows=frozenset(listing.knows),
            asked_lately=load.get(listing.pk, 0),
        )
        for listing in listings
    ]
