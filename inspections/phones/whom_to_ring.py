"""The one number that a registered phone shows: of the head whose live call or wish to be rung waits for its person, or
of the one whose call-out they took. Asked of the live rows each time; nothing when it closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from directory.call_outs.models import CallOut
from directory.call_outs.rows import phone_of
from inspections.ringing.models.please_ring import PleaseRing
from inspections.visits.models import Inspection, Told
from network import audit, clock
from network.contact import contact_validation
from network.models import ContactPoint, Person, Tie


@dataclass(frozen=True)
class ToRing:
    head: Person
    since: datetime  # when she began to wait for this person; the newest is shown
    phone: str  # empty: she has given no number
    by_text: bool  # a text, please, and no call

    @property
    def phone_as_said(self) -> str:
        return contact_validation.spoken(self.phone)


def looked_up(*, by: Person, head: Person | None = None) -> ToRing | None:
    """What `by` sees now, of that head alone where one is given. One audit row for as long as she waits."""
    found = [*_beside(by), *_call_outs(by)]
    rings = max((one for one in found if head in (None, one.head)), key=lambda one: one.since, default=None)
    if rings is not None and rings.phone:
        audit.read_each(by=by, each=[audit.number_of(rings.head)], since=rings.since)
    return rings


def _beside(person: Person) -> list[ToRing]:
    """Heads by whom they stand, whose call is live or who have asked to be rung."""
    heads = Tie.objects.visible_to(person).live().filter(person=person, kind=Tie.BUDDY).values("head")
    told = Told.objects.visible_to(person).filter(
        person=person,
        role__in=(Told.BUDDY, Told.STAND_IN),
        inspection__in=Inspection.objects.live(clock.today()),
        inspection__head__in=heads,
    )
    since = {row.inspection.head: row.told_at for row in told.select_related("inspection__head")}
    rings = PleaseRing.objects.visible_to(person).open().filter(head__in=heads)
    asked = {ring.head: ring for ring in rings.select_related("head")}
    since |= {head: ring.asked_at for head, ring in asked.items()}
    by_text = {head for head, ring in asked.items() if ring.by_text}
    points = ContactPoint.objects.visible_to(person).to_ring().filter(person__in=since, private=True).reverse()
    phones = dict(points.values_list("person", "address"))  # the first of several
    return [ToRing(head, at, phones.get(head.pk, ""), head in by_text) for head, at in since.items()]


def _call_outs(person: Person) -> list[ToRing]:
    taken = CallOut.objects.visible_to(person).live().filter(winner__person=person)
    calls = taken.select_related("head", "winner__person")
    return [
        ToRing(call.head, call.won_at or call.raised_at, phone_of(call.head, call, person), call.by_text)
        for call in calls
    ]
