"""Whether a colleague may speak with a head who would like to be rung, asked from outside a call-out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from directory.call_outs.colleagues import advisers, employers_of
from directory.colleagues.conflicts import Asking, conflict
from directory.colleagues.models.availability import Leave
from directory.colleagues.models.listing import Listing
from network import clock, hooks
from network.models import Person, School


def listed_and_here(now: datetime) -> set[int]:
    """Persons in the directory who may be asked today: approved, declared, not away on this London day."""
    today = clock.local(now).date()
    away = Leave.objects.filter(listing=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    return set(Listing.objects.on_call().exclude(Exists(away)).order_by().values_list("person_id", flat=True))


def may_speak_with(*, head: Person, schools: Iterable[School], people: Collection[int]) -> set[int]:
    """Of these persons, those against whom the directory's rules say nothing, for any of the head's schools. Somebody
    without a listing is judged by posts and roles alone."""
    listings = {each.person_id: each for each in Listing.objects.filter(person__in=people).select_related("person")}
    asked = [listings.get(pk) or Listing(pk=-pk, person_id=pk) for pk in people]
    not_these = frozenset[int]().union(*hooks.call(hooks.never_with, head=head))
    allowed = set(people)
    for school in schools:
        asking = Asking(head=head.pk, school=school.pk, employers=employers_of(school), not_these=not_these)
        about = advisers(asked, school, school.authority)
        allowed -= {each.person_id for each in asked if conflict(about[each.pk], asking)}
    return allowed
