"""What the link of a message that cannot wait is about, for somebody who stands by a head: her call, or that she asks
to be rung. Asked of the live rows each time the link is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from inspections.ringing.models.please_ring import PleaseRing
from inspections.rules import is_active_buddy
from inspections.visits.models import Inspection, Told
from network import clock
from network.models import Person
from outbox import kinds
from outbox.models import Message

A_TALK = timedelta(minutes=2)  # from "I am ringing" until "We have spoken" is believed of a link


@dataclass(frozen=True)
class Waiting:
    """A head who waits for `person`: `told` of her call, or asked by her `ring`, or both."""

    person: Person
    head: Person
    told: Told | None
    ring: PleaseRing | None
    pressed_at: datetime | None  # something was pressed behind this link before

    @property
    def is_over(self) -> bool:
        """There is nothing more to do: it was undone, closed or settled."""
        called = self.told is not None and self.told.inspection.is_open
        return not (called or (self.ring is not None and self.ring.ended_at is None))

    @property
    def ringing_at(self) -> datetime | None:
        """Since when this person has said that they are ringing."""
        if self.ring is not None:
            return self.ring.taken_at if self.ring.taken_by_id == self.person.pk else None
        return self.told.ringing_at if self.told else None

    @property
    def somebody_else_rings(self) -> bool:
        return self.ring is not None and self.ring.taken_at is not None and self.ringing_at is None

    @property
    def seen_at(self) -> datetime | None:
        return (self.told.seen_at if self.told else None) or self.pressed_at

    @property
    def spoken_at(self) -> datetime | None:
        if self.ring is not None:
            return self.ring.ended_at if self.ring.ended_by_id == self.person.pk else None
        return self.told.spoken_at if self.told else None

    def afresh(self, pressed_at: datetime | None) -> Waiting:
        """As it stands now, although with it this person may have ceased to stand in."""
        told = Told.objects.select_related("inspection__head").get(pk=self.told.pk) if self.told else None
        ring = PleaseRing.objects.select_related("head").get(pk=self.ring.pk) if self.ring else None
        return Waiting(self.person, self.head, told, ring, pressed_at)

    def may_have_spoken(self, now: datetime) -> bool:
        """What presses every button of a page it has opened does not wait for as long as people talk."""
        return self.ringing_at is not None and now >= self.ringing_at + A_TALK


def of_message(message: Message) -> Waiting | None:
    """None where its link is for reading on the page alone, or its person stands by her no longer."""
    about, key = message.about.partition(":")[0], kinds.pk_of(message)
    told = ring = None
    if about == "ring":
        ring = PleaseRing.objects.select_related("head").filter(pk=key).first()
        head = ring.head if ring else None
    else:
        rows = Told.objects.filter(person=message.to_id, role__in=(Told.BUDDY, Told.STAND_IN))
        if about == "told":
            rows = rows.filter(pk=key)
        elif about == "head" and key != message.to_id:  # whoever stands in
            rows = rows.filter(inspection__head=key, inspection__in=Inspection.objects.live(clock.today()))
        else:
            return None
        told = rows.select_related("inspection__head").order_by("-inspection__called_at").first()
        head = told.inspection.head if told else None
        if told is not None:
            ring = _ring_beside(told, message)
    if head is None or not is_active_buddy(message.to, head):
        return None
    return Waiting(message.to, head, told, ring, message.token_used_at)


def _ring_beside(told: Told, message: Message) -> PleaseRing | None:
    """She has asked to be rung as well; or had, and this person has since settled it."""
    settled = Q(ended_by=told.person_id, ended_at__gte=message.created_at)
    rings = PleaseRing.objects.filter(Q(ended_at__isnull=True) | settled, head=told.inspection.head_id)
    return rings.select_related("head").order_by("-asked_at").first()
