"""A head would like to be rung, and nobody who stands by her can be asked, or has answered: others are asked.

The buddy to whom she has said yes, and whose own yes is pending, is asked at once, by the call or by "Please ring me".
Whoever is suggested to her, those who stand by for any head, and the officer's call-back queue, are asked by presses of
her own alone (rows 52 to 55 of the matrix).
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from buddies.models import Pairing
from inspections import rules
from inspections.nudges.actions import nudge, who_stands_by
from inspections.ringing import any_head
from inspections.ringing import rules as ringing_rules
from inspections.ringing.actions import wider_ask_steps as steps
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from network import audit, clock, guarded
from network.help.actions import help_requests
from network.models import HelpRequest, Person, StandsByAnyHead, Tie
from network.rules import check_somebody
from outbox import actions as outbox

WAVE = 8  # people asked at once
EVERY = timedelta(minutes=10)  # then as many again, while nobody has said yes
FORGET = timedelta(hours=48)
WAIT = timedelta(minutes=30)  # from a yes until "we have spoken"; then the others are asked again


def ask_pending(*, head: Person, by: Person | None, inspection: Inspection | None = None) -> bool:
    """Where nobody stands by her yet, the buddy whose yes is pending is asked. Whoever was asked already is asked
    again where one of them has said yes before: that was for another time. True: somebody is asked now."""
    check_somebody(by)
    if who_stands_by(head=head):
        return False
    standing = WiderAsk.objects.open().filter(head=head).first()
    if standing is not None and standing.taken_at is not None:
        steps.ask_again(ask=standing, by=by)
    pending = pending_buddy(head=head)
    if pending is None:
        return standing is not None
    with transaction.atomic():
        ask = steps.open_for(head=head, inspection=inspection)
        steps.ask_one(ask=ask, person=pending, role=WiderAsked.PENDING, by=by)
    return True


def ask_any_head(*, by: Person) -> int:
    """Her own press: those who stand by for any head are asked, some at once and as many again every ten minutes while
    nobody has said yes. Returns how many are asked by now and have not answered."""
    ringing_rules.check_can_ask_more(by)
    with transaction.atomic():
        ask = _pressed(by)
        WiderAsk.objects.open().filter(pk=ask.pk).update(any_head_at=clock.now())
        if _wave_is_due(ask):
            _next_wave(ask, by)
        return ask.asked.filter(role=WiderAsked.ANY_HEAD, answer="").count()


def ask_suggested(*, by: Person) -> Person | None:
    """Her own press: the buddy who is suggested to her, to whom she has not said yes, is asked. None: there is none."""
    ringing_rules.check_can_ask_more(by)
    suggested = suggested_buddy(head=by)
    if suggested is None:
        return None
    with transaction.atomic():
        steps.ask_one(ask=_pressed(by), person=suggested, role=WiderAsked.PENDING, by=by)
    return suggested


def _pressed(head: Person) -> WiderAsk:
    """Her open ask by a press of her own, anew where somebody's yes was for another time."""
    ask = steps.open_for(head=head, inspection=_live_inspection(head))
    if ask.taken_at is not None:
        steps.ask_again(ask=ask, by=head)
    audit.record(by=head, verb="ring-today.ask", what=steps.what(ask), concerns=head)
    return ask


def ask_call_back(*, by: Person, name: str, phone: str, school_name: str = "", by_text: bool = False) -> HelpRequest:
    """Her own press, after she has read what the officer will see. The row is one of the public form in every byte, so
    it says neither that she is a member nor who pressed; that she pressed stands in her own row here alone."""
    rules.check_led_a_school(by)
    with transaction.atomic():
        asked = help_requests.ask(by=None, name=name, phone=phone, school_name=school_name, by_text=by_text)
        if ringing_rules.is_waiting_to_be_rung(by):
            ask = WiderAsk.objects.open().filter(head=by).first() or steps.open_for(
                head=by, inspection=_live_inspection(by)
            )
            WiderAsk.objects.filter(pk=ask.pk).update(
                call_back_at=asked.asked_at, call_back=asked, call_back_seen_at=None
            )
    return asked


def call_back_seen(*, by: Person) -> None:
    """The officer noted that they rang her, and they did reach her: the words go from her page."""
    rules.check_led_a_school(by)
    with transaction.atomic():
        rung = WiderAsk.objects.filter(head=by, call_back__answered_at__isnull=False, call_back_seen_at__isnull=True)
        rung.update(call_back_seen_at=clock.now())


def say_yes(*, by: Person, asked: WiderAsked) -> bool:
    """True for the first yes: name and number are theirs to see until it closes. Later ones change nothing, nor does a
    yes of somebody who may no longer be asked."""
    rules.check_is(by, asked.person_id, "whoever was asked")
    with transaction.atomic():
        if not _may_still(asked):
            return False
        return steps.take(asked=asked, by=by)


def say_no(*, by: Person, asked: WiderAsked) -> None:
    """No reason is asked, and the head is not told who."""
    rules.check_is(by, asked.person_id, "whoever was asked")
    with transaction.atomic():
        if WiderAsked.objects.wait().filter(pk=asked.pk).exists():
            WiderAsked.objects.filter(pk=asked.pk, answer="").update(answer=WiderAsked.NO, answered_at=clock.now())
            outbox.cancel(about=f"wider-asked:{asked.pk}", why="answered")


def spoken(*, by: Person, ask: WiderAsk) -> bool:
    """ "We have spoken", or she no longer needs it: by her, or by whose yes was the first. Contact ends with it."""
    ringing_rules.check_head_or_taker(by, ask)
    with transaction.atomic():
        WiderAsked.objects.filter(ask=ask, person=by).update(over_seen_at=clock.now())
        return steps.close(ask=ask, by=by)


def nobody_rang(*, by: Person, ask: WiderAsk) -> bool:
    """Her own press: whose yes was the first has not rung. The others are asked again, and they too."""
    rules.check_is_head(by, ask.head)
    if ask.taken_at is None:
        return False
    steps.ask_again(ask=ask, by=by)
    return True


def end_for(*, head: Person, by: Person | None) -> bool:
    """ "Please ring me" is settled. What the call has asked goes on while nobody has said yes."""
    check_somebody(by)
    ask = WiderAsk.objects.open().filter(head=head).first()
    if ask is None or (ask.inspection_id is not None and ask.taken_at is None):
        return False
    return steps.close(ask=ask, by=by)


def undone(*, inspection: Inspection, by: Person) -> None:
    """With the call goes what it asked."""
    visit_rules.check_can_change(by, inspection)
    for ask in WiderAsk.objects.open().filter(inspection=inspection):
        steps.close(ask=ask, by=by, undone=True)


def put_off(*, inspection: Inspection, by: Person) -> None:
    """No call is to be borne now, so what it asked ends. Where she has asked to be rung herself, that goes on."""
    visit_rules.check_can_change(by, inspection)
    rings = PleaseRing.objects.open().filter(head=inspection.head).exists()
    for ask in WiderAsk.objects.open().filter(inspection=inspection):
        if rings:
            WiderAsk.objects.open().filter(pk=ask.pk).update(inspection=None)
        else:
            steps.close(ask=ask, by=by)


def over_seen(*, by: Person, asked: WiderAsked) -> None:
    """They have read that it is settled. A second press changes nothing."""
    rules.check_is(by, asked.person_id, "whoever was asked")
    with transaction.atomic():
        if WiderAsked.objects.filter(pk=asked.pk, over_seen_at__isnull=True).update(over_seen_at=clock.now()):
            outbox.cancel(about=f"asked-over:{asked.pk}", why="seen")


def look_at(*, ask: WiderAsk, by: Person | None = None) -> None:
    """Bring one open ask to what holds now. Level-triggered: as often as you like."""
    check_somebody(by)
    now = clock.now()
    closed = ask.inspection is not None and not ask.inspection.is_open
    if closed or not ask.head.is_active or ask.asked_at <= now - FORGET:
        steps.close(ask=ask, by=by)
        return
    if ask.taken_at is not None:
        release_if_ruled_out(ask=ask, by=by)
        if ask.taken_at is not None and ask.taken_at <= now - WAIT:
            steps.ask_again(ask=ask, by=by)
            occurrence = f"ring-today:{ask.public_id}.{now:%Y%m%d%H%M%S}"
            nudge(to=ask.head, about=f"head:{ask.head_id}", occurrence=occurrence, by=by, now=True)
        return
    for asked in ask.asked.filter(role=WiderAsked.PENDING).select_related("ask__head", "person"):
        if _has_said_yes_to_the_pairing(asked):
            steps.take(asked=asked, by=by)
            return
    pending = None if who_stands_by(head=ask.head) else pending_buddy(head=ask.head)
    if pending is not None:
        steps.ask_one(ask=ask, person=pending, role=WiderAsked.PENDING, by=by)
    if ask.any_head_at is not None and _wave_is_due(ask):
        _next_wave(ask, by)


def look(*, by: Person | None = None) -> None:
    """Looked at every half minute: each open ask, and each head for whom somebody could be asked by now."""
    with guarded.rows() as each:
        for ask in WiderAsk.objects.open().select_related("head", "inspection", "taken_by"):
            with each(ask):
                look_at(ask=ask, by=by)
        for head, inspection in waiting_heads():
            with each(head):
                ask_pending(head=head, by=by, inspection=inspection)


def waiting_heads() -> list[tuple[Person, Inspection | None]]:
    """Heads for whom nobody is asked yet though somebody could be by now: their call has come or they asked to be rung,
    nobody stands by them, and a pairing they have said yes to waits for the other's."""
    unasked = Pairing.objects.filter(state=Pairing.ASKED, head_yes_at__isnull=False, head__is_active=True)
    unasked = unasked.exclude(head__in=WiderAsk.objects.open().values("head"))
    unasked = unasked.exclude(head__in=Tie.objects.live().filter(kind=Tie.BUDDY, person__is_active=True).values("head"))
    heads = {pairing.head_id: pairing for pairing in unasked.select_related("head")}
    found: dict[int, tuple[Person, Inspection | None]] = {}
    for inspection in Inspection.objects.live(clock.today()).filter(head__in=heads):
        asked = WiderAsked.objects.filter(ask__inspection=inspection, person=heads[inspection.head_id].buddy_id)
        if not asked.exists():
            found[inspection.head_id] = heads[inspection.head_id].head, inspection
    for ring in PleaseRing.objects.open().filter(head__in=heads, taken_at__isnull=True):
        asked = WiderAsked.objects.filter(told_at__gte=ring.asked_at, person=heads[ring.head_id].buddy_id)
        if not asked.exists():
            found.setdefault(ring.head_id, (heads[ring.head_id].head, None))
    return list(found.values())


def _wave_is_due(ask: WiderAsk) -> bool:
    """Also where she presses again and again: eight people in ten minutes, and no more."""
    last = ask.asked.filter(role=WiderAsked.ANY_HEAD).order_by("-told_at").first()
    return last is None or last.told_at <= clock.now() - EVERY


def release_if_ruled_out(*, ask: WiderAsk, by: Person | None) -> None:
    """Whose yes was the first has become her officer, her manager, or somebody she will not have: the others again."""
    check_somebody(by)
    if ask.taken_by is None or any_head.allowed_for(head=ask.head, people=[ask.taken_by.pk]):
        return
    WiderAsked.objects.filter(ask=ask, person=ask.taken_by).update(answer=WiderAsked.NO, answered_at=clock.now())
    steps.ask_again(ask=ask, by=by)


def _next_wave(ask: WiderAsk, by: Person | None) -> int:
    there = set(ask.asked.values_list("person_id", flat=True))
    people = [person for person in any_head.people_for(head=ask.head, now=clock.now()) if person.pk not in there]
    return sum(steps.ask_one(ask=ask, person=person, role=WiderAsked.ANY_HEAD, by=by) for person in people[:WAVE])


def pending_buddy(*, head: Person) -> Person | None:
    """The buddy to whom she has said yes and whose own is waited for; None where a rule or her own wish keeps them from
    ringing her."""
    return _asked_buddy(head, she_said_yes=True)


def suggested_buddy(*, head: Person) -> Person | None:
    """The same, where she has not said yes: an officer suggested them, and the call opens nothing to them by itself."""
    return _asked_buddy(head, she_said_yes=False)


def _asked_buddy(head: Person, *, she_said_yes: bool) -> Person | None:
    asked = Pairing.objects.filter(head=head, state=Pairing.ASKED, head_yes_at__isnull=not she_said_yes)
    pairing = asked.select_related("buddy").first()
    if pairing is None or not pairing.buddy.is_active:
        return None
    return pairing.buddy if any_head.allowed_for(head=head, people=[pairing.buddy_id]) else None


def _live_inspection(head: Person) -> Inspection | None:
    return Inspection.objects.live(clock.today()).filter(head=head).order_by("-called_at").first()


def _may_still(asked: WiderAsked) -> bool:
    """Asked again at the moment of a yes: a role, a wish of hers or their own choice may have changed."""
    head, person = asked.ask.head, asked.person
    of_the_pair = Pairing.objects.current().filter(head=head, buddy=person)
    chose_it = asked.ask.any_head_at is not None and StandsByAnyHead.objects.filter(person=person).exists()
    return (chose_it or of_the_pair.exists()) and bool(any_head.allowed_for(head=head, people=[person.pk]))


def _has_said_yes_to_the_pairing(asked: WiderAsked) -> bool:
    """Since they were asked: that yes counts here, too."""
    rows = Pairing.objects.current().filter(head=asked.ask.head, buddy=asked.person)
    return rows.filter(buddy_yes_at__gte=asked.told_at).exists()
