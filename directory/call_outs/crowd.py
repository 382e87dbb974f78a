"""The colleagues of the directory as the ladder sees them, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from directory.call_outs import crowd_facts
from directory.call_outs.crowd_facts import POST
from directory.call_outs.models import CallOut
from directory.colleagues.conflicts import Adviser, Asking, conflict
from directory.colleagues.models.availability import Leave, WeekDay
from directory.colleagues.models.listing import Listing, MustNotAdvise
from directory.ladder import Colleague
from network import clock, hooks
from network.models import Authority, Membership, Organisation, RoleGrant, School, Tie

LATELY = timedelta(days=90)


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
    named = MustNotAdvise.objects.filter(school=school).values_list("listing", flat=True)
    return _advisers(listings, school, area, posts, _runs_the_network(people), named)


def _runs_the_network(people: Iterable[int]) -> Iterable[int]:
    return RoleGrant.objects.in_force().filter(person__in=people).values_list("person_id", flat=True)


def _advisers(
    listings: Sequence[Listing],
    school: School,
    area: Authority,
    posts: Iterable[tuple[Any, ...]],
    runs_the_network: Iterable[int],
    named: Iterable[int],
) -> dict[int, Adviser]:
    schools, areas, employers = defaultdict(set), defaultdict(set), defaultdict(set)
    bound = set(runs_the_network)
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
    must_not = set(named)
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


def asking_of(call: CallOut, near: Iterable[int] | None = None) -> Asking:
    """`near`: who stands by the head, where that has been read already."""
    if near is None:
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


def colleagues(call: CallOut, at: datetime, listings: Sequence[Listing], there: Collection[int]) -> list[Colleague]:
    """`there`: the persons who can be reached."""
    facts = crowd_facts.about(call, at, LATELY)
    about = _advisers(listings, call.school, call.area, crowd_facts.posts(at), facts.run_the_network, facts.named)
    asking, free = asking_of(call, facts.near), free_now(listings, at)
    return [
        Colleague(
            key=listing.pk,
            free=listing.pk in free and not about[listing.pk].is_on_holiday(facts.areas_on_holiday),
            conflict=conflict(about[listing.pk], asking),
            reachable=listing.person_id in there,
            knows=frozenset(listing.knows),
            asked_lately=facts.asked_lately.get(listing.pk, 0),
        )
        for listing in listings
    ]
