"""Who is being asked for a head just now, as her own pages say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inspections.ringing.actions import please_ring, wider_asks
from inspections.ringing.asks import own_ring
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.visits.models import Inspection, Told
from inspections.visits.seen import own_visits, told_of
from network.contact.asks import phone_of
from network.models import Person, Tie
from network.people.asks import Viewer
from outbox import actions as outbox
from outbox.actions import Told as Delivery

UNSEEN = (Told.BUDDY, Told.STAND_IN)


@dataclass(frozen=True)
class OneAsked:
    """Somebody who was told of the call, or is asked to ring her. `delivery`: what has left of that
    (outbox/queue/whether_told.py); `row`: the `Told` or `WiderAsked` of it, None where it is her "Please ring me";
    `phone`: their number, where the head may ring it."""

    person: Person
    delivery: Delivery
    row: Any = None
    phone: str = ""


@dataclass(frozen=True)
class WhoIsAsked:
    """`inspection`: her live one, from the call to the last day. `ring`: her open "Please ring me".

    `others`: the open ask of people beside the pair: `any_head` those who stand by for any head, `pending` the buddy
    whose yes is waited for. `may_ask_more`: nobody who stands by her can be asked, or has answered in time."""

    inspection: Inspection | None = None
    ring: PleaseRing | None = None
    ring_told: list[OneAsked] = field(default_factory=list)
    buddies: list[Person] = field(default_factory=list)
    reserve: bool = False  # somebody waits to stand in
    told: list[OneAsked] = field(default_factory=list)
    others: WiderAsk | None = None
    call_back: WiderAsk | None = None  # by which she asked the officer to ring her, while it is of use to her
    pending: list[OneAsked] = field(default_factory=list)
    any_head: list[OneAsked] = field(default_factory=list)

    @property
    def somebody_knows(self) -> bool:
        """Where only the press in the message says so, until it is passed on all the same."""
        rows = [one.row for one in self.told if one.row.role in UNSEEN]
        return any(row.surely_seen_at or (row.seen_at and not row.passed_on_at) for row in rows)

    @property
    def taken_by(self) -> Person | None:
        return self.others.taken_by if self.others else None

    @property
    def officer_rings(self) -> bool:
        """The officer's list still holds her."""
        return bool(self.call_back and self.call_back.call_back and not self.call_back.call_back.answered_at)

    @property
    def again_at(self) -> datetime | None:
        """When it is asked anew by itself, unless somebody has said by then that they have spoken."""
        if self.others and self.others.taken_at:
            return self.others.taken_at + wider_asks.WAIT
        return self.ring.taken_at + please_ring.WAIT if self.ring and self.ring.taken_at else None

    @property
    def let_go(self) -> WiderAsk | PleaseRing | None:
        """The one of the two by which somebody said that they would ring, and did not: it is open again."""
        for one in (self.others, self.ring):
            if one and one.let_go_at and not one.taken_at:
                return one
        return None

    @property
    def any_head_no(self) -> int:
        """How many of them have said that they cannot. Who, she is not told."""
        return sum(one.row.answer == WiderAsked.NO for one in self.any_head)

    @property
    def any_head_asked(self) -> list[OneAsked]:
        """Those of them who have been told and have not answered."""
        return [one for one in self.any_head if not one.row.answer and (one.delivery.left or one.delivery.none)]

    @property
    def any_head_untold(self) -> list[OneAsked]:
        """Those to whom the question has not left yet."""
        return [one for one in self.any_head if not one.row.answer and one.delivery.waiting]

    @property
    def any_head_failed(self) -> list[OneAsked]:
        """Those whom it could not reach."""
        return [one for one in self.any_head if not one.row.answer and one.delivery.failed]

    @property
    def nobody_can(self) -> bool:
        """Some of them were asked, and none is left who could still say yes."""
        return bool(self.any_head) and not (self.any_head_asked or self.any_head_untold)

    @property
    def nobody_is_asked(self) -> bool:
        """A no is no hope: whoever has given one is not asked any more."""
        if self.inspection is None and self.ring is None:
            return False
        waits = [one for one in self.pending if not one.row.answer] + self.any_head_asked + self.any_head_untold
        return not (self.buddies or waits or self.officer_rings)

    @property
    def may_ask_more(self) -> bool:
        if self.taken_by is not None or (self.ring is not None and self.ring.taken_at is not None):
            return False
        waits = (self.inspection is not None and not self.somebody_knows) or self.ring is not None
        if not waits:
            return False
        if not self.buddies:
            return True
        of_buddies = [one.row for one in self.told if one.row.role == Told.BUDDY]
        unseen = self.inspection is not None and bool(of_buddies) and all(row.passed_on_at for row in of_buddies)
        return unseen or (self.ring is not None and self.ring.passed_on_at is not None)


def who_is_asked(viewer: Viewer, inspection: Inspection | None = None) -> WhoIsAsked:
    """Of what the viewer, as a head, waits for now; with an inspection of hers, who was told of that one. A fixed
    number of queries, each through `visible_to` of the head."""
    if not viewer.is_of_a_pair:
        return WhoIsAsked()
    head, now = viewer.person, viewer.now
    newest = next((row for row in viewer.once(own_visits) if row.is_live(viewer.today)), None)
    ring = own_ring(viewer)
    asks = WiderAsk.objects.visible_to(head).filter(head=head).open_or_with_call_back(now)
    found = list(asks.select_related("taken_by", "let_go_of", "call_back"))
    others = next((ask for ask in found if ask.is_open), None)
    of_officer = [ask for ask in found if ask.has_call_back(now)]
    call_back = max(of_officer, key=lambda ask: ask.call_back_at or now, default=None)
    if ring is None and newest is None and inspection is None:
        return WhoIsAsked(call_back=call_back)
    buddies = {person.pk: person for person in viewer.beside_them(Tie.BUDDY)}
    shown = inspection or newest
    told = told_of(viewer, shown) if shown else []
    asked = list(others.asked.select_related("person")) if others else []
    about_ring = f"ring:{ring.pk}" if ring else ""
    about = [f"told:{row.pk}" for row in told] + [f"wider-asked:{row.pk}" for row in asked] + [about_ring]
    left = outbox.told_each(about=about)
    phones = {pk: phone_of(viewer, pk)["phone"] for pk in buddies}

    def one(person: Person, about: str, row: Told | WiderAsked | None = None) -> OneAsked:
        return OneAsked(person, left.get((about, person.pk), Delivery()), row, phones.get(person.pk, ""))

    others_asked = [one(row.person, f"wider-asked:{row.pk}", row) for row in asked]
    return WhoIsAsked(
        inspection=newest,
        ring=ring,
        ring_told=[one(person, about_ring) for person in buddies.values() if ring],
        buddies=list(buddies.values()),
        reserve=any(person.pk not in buddies for person in viewer.beside_them(Tie.RESERVE)),
        told=[one(row.person, f"told:{row.pk}", row) for row in told],
        others=others,
        call_back=call_back,
        pending=[one for one in others_asked if one.row.role == WiderAsked.PENDING],
        any_head=[one for one in others_asked if one.row.role == WiderAsked.ANY_HEAD],
    )
