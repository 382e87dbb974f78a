"""What waits for somebody because a call has come: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspections.ringing.models.wider_ask import WiderAsked
from inspections.ringing.who_is_asked import WhoIsAsked, who_is_asked
from inspections.visits import rules as visit_rules
from inspections.visits.models import Told
from inspections.visits.seen import told
from network import audit
from network.contact.asks import phone_of
from network.people.asks import Ask, Urgency, Viewer

LATELY = timedelta(days=1)


def undone(*, viewer: Viewer) -> list[Ask]:
    """For whoever was told of a call: that it was undone, until they press "Seen" or a day has passed."""
    mine = (row for row in viewer.once(told) if row.person_id == viewer.person.pk and row.inspection.undone_at)
    return [
        Ask(
            kind="call-undone",
            urgency=Urgency.QUESTION,
            since=row.inspection.undone_at or viewer.now,
            template="inspections/calls/asks/undone.html",
            values={
                "name": row.inspection.head.name,
                "as_reserve": row.role == Told.RESERVE,
                "undone_at": row.inspection.undone_at,
                "visit": row.inspection.public_id,
            },
        )
        for row in mine
        if row.undo_seen_at is None and not row.told_again
    ]


def who(viewer: Viewer) -> WhoIsAsked:
    """Whom the viewer, as a head, waits for now."""
    return who_is_asked(viewer)


def who_knows(*, viewer: Viewer) -> list[Ask]:
    """For the head: who was told of the call or asked to ring her, and who has seen it. A day after the call it goes,
    where somebody who stands by her has seen it and she waits for nobody."""
    hers = viewer.once(who)
    calm = hers.somebody_knows and hers.others is None
    if hers.ring is not None:
        urgency, since = Urgency.WANTS_A_RING, hers.ring.asked_at
    elif hers.inspection is not None and not (calm and hers.inspection.called_at < viewer.now - LATELY):
        urgency, since = Urgency.LIVE_CALL, hers.inspection.called_at
    elif hers.call_back is not None:
        since = hers.call_back.call_back_at or viewer.now
        template = "inspections/calls/asks/call_back.html"
        return [Ask("call-back", Urgency.QUESTION, since, template, {"who": hers}, own=True)]
    else:
        return []
    return [
        Ask(
            kind="who-is-asked",
            urgency=urgency,
            since=since,
            template="inspections/calls/asks/who_is_asked.html",
            values={"who": hers, "undo_until": _undo_until(hers)},
            own=True,
        )
    ]


def first_hour(*, viewer: Viewer) -> list[Ask]:
    """For the head, from the call until the first day on site, all of it is done, or she wants it no more."""
    hers = viewer.once(who)
    visit = hers.inspection
    if visit is None or visit.first_hour_left_at or viewer.today >= visit.starts_on:
        return []
    numbers, buddies = bool(visit.senior_number), bool(hers.buddies)
    if numbers and visit.chair_told_at and visit.staff_told_at and (hers.somebody_knows or not buddies):
        return []
    values = {"visit": visit, "numbers": numbers, "buddies": buddies, "seen": hers.somebody_knows}
    template = "inspections/calls/asks/first_hour.html"
    # Below whom she can ring: nothing stands between the call and that.
    return [Ask("first-hour", Urgency.REST, visit.called_at, template, values, own=True)]


def _undo_until(hers: WhoIsAsked) -> datetime | None:
    """While it can be undone."""
    if hers.inspection is None or not visit_rules.can_undo(hers.inspection):
        return None
    return hers.inspection.called_at + visit_rules.UNDO_FOR


def ring_today(*, viewer: Viewer) -> list[Ask]:
    """For whoever is asked from outside the pair: the question; name and number where theirs is the first yes; and
    that it is settled, until they press "Seen" or a day has passed."""
    rows = list(WiderAsked.objects.visible_to(viewer.person).to_show(viewer.now).select_related("ask__head"))
    return [_ring_today(viewer, row) for row in rows]


def _ring_today(viewer: Viewer, asked: WiderAsked) -> Ask:
    ask, person = asked.ask, viewer.person
    if ask.closed_at is None and ask.taken_at is not None and ask.taken_by_id == person.pk:
        number = phone_of(viewer, ask.head_id)
        if number["phone"]:
            viewer.looks.append(audit.number_of(ask.head))
        return Ask(
            kind="ring-now",
            urgency=Urgency.RING_NOW,
            since=ask.taken_at,
            template="inspections/calls/asks/ring_now.html",
            values={
                "asked": asked.public_id,
                "name": ask.head.name,
                "first_name": ask.head.first_name,
                "by_text": ask.by_text,
                **number,
            },
        )
    if ask.closed_at is None and ask.taken_at is None:
        return Ask(
            kind="ring-today",
            urgency=Urgency.WANTS_A_RING,
            since=asked.told_at,
            template="inspections/calls/asks/ring_today.html",
            values={
                "asked": asked.public_id,
                "pending": asked.role == WiderAsked.PENDING,
                "by_text": ask.by_text,
            },
        )
    by_another = ask.taken_at is not None and ask.taken_by_id != person.pk
    return Ask(
        kind="ring-settled",
        urgency=Urgency.REST,
        since=asked.told_at,
        template="inspections/calls/asks/ring_settled.html",
        values={"asked": asked.public_id, "undone": ask.undone_at is not None, "by_another": by_another},
    )
