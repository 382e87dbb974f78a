"""What waits for somebody because a call has come: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspections.ringing.models.wider_ask import WiderAsked
from inspections.ringing.who_is_asked import WhoIsAsked, who_is_asked
from inspections.visits import rules as visit_rules
from inspections.visits.models import Told
from network import audit
from network.contact import contact_validation
from network.models import ContactPoint, Person
from network.people.asks import Ask, Urgency

LATELY = timedelta(days=1)
LOOKED = timedelta(minutes=15)


def undone(*, person: Person, now: datetime) -> list[Ask]:
    """For whoever was told of a call: that it was undone, until they press "Seen" or a day has passed."""
    rows = Told.objects.visible_to(person).filter(person=person).of_undone_calls(now)
    return [
        Ask(
            kind="call-undone",
            urgency=Urgency.QUESTION,
            since=told.inspection.undone_at,
            template="inspections/calls/asks/undone.html",
            values={
                "name": told.inspection.head.name,
                "as_reserve": told.role == Told.RESERVE,
                "undone_at": told.inspection.undone_at,
                "visit": told.inspection.public_id,
            },
        )
        for told in rows.select_related("inspection__head")
    ]


def who_knows(*, person: Person, now: datetime) -> list[Ask]:
    """For the head: who was told of the call or asked to ring her, and who has seen it. A day after the call it goes,
    where somebody who stands by her has seen it and she waits for nobody."""
    who = who_is_asked(head=person, now=now)
    calm = who.somebody_knows and who.others is None
    if who.ring is not None:
        urgency, since = Urgency.WANTS_A_RING, who.ring.asked_at
    elif who.inspection is not None and not (calm and who.inspection.called_at < now - LATELY):
        urgency, since = Urgency.LIVE_CALL, who.inspection.called_at
    elif who.call_back is not None:
        since = who.call_back.call_back_at or now
        return [Ask("call-back", Urgency.QUESTION, since, "inspections/calls/asks/call_back.html", {"who": who})]
    else:
        return []
    return [
        Ask(
            kind="who-is-asked",
            urgency=urgency,
            since=since,
            template="inspections/calls/asks/who_is_asked.html",
            values={"who": who, "undo_until": _undo_until(who)},
        )
    ]


def _undo_until(who: WhoIsAsked) -> datetime | None:
    """While it can be undone."""
    if who.inspection is None or not visit_rules.can_undo(who.inspection):
        return None
    return who.inspection.called_at + visit_rules.UNDO_FOR


def ring_today(*, person: Person, now: datetime) -> list[Ask]:
    """For whoever is asked from outside the pair: the question; name and number where theirs is the first yes; and
    that it is settled, until they press "Seen" or a day has passed."""
    rows = list(WiderAsked.objects.visible_to(person).to_show(now).select_related("ask__head"))
    return [_ring_today(person, row) for row in rows]


def _ring_today(person: Person, asked: WiderAsked) -> Ask:
    ask = asked.ask
    if ask.closed_at is None and ask.taken_at is not None and ask.taken_by_id == person.pk:
        points = ContactPoint.objects.visible_to(person).to_ring().filter(person=ask.head, private=True)
        point = points.first()
        if point:
            audit.read_each(by=person, each=[audit.number_of(ask.head)], once_in=LOOKED)
        return Ask(
            kind="ring-now",
            urgency=Urgency.RING_NOW,
            since=ask.taken_at,
            template="inspections/calls/asks/ring_now.html",
            values={
                "asked": asked.public_id,
                "name": ask.head.name,
                "first_name": ask.head.first_name,
                "phone": point.address if point else "",
                "phone_as_said": contact_validation.spoken(point.address) if point else "",
            },
        )
    if ask.closed_at is None and ask.taken_at is None:
        return Ask(
            kind="ring-today",
            urgency=Urgency.WANTS_A_RING,
            since=asked.told_at,
            template="inspections/calls/asks/ring_today.html",
            values={"asked": asked.public_id, "pending": asked.role == WiderAsked.PENDING},
        )
    by_another = ask.taken_at is not None and ask.taken_by_id != person.pk
    return Ask(
        kind="ring-settled",
        urgency=Urgency.REST,
        since=asked.told_at,
        template="inspections/calls/asks/ring_settled.html",
        values={"asked": asked.public_id, "undone": ask.undone_at is not None, "by_another": by_another},
    )
