"""The call-out's life: what people press. What follows by itself is in steps.py."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from directory.call_outs import colleagues, rules
from directory.call_outs.actions import notify_call
from directory.call_outs.actions.steps import begin, close, event, first_wave, go_on, let_go, lock, subject_of
from directory.call_outs.models import Asked, CallOut
from directory.colleagues.models.listing import Listing
from network import audit, clock, guarded
from network.models import Person, School
from network.privacy import keys
from network.rules import NotAllowed, WrongState

__all__ = ["answer", "cancel", "done", "done_my_part", "end_for", "follow", "go_on", "raise_call", "spoken", "tick"]
A_TALK = timedelta(minutes=2)  # from the yes until "We have spoken" is believed of a link


def raise_call(
    *,
    by: Person,
    head: Person,
    school: School,
    need: str,
    words: str,
    ends_at: datetime,
    senior_number: str = "",
    beside: CallOut | None = None,
    by_text: bool = False,
) -> CallOut:
    """The new call, or the one that is live already, to which a need and words it did not have are added: pressing
    again alerts nobody a second time. `inspections` has asked that inspectors are on site; `ends_at` is when the call
    closes itself; `need` may be empty, "just ring me"; `beside`: a further colleague for the same moment; `by_text`:
    whoever says yes texts and does not ring."""
    rules.check_can_raise_for(by, head)
    if ends_at <= clock.now():
        raise WrongState("The inspection is over, so there is nobody to call about it now.")
    if beside is not None:
        return _raise_beside(beside, by=by, need=need, words=words, by_text=by_text)
    live = _live(head, school)
    if live is None:
        about = {"head": head, "school": school, "area": school.authority, "by_text": by_text}
        try:
            return _begin(by, need, words, ends_at=ends_at, senior_number=senior_number, **about)
        except IntegrityError:  # two presses at the same moment: the database keeps one live call of a head and school
            live = _live(head, school)
            if live is None:
                raise
    return _add(live, by=by, need=need, words=words, by_text=by_text)


def _live(head: Person, school: School) -> CallOut | None:
    return CallOut.objects.live().filter(head=head, school=school, beside__isnull=True).first()


def _begin(by: Person, need: str, words: str, **about: Any) -> CallOut:
    now = clock.now()
    call = CallOut(raised_by=by, need=need, raised_at=now, look_again_at=now, **about)
    wave = first_wave(call)  # whom to ask is read before the transaction: nobody else can press on this call yet
    with transaction.atomic():
        if words.strip():
            call.words = keys.seal_anew(owner=call.head, subject=subject_of(call), words=words.strip())
        call.save(force_insert=True)
        audit.record(by=by, verb="call-out.raise", what=subject_of(call), concerns=call.head)
        begin(call=call, wave=wave)
    return call


@transaction.atomic
def _raise_beside(first: CallOut, *, by: Person, need: str, words: str, by_text: bool) -> CallOut:
    """While one further colleague is being looked for, a second press adds to that."""
    first = lock(first.beside_id or first.pk)
    rules.check_can_change(by, first)
    looking = CallOut.objects.live().filter(beside=first, winner__isnull=True).order_by("raised_at").first()
    if looking is not None:
        return _add(looking, by=by, need=need, words=words, by_text=by_text)
    as_the_first = {name: getattr(first, name) for name in ("head", "school", "area", "ends_at", "senior_number")}
    return _begin(by, need, words, beside=first, by_text=by_text or first.by_text, **as_the_first)


@transaction.atomic
def _add(call: CallOut, *, by: Person, need: str, words: str, by_text: bool) -> CallOut:
    """What was written with the second press is not lost: whoever says yes reads it too."""
    call = lock(call.pk)
    if call.closed_at is not None:
        raise WrongState("That call has just been closed. If you need somebody now, press again.")
    said, words = keys.unseal(call.words), words.strip()
    changed: dict[str, Any] = {}
    if by_text and not call.by_text:
        changed["by_text"] = True
    if need and not call.need:
        changed["need"] = need
    if words and words not in said:
        key = keys.key_for(owner=call.head, subject=subject_of(call))
        changed["words"] = keys.seal(key, f"{said}\n\n{words}".strip())
    if changed:
        CallOut.objects.filter(pk=call.pk).update(**changed)
        audit.record(by=by, verb="call-out.add", what=subject_of(call), concerns=call.head)
    return call


@transaction.atomic
def answer(*, by: Person, asked: Asked, answer: str, via: str, available_from: datetime | None = None) -> Asked:
    """A colleague's answer. Repeating it is harmless; a "no" may still become a yes while nobody has taken it, and
    whoever took it may still say no until they have spoken."""
    if asked.listing.person_id != by.pk or not by.is_active:
        raise NotAllowed("the one who was asked")
    if answer not in dict(Asked.ANSWERS):
        raise WrongState("Choose one of the four answers.")
    now = clock.now()
    if answer == Asked.YES_FROM and (available_from is None or available_from <= now):
        raise WrongState("Say from what time today you can ring.")
    call = lock(asked.call_out_id)
    asked = Asked.objects.select_related("listing__person", "call_out__area").get(pk=asked.pk)
    asked.call_out = call
    if call.closed_at is not None:
        return asked
    if call.winner_id == asked.listing_id and (answer != Asked.NO or call.spoken_at is not None):
        return asked  # they have taken it already, and only before they have spoken can they still give it back
    if answer != Asked.NO and call.winner_id is None and not colleagues.may_advise(call, asked.listing):
        raise WrongState("Nothing more is needed from you for this one, thank you.")
    given = {
        "answer": answer,
        "answered_at": now,
        "available_from": available_from if answer == Asked.YES_FROM else None,
        "via": via,
    }
    changed = (
        Asked.objects.filter(pk=asked.pk, let_go_at__isnull=True)
        .exclude(answer=answer, available_from=available_from)
        .update(**given)
    )
    if changed:
        event(call, "answered", asked.listing, answer)
        audit.record(by=by, verb="call-out.answer", what=subject_of(call), concerns=by, answer=answer, via=via)
        for name, value in given.items():
            setattr(asked, name, value)
    if changed and call.winner_id is None:
        go_on(call=call)
    elif changed and call.winner_id == asked.listing_id:
        let_go(call=call, now=now, withdrew=True)  # she cannot after all: the others are asked at once
        go_on(call=call)
    return asked


def spoken_by_link(*, by: Person, asked: Asked) -> bool:
    """As `spoken`, behind the link of whoever took it. What presses every button of a page it has opened does not wait
    for as long as people talk: nothing is noted before that, nor when it has closed. True where it is noted now."""
    call = asked.call_out
    if not may_have_spoken(asked, clock.now()):
        return False
    spoken(by=by, call=call, via=Asked.LINK)
    return True


def may_have_spoken(asked: Asked, now: datetime) -> bool:
    call = asked.call_out
    if call.closed_at is not None or call.won_at is None or call.winner_id != asked.listing_id:
        return False
    return call.won_at + A_TALK <= now


@transaction.atomic
def spoken(*, by: Person, call: CallOut, via: str = Asked.SIGNED_IN) -> None:
    """Pressed by the head's side or by the one who took it: the 15-minute clock stops. A second press is harmless."""
    call = lock(call.pk)
    theirs = call.winner is not None and call.winner.person_id == by.pk
    if not theirs:
        rules.check_can_raise_for(by, call.head)
    if call.winner is None or call.closed_at is not None:
        raise WrongState("Nobody has taken this call at the moment.")
    if call.spoken_at is not None:
        return
    CallOut.objects.filter(pk=call.pk).update(state=CallOut.SPOKEN, spoken_at=clock.now(), look_again_at=call.ends_at)
    event(call, "spoken", call.winner if via == Asked.LINK else None, via if via == Asked.LINK else "")
    audit.record(by=by, verb="call-out.spoken", what=subject_of(call), concerns=call.head, via=via)


@transaction.atomic
def done_my_part(*, by: Person, asked: Asked) -> None:
    """The one who took it has spoken with the head: it stands on their front page no longer. It stays open for the
    head, who may ring them again until it closes."""
    if asked.listing.person_id != by.pk:
        raise NotAllowed("the one who was asked")
    call = lock(asked.call_out_id)
    if call.winner_id != asked.listing_id or call.spoken_at is None:
        raise WrongState("First press “We have spoken”.")
    if Asked.objects.filter(pk=asked.pk, done_at__isnull=True).update(done_at=clock.now()):
        audit.record(by=by, verb="call-out.done-my-part", what=subject_of(call), concerns=by)


@transaction.atomic
def cancel(*, by: Person, call: CallOut) -> None:
    """A second press is harmless."""
    _close(call, CallOut.CANCELLED, by)


@transaction.atomic
def done(*, by: Person, call: CallOut) -> None:
    """It helped, or it is over. A thank-you goes to whoever took it. A second press is harmless."""
    closed = _close(call, CallOut.DONE, by)
    winner = closed and (closed.winner or _last_let_go(closed))
    if closed and winner:
        CallOut.objects.filter(pk=closed.pk).update(thanked_at=clock.now())
        notify_call.thank(call=closed, winner=winner, by=by)
        event(closed, "thanked")


def _close(call: CallOut, state: str, by: Person) -> CallOut | None:
    """The call as it was when it was closed; None when it was so already."""
    call = lock(call.pk)
    rules.check_can_raise_for(by, call.head)
    if call.state == state:
        return None
    rules.check_can_change(by, call)
    close(call=call, state=state, by=by)
    return call


def _last_let_go(call: CallOut) -> Listing | None:
    """They had spoken after all, and nobody pressed in time: the thanks still find her."""
    rows = Asked.objects.filter(call_out=call, let_go_at__isnull=False).exclude(answer=Asked.NO)
    last = rows.select_related("listing__person").order_by("let_go_at").last()
    return last.listing if last else None


@transaction.atomic
def end_for(*, head: Person, school: School) -> int:
    """The inspection ended, or was undone: every call of it closes. Called by `inspections` in its own action."""
    calls = _locked(CallOut.objects.live().filter(head=head, school=school))
    for call in calls:
        close(call=call, state=CallOut.ENDED)
    return len(calls)


@transaction.atomic
def follow(*, head: Person, school: School, ends_at: datetime, senior_number: str) -> int:
    """The inspection's dates moved, and with them the end of its calls; or its senior number was written down. How
    many end at another time now."""
    moved = 0
    for call in _locked(CallOut.objects.live().filter(head=head, school=school)):
        changed: dict[str, Any] = {}
        if call.senior_number != senior_number:
            changed["senior_number"] = senior_number
        if call.ends_at != ends_at:
            changed |= {"ends_at": ends_at, "look_again_at": clock.now()}
            moved += 1
        if changed:
            CallOut.objects.filter(pk=call.pk).update(**changed)
    return moved


def _locked(calls: QuerySet[CallOut]) -> list[CallOut]:
    """Those of them that are live, one after the other in the order of their keys."""
    locked = [lock(pk) for pk in calls.order_by("pk").values_list("pk", flat=True)]
    return [call for call in locked if call.closed_at is None]


def tick() -> int:
    """Every call that may have something to do now. Returns how many were looked at."""
    now = clock.now()
    due = list(
        CallOut.objects.live().filter(look_again_at__lte=now).order_by("look_again_at")
        | CallOut.objects.live().filter(ends_at__lte=now)
    )
    guarded.each(due, lambda call: go_on(call=call), in_transaction=False)  # each step is a transaction of its own
    return len(due)
