"""What waits for a reserve: cards for the front page, while a call is live and when they have stepped out."""

from __future__ import annotations

from datetime import timedelta

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
    now = viewer.now
    waits_for = viewer.they_stand_by(Tie.RESERVE).keys() - viewer.they_stand_by(Tie.BUDDY).keys()
    stood_in = [
        tie
        for tie in viewer.ties_ever
        if tie.person_id == viewer.person.pk
        and tie.head in waits_for
        and tie.kind == Tie.BUDDY
        and tie.subject.startswith(Tie.STANDING_IN)
        and tie.to_at
        and now - LATELY < tie.to_at <= now
    ]
    newest = {tie.head_id: tie for tie in sorted(stood_in, key=lambda tie: tie.to_at or now)}
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
