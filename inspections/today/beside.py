"""What whoever stands by a head, acts for her or is shown her days finds on their front page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from inspections.ringing.asks import rings
from inspections.silence.asks import gone_quiet
from inspections.visits.seen import newest_visit_of, told_to
from inspections.visits.stages import Stage, stage, visit_of
from network.contact.asks import phone_of
from network.models import Person, Tie
from network.people.asks import Ask, Urgency, Viewer


def stands_by(*, viewer: Viewer) -> list[Ask]:
    """One card for each head by whom they stand, with what that head waits for."""
    return [_stands_by(viewer, head, tie) for head, tie in viewer.they_stand_by(Tie.BUDDY).items()]


def _stands_by(viewer: Viewer, head: Person, tie: Tie) -> Ask:
    visit = newest_visit_of(viewer, head.pk)
    mine = told_to(viewer, visit, viewer.person) if visit else None
    unseen = mine if mine and not mine.surely_seen_at else None
    ring = next((one for one in viewer.once(rings) if one.head_id == head.pk and not one.ended_at), None)
    waits = ring if ring and not ring.taken_at else None
    rings_her = bool(ring and ring.taken_at and ring.taken_by_id == viewer.person.pk)  # a card of its own: the number
    quiet = head.pk in viewer.once(gone_quiet)
    inspected = bool(visit and not visit.deferred_at and visit.ends_on >= viewer.today)
    urgency, since = _how_urgent(viewer, bool(waits or quiet), inspected)
    if waits:
        since = waits.asked_at
    elif unseen and inspected:
        urgency, since = Urgency.LIVE_CALL, unseen.told_at
    values: dict[str, Any] = {
        "head": head,
        "school": "" if visit else tie.heads_school or "",
        "stands_in": tie.stands_in,
        "alone": not (tie.stands_in or tie.subject.startswith(Tie.STANDING_IN)),
        "visit": visit,
        "over": bool(visit and visit.ends_on < viewer.today),
        "unseen": unseen,
        "ring": waits,
        "quiet": quiet,
        "rings_her": rings_her,
        **({} if rings_her else phone_of(viewer, head.pk)),
    }
    return Ask("stands-by", urgency, since, "inspections/today/asks/stands_by.html", values)


def _how_urgent(viewer: Viewer, waits: bool, inspected: bool) -> tuple[Urgency, datetime]:
    if waits:
        return Urgency.WANTS_A_RING, viewer.now
    return (Urgency.AT_HAND if inspected else Urgency.REST), viewer.now


def acts_for(*, viewer: Viewer) -> list[Ask]:
    """For a deputy: the press if the head cannot, and afterwards the inspection. While one lasts it has its own card
    (inspections/calls/deputy_asks.py)."""
    acting = {head: newest_visit_of(viewer, head.pk) for head in viewer.they_stand_by(Tie.DEPUTY)}
    return [
        Ask(
            kind="acts-for",
            urgency=Urgency.AT_HAND,
            since=viewer.now,
            template="inspections/today/asks/acts_for.html",
            values={"head": head, "visit": visit},
        )
        for head, visit in acting.items()
        if visit is None or stage(visit_of(visit), viewer.today) is Stage.AFTER
    ]


def shared_days(*, viewer: Viewer) -> list[Ask]:
    """For whom a head shares the days of her inspection with, once there are any."""
    hers = [tie for tie in viewer.ties if tie.kind == Tie.SHARED and tie.subject == "dates"]
    found = [newest_visit_of(viewer, tie.head_id) for tie in hers if tie.person_id == viewer.person.pk]
    return [
        Ask("shared-days", Urgency.REST, visit.called_at, "inspections/today/asks/shared_days.html", {"visit": visit})
        for visit in found
        if visit
    ]
