"""What waits for a reserve: cards for the front page, while a call is live and when they have stepped out."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from inspections.visits.models import Told
from inspections.visits.seen import told
from network.models import Tie
from network.people.asks import Ask, Urgency, Viewer

LATELY = timedelta(days=3)  # as long as the message about it is useful


def be_ready(*, viewer: Viewer) -> list[Ask]:
    """From the call until the inspectors have left, for the reserve who was told: without school or days (matrix row
    17). Not for who stands in: the head's own card stands there then."""
    waits_for = viewer.they_stand_by(Tie.RESERVE).keys() - viewer.they_stand_by(Tie.BUDDY).keys()
    rows = [
        row
        for row in viewer.once(told)
        if row.person_id == viewer.person.pk
        and row.role == Told.RESERVE
        and row.inspection.head in waits_for
        and row.inspection.is_live(viewer.today)
    ]
    return [
        Ask(
            kind="be-ready",
            urgency=Urgency.LIVE_CALL,
            since=row.told_at,
            template="inspections/standing_in/asks/be_ready.html",
            values={"name": row.inspection.head.name, "first_name": row.inspection.head.first_name},
        )
        for row in rows
    ]


def stepped_out(*, viewer: Viewer) -> list[Ask]:
    """For a reserve who stood in until lately, and does no longer: that there is nothing more to do."""
    person, now = viewer.person, viewer.now
    if not viewer.they_stand_by(Tie.RESERVE):
        return []
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
