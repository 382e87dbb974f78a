"""The steps of an ask beside the pair: opened, put to one person, taken by the first yes, asked again, closed.

Called by the presses in wider_asks.py, which have asked their rules; here is asked what is true of every step."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from inspections.nudges.actions import nudge
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.visits.models import Inspection
from network import audit, clock
from network.members.actions import ties
from network.models import Person, Tie
from network.rules import check_somebody
from outbox import actions as outbox


def open_for(*, head: Person, inspection: Inspection | None) -> WiderAsk:
    """The open ask of this head, new or as it stood."""
    standing = WiderAsk.objects.open().filter(head=head).first()
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            by_text = PleaseRing.objects.open().filter(head=head, by_text=True).exists()
            return WiderAsk.objects.create(head=head, inspection=inspection, by_text=by_text)
    except IntegrityError:  # pressed twice at once
        return WiderAsk.objects.open().get(head=head)


def ask_one(*, ask: WiderAsk, person: Person, role: str, by: Person | None) -> bool:
    """True where this person had not been asked before."""
    check_somebody(by)
    asked, new = WiderAsked.objects.get_or_create(ask=ask, person=person, defaults={"role": role})
    if new:
        _alert(asked, by)
    return new


@transaction.atomic
def take(*, asked: WiderAsked, by: Person | None) -> bool:
    """True for the first yes: the database decides, in one UPDATE."""
    check_somebody(by)
    now, ask, person = clock.now(), asked.ask, asked.person
    waiting = WiderAsk.objects.open().filter(pk=ask.pk, taken_at__isnull=True)
    if not waiting.update(taken_at=now, taken_by=person):
        return False
    WiderAsked.objects.filter(pk=asked.pk).update(answer=WiderAsked.YES, answered_at=now)
    outbox.cancel(about=f"wider-asked:{asked.pk}", why="answered")
    ties.open_tie(by=by, head=ask.head, person=person, kind=Tie.RING, subject=what(ask))
    audit.record(by=by, verb="ring-today.yes", what=what(ask), concerns=ask.head)
    rings = PleaseRing.objects.open().filter(head=ask.head, taken_at__isnull=True)
    for ring in rings:
        if rings.filter(pk=ring.pk).update(taken_at=now, taken_by=person):
            outbox.cancel(about=f"ring:{ring.pk}", why="somebody is ringing")
    _tell_that_it_is_settled(ask, but=person, by=by)
    occurrence = f"ring-today:{ask.public_id}.{now:%Y%m%d%H%M%S}"
    nudge(to=ask.head, about=f"asked-taken:{ask.pk}", occurrence=occurrence, by=by, now=True)
    return True


@transaction.atomic
def ask_again(*, ask: WiderAsk, by: Person | None) -> None:
    """The first yes was for another time: contact ends, and all who have not said no are asked anew. What she asked
    those who stand by her is open again with it."""
    check_somebody(by)
    now = clock.now()
    if (
        not WiderAsk.objects.open()
        .filter(pk=ask.pk, taken_at__isnull=False)
        .update(taken_at=None, taken_by=None, let_go_at=now, let_go_of=ask.taken_by, asked_at=now)
    ):
        return
    rings = PleaseRing.objects.open().filter(head=ask.head, taken_by=ask.taken_by, taken_at__isnull=False)
    rings.update(taken_at=None, taken_by=None, let_go_at=now, let_go_of=ask.taken_by)
    ties.end_ties(by=by, head=ask.head, kind=Tie.RING, subject=what(ask))
    again = ask.asked.exclude(answer=WiderAsked.NO)
    again.update(answer="", answered_at=None, over_seen_at=None, told_at=now)
    for asked in again.select_related("person"):
        outbox.cancel(about=f"asked-over:{asked.pk}", why="asked again")
        _alert(asked, by)
    ask.refresh_from_db()


@transaction.atomic
def close(*, ask: WiderAsk, by: Person | None, undone: bool = False) -> bool:
    """Contact ends, and whoever has not heard so yet reads that it is settled."""
    check_somebody(by)
    now = clock.now()
    open_still = WiderAsk.objects.open().filter(pk=ask.pk)
    if not open_still.update(closed_at=now, undone_at=now if undone else None):
        return False
    ties.end_ties(by=by, head=ask.head, kind=Tie.RING, subject=what(ask))
    audit.record(by=by, verb="ring-today.end", what=what(ask), concerns=ask.head)
    if ask.taken_by is None:
        _tell_that_it_is_settled(ask, but=by, by=by)
    elif by is None or ask.taken_by_id != by.pk:
        for asked in ask.asked.filter(person=ask.taken_by).select_related("person"):
            _say_that_it_is_settled(asked, by)
    return True


def what(ask: WiderAsk) -> str:
    return f"ring-today:{ask.public_id}"


def _alert(asked: WiderAsked, by: Person | None) -> None:
    """Neutral, and it cannot wait."""
    occurrence = f"asked:{asked.public_id}.{asked.told_at:%Y%m%d%H%M%S}"
    nudge(to=asked.person, about=f"wider-asked:{asked.pk}", occurrence=occurrence, by=by, now=True)


def _tell_that_it_is_settled(ask: WiderAsk, *, but: Person | None, by: Person | None) -> None:
    """Everybody who was asked and has not said no: nothing more to do."""
    for asked in ask.asked.exclude(answer=WiderAsked.NO).exclude(person=but).select_related("person"):
        outbox.cancel(about=f"wider-asked:{asked.pk}", why="settled")
        _say_that_it_is_settled(asked, by)


def _say_that_it_is_settled(asked: WiderAsked, by: Person | None) -> None:
    occurrence = f"asked-over:{asked.public_id}.{asked.told_at:%Y%m%d%H%M%S}"
    nudge(to=asked.person, about=f"asked-over:{asked.pk}", occurrence=occurrence, by=by, soon=True)
