""" "Please ring me": the buddy hears at once, and the reserve when nobody has said "I am ringing" in half an hour."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction

from buddies.steps.actions import contact
from inspections import rules
from inspections.check_ins.models import CheckIn
from inspections.nudges.actions import nudge, tell_buddies, who_stands_by
from inspections.ringing import rules as ringing_rules
from inspections.ringing.actions import wider_asks
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk
from inspections.silence.actions import silence
from inspections.standing_in import actions as standing_in
from inspections.visits.models import Inspection
from network import audit, clock, guarded
from network.models import Person
from outbox import actions as outbox

WAIT = timedelta(minutes=30)  # for the first "I am ringing", and then for "we have spoken"
FORGET = timedelta(hours=48)


def ask(
    *,
    head: Person,
    via: str,
    by: Person | None = None,
    by_text: bool = False,
    check_in: CheckIn | None = None,
    inspection: Inspection | None = None,
) -> PleaseRing:
    """By the head signed in, by her link (`by` None), or by a phone she registered. While somebody is being found,
    asking again changes nothing but which way it shall be; once one has taken it, asking again finds somebody again.
    `by_text`: inspectors are in the room, or she does not hear; whoever helps reads it first."""
    if by is not None:
        rules.check_is_head(by, head)
    with transaction.atomic():
        standing = PleaseRing.objects.open().filter(head=head).first()
        if standing is not None and standing.taken_at is None:
            _which_way(head, by_text)
            return standing
        if standing is not None:
            _end_row(standing, by)
        try:
            with transaction.atomic():
                ring = PleaseRing.objects.create(
                    head=head,
                    via=via,
                    by_text=by_text,
                    check_in=check_in,
                    inspection=inspection or (check_in.inspection if check_in else None) or _open_inspection(head),
                )
        except IntegrityError:  # pressed twice at once
            return PleaseRing.objects.open().get(head=head)
        audit.record(by=by, verb="please-ring.ask", what=_what(ring), concerns=head, via=via)
        if not tell_buddies(head=head, about=f"ring:{ring.pk}", occurrence=_what(ring), by=by, now=True):
            _pass_on(ring, by)
        wider_asks.ask_pending(head=head, by=by)
        _which_way(head, by_text)
    return ring


def _which_way(head: Person, by_text: bool) -> None:
    """Everybody who is asked reads it, those beside the pair too."""
    for rows in (PleaseRing.objects.open(), WiderAsk.objects.open()):
        rows.filter(head=head).exclude(by_text=by_text).update(by_text=by_text)


def taking(*, by: Person, ring: PleaseRing, via: str = PleaseRing.SIGNED_IN) -> bool:
    """ "I am ringing her now": True for the first who says so. It stops the passing on for `WAIT`."""
    ringing_rules.check_can_take(by, ring)
    with transaction.atomic():
        taken = PleaseRing.objects.open().filter(pk=ring.pk, taken_at__isnull=True)
        if not taken.update(taken_at=clock.now(), taken_by=by, taken_via=via):
            return False
        outbox.cancel(about=f"ring:{ring.pk}", why="somebody is ringing")
        audit.record(by=by, verb="please-ring.take", what=_what(ring), concerns=ring.head, via=via)
        nudge(to=ring.head, about=f"ring-taken:{ring.pk}", occurrence=f"{_what(ring)}.taken", by=by, now=True)
        if via == PleaseRing.SIGNED_IN and standing_in.is_buddy(person=by, head=ring.head):
            standing_in.step_out(by=by, head=ring.head, why=_what(ring))
    return True


def spoken(*, by: Person, ring: PleaseRing, via: str = PleaseRing.SIGNED_IN) -> bool:
    """ "We have spoken", by her or by who stands by her. Also how she takes it back. Where it was pressed in the
    message, she is asked whether it is so: her page says who pressed it, and how to be rung all the same."""
    if by.pk != ring.head_id:
        ringing_rules.check_can_take(by, ring)
    rules.check_signed_in(by)
    with transaction.atomic():
        silence.have_spoken(head=ring.head, by=by)
        standing_in.buddy_is_there(by=by, head=ring.head)
        contact.spoken_elsewhere(head=ring.head, by=by)
        ended = _end(ring, by, via)
        if ended and via == PleaseRing.LINK:
            nudge(to=ring.head, about=f"head:{ring.head_id}", occurrence=f"{_what(ring)}.spoken", by=by, soon=True)
        return ended


def nobody_rang(*, by: Person) -> bool:
    """Her own press: whoever said "I am ringing", or yes, has not rung. All of it is asked anew, at once."""
    rules.check_led_a_school(by)
    with transaction.atomic():
        rings = PleaseRing.objects.open().filter(head=by, taken_at__isnull=False).select_related("head", "taken_by")
        again = [_let_go(ring, by) for ring in rings]
        asked = WiderAsk.objects.open().filter(head=by, taken_at__isnull=False).select_related("head", "taken_by")
        again += [wider_asks.nobody_rang(by=by, ask=ask) for ask in asked]
    return any(again)


def let_go_waiting(*, by: Person | None = None) -> int:
    """Half an hour after "I am ringing" neither has said that they have spoken: it is asked anew by itself, of the
    reserve too, and she reads so. Looked at every half minute."""
    due = PleaseRing.objects.open().filter(taken_at__lte=clock.now() - WAIT)
    return guarded.each(due.select_related("head", "taken_by"), lambda ring: _let_go(ring, by))


def rung(*, by: Person, ask: WiderAsk) -> bool:
    """ "We have spoken", where somebody from outside the pair has rung: by them, or by her. It settles all of it."""
    ringing_rules.check_head_or_taker(by, ask)
    with transaction.atomic():
        ended = wider_asks.spoken(by=by, ask=ask)
        end_of(head=ask.head, by=by)
    return ended


def they_have_spoken(*, head: Person, by: Person) -> None:
    """A hook of `network.hooks`: said beside the pairing. It settles what was asked here, too."""
    rules.check_signed_in(by)
    with transaction.atomic():
        silence.have_spoken(head=head, by=by)
        standing_in.buddy_is_there(by=by, head=head)
        end_of(head=head, by=by)


def end_of(*, head: Person, by: Person) -> None:
    """What she asked is settled, wherever it was said that they have spoken."""
    rules.check_signed_in(by)
    for ring in PleaseRing.objects.open().filter(head=head).select_related("head"):
        _end(ring, by)


def end_seen(*, by: Person, ring: PleaseRing) -> None:
    """Whoever was asked has read that it is over; or she, that somebody says so. A second press changes nothing."""
    if by.pk != ring.head_id:
        rules.check_is_active_buddy(by, ring.head)
    with transaction.atomic():
        ring.seen_by.add(by)


def pass_on_waiting(*, by: Person | None = None) -> int:
    """Nobody has taken it in time: the reserve is asked. Looked at every half minute: a missed look is made good."""
    due = PleaseRing.objects.filter(
        taken_at__isnull=True,
        passed_on_at__isnull=True,
        ended_at__isnull=True,
        asked_at__lte=clock.now() - WAIT,
    ).select_related("head")
    return guarded.each(due, lambda ring: _pass_on(ring, by))


def end_old(*, by: Person | None = None) -> int:
    """Two days on, it is no longer about now: it ends, and so does the reserve's standing in for it."""
    old = PleaseRing.objects.open().filter(asked_at__lte=clock.now() - FORGET).select_related("head")
    return guarded.each(old, lambda ring: _end(ring, by))


def _let_go(ring: PleaseRing, by: Person | None) -> bool:
    now = clock.now()
    stands = PleaseRing.objects.open().filter(pk=ring.pk, taken_at=ring.taken_at, taken_at__isnull=False)
    gone = {"taken_at": None, "taken_by": None, "taken_via": "", "passed_on_at": None}
    if not stands.update(**gone, let_go_at=now, let_go_of=ring.taken_by):
        return False
    audit.record(by=by, verb="please-ring.again", what=_what(ring), concerns=ring.head)
    again = f"{_what(ring)}.{now:%Y%m%d%H%M%S}"
    tell_buddies(head=ring.head, about=f"ring:{ring.pk}", occurrence=again, by=by, now=True)
    _pass_on(ring, by, occurrence=again)
    if by is None:
        nudge(to=ring.head, about=f"head:{ring.head_id}", occurrence=again, by=by, now=True)
    return True


def _pass_on(ring: PleaseRing, by: Person | None, *, occurrence: str = "") -> bool:
    claimed = PleaseRing.objects.open().filter(pk=ring.pk, passed_on_at__isnull=True, taken_at__isnull=True)
    if not claimed.update(passed_on_at=clock.now()):
        return False
    known = {person.pk for person in who_stands_by(head=ring.head)}
    reserve = standing_in.begin(by=by, head=ring.head, why=_what(ring))
    if reserve is not None and reserve.pk not in known:
        nudge(to=reserve, about=f"ring:{ring.pk}", occurrence=occurrence or _what(ring), by=by, now=True)
    audit.record(by=by, verb="please-ring.pass-on", what=_what(ring), concerns=ring.head)
    return True


def _end(ring: PleaseRing, by: Person | None, via: str = "") -> bool:
    """With it goes what others were asked for her sake, unless the call has asked them too."""
    ended = _end_row(ring, by, via)
    if ended:
        wider_asks.end_for(head=ring.head, by=by)
    return ended


def _end_row(ring: PleaseRing, by: Person | None, via: str = "") -> bool:
    ended = {"ended_at": clock.now(), "ended_by": by, "ended_via": via}
    if not PleaseRing.objects.open().filter(pk=ring.pk).update(**ended):
        return False
    outbox.cancel(about=f"ring:{ring.pk}", why="taken care of")
    audit.record(by=by, verb="please-ring.end", what=_what(ring), concerns=ring.head)
    standing_in.end(by=by, head=ring.head, why=_what(ring))
    return True


def _open_inspection(head: Person) -> Inspection | None:
    return Inspection.objects.open().filter(head=head).order_by("-called_at").first()


def _what(ring: PleaseRing) -> str:
    return f"please-ring:{ring.public_id}"
