"""Who hears of the call, who has seen it, and what follows when nobody has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from inspections.nudges.actions import nudge, reserve_of, who_stands_by
from inspections.ringing.actions import wider_asks
from inspections.standing_in import actions as standing_in
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection, Told
from network import audit, clock, guarded
from network.models import Person, Tie
from outbox import actions as outbox

SHORTEST = timedelta(minutes=5)
SIGNED_IN = Told.SIGNED_IN
UNSEEN: dict[str, Any] = {"seen_at": None, "seen_via": "", "ringing_at": None, "spoken_at": None}


def tell(*, by: Person, inspection: Inspection) -> None:
    """Whoever stands by the head now (her buddy, also a reserve who stands in) hears that the call has come. The
    reserve is asked to be ready, without school or days; those she chose to know the days are told them; and she
    herself, where her deputy pressed. With nobody beside her, the buddy whose own yes is pending is asked."""
    head = inspection.head
    buddies = who_stands_by(head=head)
    for person in buddies:
        _tell_one(inspection, person, Told.BUDDY, by)
    reserve = reserve_of(head=head)
    if reserve is not None and reserve not in buddies:
        _tell_one(inspection, reserve, Told.RESERVE, by)
    for person in _chosen(head, {*buddies, *([reserve] if reserve else [])}):
        _tell_one(inspection, person, Told.CHOSEN, by)
    if by.pk != head.pk:
        nudge(to=head, about=f"head:{head.pk}", occurrence=f"call:{inspection.public_id}", by=by, now=True)
    if (
        buddies
        and not Told.objects.filter(inspection=inspection, role=Told.BUDDY)
        .exclude(person__in=standing_in.called_too(people=buddies))
        .exists()
    ):
        _reserve_stands_in(inspection, by)
    wider_asks.ask_pending(head=head, by=by, inspection=inspection)
    _called_for_others(head, by)


def _tell_one(inspection: Inspection, person: Person, role: str, by: Person) -> None:
    told = Told.objects.create(inspection=inspection, person=person, role=role)
    nudge(to=person, about=f"told:{told.pk}", occurrence=f"call:{inspection.public_id}", by=by, now=True)


def _chosen(head: Person, told: set[Person]) -> list[Person]:
    """Those she chose beforehand to know the days."""
    ties = Tie.objects.live().filter(head=head, kind=Tie.SHARED, subject="dates", person__is_active=True)
    return [tie.person for tie in ties.exclude(person__in=told).select_related("person").order_by("from_at")]


def _called_for_others(buddy: Person, by: Person) -> None:
    """She is a buddy herself: for heads with the inspectors in, their reserves stand in from now."""
    open_now = Inspection.objects.open().filter(ends_on__gte=clock.today(), deferred_at__isnull=True)
    for told in Told.objects.filter(person=buddy, role=Told.BUDDY, inspection__in=open_now).select_related(
        "inspection__head"
    ):
        _reserve_stands_in(told.inspection, by)


def _reserve_stands_in(inspection: Inspection, by: Person | None) -> None:
    reserve = standing_in.begin(by=by, head=inspection.head, why=_what(inspection))
    if reserve is not None:
        Told.objects.update_or_create(inspection=inspection, person=reserve, defaults={"role": Told.STAND_IN, **UNSEEN})


def seen(*, by: Person, inspection: Inspection, reply: str = "", ringing: bool = False, via: str = SIGNED_IN) -> None:
    """Their own press, not the reading of a mail. A reply may be changed; when it was first seen may not. Where the
    buddy presses it signed in, whoever stands in steps out. Pressed in the message it stops nothing: a mail filter
    might have done it (`pass_on_unseen`)."""
    visit_rules.check_was_told(by, inspection)
    visit_rules.check_is_open(inspection)
    with transaction.atomic():
        mine, now = inspection.told.filter(person=by), clock.now()
        first = mine.filter(seen_at__isnull=True).update(seen_at=now, seen_via=via)
        sure = via == SIGNED_IN and (mine.filter(seen_via=Told.LINK).update(seen_via=via) or first)
        rings = ringing and mine.filter(ringing_at__isnull=True).update(ringing_at=now)
        if reply:
            mine.update(reply=reply)
        if first or sure or rings or reply:
            detail = {"via": via} if via == Told.LINK else {}
            audit.record(by=by, verb="inspection.seen", what=_what(inspection), concerns=inspection.head, **detail)
        if sure:
            for told in mine:
                outbox.cancel(about=f"told:{told.pk}", why="seen")
            standing_in.buddy_is_there(by=by, head=inspection.head)


def spoken(*, by: Person, told: Told) -> None:
    """ "We have spoken", pressed in the message by whoever was told. What it settles is for the caller to say."""
    visit_rules.check_was_told(by, told.inspection)
    with transaction.atomic():
        Told.objects.filter(pk=told.pk, person=by, spoken_at__isnull=True).update(spoken_at=clock.now())


def undone(*, by: Person, inspection: Inspection) -> None:
    """The call was undone: nobody is alarmed any more, and whoever was told is led to the words that say so."""
    for told in inspection.told.select_related("person"):
        outbox.cancel(about=f"told:{told.pk}", why="undone")
        occurrence = f"undone:{inspection.public_id}"
        nudge(to=told.person, about=f"undone:{told.pk}", occurrence=occurrence, by=by, soon=True)
    wider_asks.undone(inspection=inspection, by=by)


def days_seen(*, by: Person, told: Told) -> None:
    """They have read that the days have moved: the words go from their page."""
    visit_rules.check_was_told(by, told.inspection)
    with transaction.atomic():
        Told.objects.filter(pk=told.pk, person=by).update(days_seen_at=clock.now())


def undo_seen(*, by: Person, told: Told) -> None:
    """They have read that it was undone: the words go from their page. A second press changes nothing."""
    visit_rules.check_was_told(by, told.inspection)
    with transaction.atomic():
        if Told.objects.filter(pk=told.pk, person=by, undo_seen_at__isnull=True).update(undo_seen_at=clock.now()):
            outbox.cancel(about=f"undone:{told.pk}", why="seen")


def tell_new_buddies(*, by: Person | None = None) -> int:
    """Whoever came to stand by a head after her call, while the visit lasts, is told of it as the others were. Looked
    at every half minute."""
    ties = Tie.objects.live().filter(kind=Tie.BUDDY, subject__startswith="pairing:", person__is_active=True)
    called = Inspection.objects.live(clock.today())
    knows = Told.objects.filter(person=OuterRef("person"), inspection__head=OuterRef("head"), inspection__in=called)
    new = ties.filter(head__in=called.values("head")).exclude(Exists(knows.exclude(role=Told.RESERVE)))
    return guarded.each(
        new.select_related("person"),
        lambda tie: sum(_tell_new(row, tie.person, by) for row in called.filter(head=tie.head_id)),
    )


def _tell_new(inspection: Inspection, person: Person, by: Person | None) -> bool:
    row, new = Told.objects.get_or_create(inspection=inspection, person=person, defaults={"role": Told.BUDDY})
    if not new:  # the reserve, who is the buddy now
        rows = Told.objects.filter(pk=row.pk, role=Told.RESERVE)
        if not rows.update(role=Told.BUDDY, told_at=clock.now(), **UNSEEN):
            return False
    nudge(to=person, about=f"told:{row.pk}", occurrence=f"call:{inspection.public_id}.buddy", by=by, now=True)
    return True


def pass_on_unseen(*, minutes: int, by: Person | None = None) -> int:
    """A call that the buddy has not seen in time passes to the reserve: after the minutes the head set, or these; as
    many later where the press in the message says that it was seen. Looked at every half minute."""
    now = clock.now()
    waiting = (
        Told.objects.not_surely_seen()
        .filter(
            role=Told.BUDDY,
            passed_on_at__isnull=True,
            told_at__lte=now - SHORTEST,
            inspection__closed_at__isnull=True,
            inspection__undone_at__isnull=True,
        )
        .select_related("inspection__head__silence_ladder")
    )
    passed = 0
    with guarded.rows() as each:
        for told in waiting:
            with each(told):
                ladder = getattr(told.inspection.head, "silence_ladder", None)
                own = ladder.call_minutes if ladder else None
                if now < (told.seen_at or told.told_at) + timedelta(minutes=own or minutes):
                    continue
                claimed = Told.objects.not_surely_seen().filter(pk=told.pk, passed_on_at__isnull=True)
                if claimed.update(passed_on_at=clock.now()):
                    _reserve_stands_in(told.inspection, by)
                    passed += 1
    return passed


def _what(inspection: Inspection) -> str:
    return f"inspection:{inspection.public_id}"
