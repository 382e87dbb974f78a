"""Who is asked when a head asks those who stand by for any head. Nobody is asked who did not choose it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from buddies.models import Offer
from buddies.rounds import rules as buddy_rules
from directory.call_outs.speaking import listed_and_here, may_speak_with
from inspections.visits.models import Inspection
from network.models import ContactPoint, Membership, Person, RoleGrant, School, StandsByAnyHead, Tie

LATELY = timedelta(days=90)


def people_for(*, head: Person, now: datetime) -> list[Person]:
    """Those who stand by for any head and may ring this one, the least often asked lately first. Each offers to be a
    buddy or is in the directory, is not away today, and can be reached by a message. Never anybody of her employer, an
    officer, a manager of hers, or somebody she will not have."""
    offers = Offer.objects.open_today().values("person")
    reached = ContactPoint.objects.usable().filter(person=OuterRef("pk"))
    chosen = (
        Person.objects.joined()
        .filter(Exists(reached), pk__in=StandsByAnyHead.objects.values("person"))
        .filter(Q(pk__in=offers) | Q(pk__in=listed_and_here(now)))
    )
    near = Tie.objects.live(now).filter(head=head).exclude(kind=Tie.SHARED)
    asked_lately = Count("wider_asked", filter=Q(wider_asked__told_at__gte=now - LATELY))
    found = chosen.exclude(pk__in=near.values("person")).annotate(lately=asked_lately)
    ordered = list(found.order_by("lately", "stands_by_any_head__since", "pk"))
    allowed = allowed_for(head=head, people=[person.pk for person in ordered])
    return [person for person in ordered if person.pk in allowed]


def allowed_for(*, head: Person, people: list[int]) -> set[int]:
    """Of these persons, those whom no rule of the buddies or of the directory keeps from ringing her."""
    runs_it = set(RoleGrant.objects.in_force().filter(person__in=people).values_list("person_id", flat=True))
    others = [pk for pk in people if pk != head.pk and pk not in runs_it]
    if not others:
        return set()
    return buddy_rules.may_ring(head, others) & may_speak_with(head=head, schools=_schools_of(head), people=others)


def _schools_of(head: Person) -> list[School]:
    """Those she leads, and those of her open inspections: a head who has left her post keeps hers."""
    leads = Membership.objects.live().heads().filter(person=head, school__isnull=False).values("school")
    inspected = Inspection.objects.open().filter(head=head).values("school")
    rows = School.objects.filter(Q(pk__in=leads) | Q(pk__in=inspected))
    return list(rows.select_related("authority"))
