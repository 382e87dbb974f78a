"""A press behind the link of a message, by whoever stands by a head: a fixed answer, marked as by link. A mail filter
might have done it: it delays by one step what follows, and only "We have spoken" stops it."""

from __future__ import annotations

from django.db import transaction

from buddies.steps.actions import contact
from inspections.calls.actions import notify_call
from inspections.pressing.queries import Waiting, of_message
from inspections.ringing.actions import please_ring
from inspections.ringing.models.please_ring import PleaseRing
from inspections.visits.models import Told
from network import clock
from network.rules import NotAllowed
from outbox import actions as outbox
from outbox.models import Message

SEEN, RINGING, SPOKEN = "seen", "ringing", "spoken"
ANSWERS = [(SEEN, "I have seen it"), (RINGING, "I am ringing"), (SPOKEN, "We have spoken")]


def press(*, message: Message, said: str, by: None = None) -> Waiting:
    """How it stands after the press; a repeat is harmless. Where it is over nothing is recorded, nor "We have spoken"
    by whoever has only just said that they are ringing."""
    waiting = of_message(message)
    if waiting is None or said not in dict(ANSWERS):
        raise NotAllowed("whoever stands by her")
    if waiting.is_over or (said == SPOKEN and not waiting.may_have_spoken(clock.now())):
        return waiting
    with transaction.atomic():
        outbox.use(message=message)
        if said == SPOKEN:
            _spoken(waiting)
        else:
            _seen(waiting, ringing=said == RINGING)
    message.refresh_from_db(fields=["token_used_at"])
    return waiting.afresh(message.token_used_at)


def _seen(waiting: Waiting, *, ringing: bool) -> None:
    person, told, ring = waiting.person, waiting.told, waiting.ring
    if told is not None and told.inspection.is_open:
        notify_call.seen(by=person, inspection=told.inspection, ringing=ringing, via=Told.LINK)
    if ring is not None and ringing and ring.ended_at is None:
        please_ring.taking(by=person, ring=ring, via=PleaseRing.LINK)


def _spoken(waiting: Waiting) -> None:
    person, head = waiting.person, waiting.head
    if waiting.told is not None:
        notify_call.spoken(by=person, told=waiting.told)
    if waiting.ring is not None:
        please_ring.spoken(by=person, ring=waiting.ring, via=PleaseRing.LINK)
    else:
        please_ring.they_have_spoken(head=head, by=person)
        contact.spoken_elsewhere(head=head, by=person)
