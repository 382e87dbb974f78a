"""What waits for a reserve: cards for the front page, while a call is live and when they have stepped out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from inspections.visits.models import Told
from network import clock
from network.models import Person, Tie
from network.people.asks import Ask, Urgency

LATELY = timedelta(days=3)  # as long as the message about it is useful


def be_ready(*, person: Person, now: datetime) -> list[Ask]:
    """From the call until the inspectors have left, for the reserve who was told: without school or days (matrix row
    17). Not for who stands in: the head's own card stands there then."""
    ties = Tie.objects.live(now).filter(person=person, head=OuterRef("inspection__head"))
    rows = (
        Told.objects.visible_to(person)
        .filter(
            Exists(ties.filter(kind=Tie.RESERVE)),
            ~Exists(ties.filter(kind=Tie.BUDDY)),
            person=person,
            role=Told.RESERVE,
            inspection__undone_at__isnull=True,
            inspection__closed_at__isnull=True,
            inspection__deferred_at__isnull=True,
            inspection__ends_on__gte=clock.local(now).date(),
        )
        .select_related("inspection__head")
    )
    return [
        Ask(
            kind="be-ready",
            urgency=Urgency.LIVE_CALL,
            since=told.told_at,
            template="inspections/standing_in/asks/be_ready.html",
            values={"name": told.inspection.head.name, "first_name": told.inspection.head.first_name},
        )
        for told in rows
    ]


def stepped_out(*, person: Person, now: datetime) -> list[Ask]:
    """For a reserve who stood in until lately, and does no longer: that there is nothing more to do."""
    ties = Tie.objects.visible_to(person).filter(person=person)
    here = ties.live(now).filter(head=OuterRef("head"))
    stood_in = ties.filter(
        Exists(here.filter(kind=Tie.RESERVE)),
        ~Exists(here.filter(kind=Tie.BUDDY)),
        kind=Tie.BUDDY,
        subject__startswith=Tie.STANDING_IN,
        to_at__gt=now - LATELY,
        to_at__lte=now,
    )
    newest = {tie.head_id: tie for tie in stood_in.select_related("head").order_by("to_at")}
    return [
        Ask(
            kind="stepped-out",
            urgency=Urgency.REST,
            since=tie.to_at or now,
            template="inspections/standing_in/asks/stepped_out.html",
            values={"name": tie.head.name, "first_name": tie.head.first_name},
        )
        for tie in newest.values()
    ]
