"""What waits for a reserve: the card for the front page while a call is live."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from inspections.models import Told
from network import clock
from network.asks import Ask, Urgency
from network.models import Person, Tie


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
            template="inspections/asks/be_ready.html",
            values={"name": told.inspection.head.name, "first_name": told.inspection.head.first_name},
        )
        for told in rows
    ]
