"""The call-out's life: what people press. What follows by itself is in `call_out_steps`."""

from datetime import datetime

from django.db import IntegrityError, transaction

from directory import crowd, rules
from directory.actions.call_out_steps import begin, close, event, first_wave, go_on, let_go, subject_of, take
from directory.models import Asked, CallOut, Listing
from network import audit, clock, guarded, keys
from network.models import Person, School
from network.rules import NotAllowed, WrongState
from outbox.actions import messages

ALREADY = "We are already asking for this. You can ask for a further colleague on that page."
__all__ = ["answer", "cancel", "done", "end_for", "follow", "go_on", "raise_call", "spoken", "take", "tick"]


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
) -> CallOut:
    """`inspections` has asked that inspectors are on site; `ends_at` is when the call closes itself."""
    rules.check_can_raise_for(by, head)
    if ends_at <= clock.now():
        raise WrongState("The inspection is over, so there is nobody to call about it now.")
    if beside is None and CallOut.objects.live().filter(head=head, school=school, need=need).exists():
        raise WrongState(ALREADY)
    now = clock.now()
    call = CallOut(
        head=head,
        school=school,
        area=school.authority,
        raised_by=by,
        need=need,
        raised_at=now,
        ends_at=ends_at,
        senior_number=senior_number,
        look_again_at=now,
        beside=beside,
    )
    wave = first_wave(call)  # whom to ask is read before the transaction: nobody else can press on this call yet
    with transaction.atomic():
        if words.strip():
            call.words = keys.seal_anew(owner=head, subject=subject_of(call), words=words.strip())
        try:
            call.save(force_insert=True)
        except IntegrityError:  # two presses at the same moment
            raise WrongState(ALREADY) from None
        audit.record(by=by, verb="call-out.raise", what=subject_of(call), concerns=head)
        begin(call=call, wave=wave)
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
    call = CallOut.objects.select_related("head", "school", "area").get(pk=asked.call_out_id)
    if call.closed_at is not None:
        return asked
    if answer != Asked.NO and call.winner_id is None and not crowd.may_advise(call, asked.listing):
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
    elif changed and answer == Asked.NO and call.winner_id == asked.listing_id and call.spoken_at is None:
        let_go(call=call, now=now, withdrew=True)  # she cannot after all: the others are asked at once
        go_on(call=call)
    return asked


@transaction.atomic
def spoken(*, by: Person, call: CallOut) -> None:
    """Pressed by the head's side or by the one who took it: the 15-minute clock stops."""
    theirs = call.winner is not None and call.winner.person_id == by.pk
    if not theirs:
        rules.check_can_raise_for(by, call.head)
    changed = CallOut.objects.filter(pk=call.pk, winner__isnull=False, closed_at__isnull=True).update(
        state=CallOut.SPOKEN, spoken_at=clock.now(), look_again_at=call.ends_at
    )
    if not changed:
        raise WrongState("Nobody has taken this call at the moment.")
    event(call, "spoken")
    audit.record(by=by, verb="call-out.spoken", what=subject_of(call), concerns=call.head)


@transaction.atomic
def cancel(*, by: Person, call: CallOut) -> None:
    rules.check_can_change(by, call)
    close(call=call, state=CallOut.CANCELLED, by=by)


@transaction.atomic
def done(*, by: Person, call: CallOut, thank: bool = True) -> None:
    """It helped, or it is over. A thank-you goes to whoever took it."""
    rules.check_can_change(by, call)
    winner = call.winner or _last_let_go(call)
    close(call=call, state=CallOut.DONE, by=by)
    if thank and winner is not None:
        CallOut.objects.filter(pk=call.pk).update(thanked_at=clock.now())
        messages.put(
            to=winner.person,
            kind="call-out-thanks",
            occurrence=str(call.public_id),
            by=by,
            about=f"callout:{call.pk}",
            path="/directory/",
        )
        event(call, "thanked")


def _last_let_go(call: CallOut) -> Listing | None:
    """They had spoken after all, and nobody pressed in time: the thanks still find her."""
    rows = Asked.objects.filter(call_out=call, let_go_at__isnull=False).exclude(answer=Asked.NO)
    last = rows.select_related("listing__person").order_by("let_go_at").last()
    return last.listing if last else None


@transaction.atomic
def end_for(*, head: Person, school: School) -> int:
    """The inspection ended, or was undone: every call of it closes. Called by `inspections` in its own action."""
    calls = list(CallOut.objects.live().filter(head=head, school=school))
    for call in calls:
        close(call=call, state=CallOut.ENDED)
    return len(calls)


@transaction.atomic
def follow(*, head: Person, school: School, ends_at: datetime, senior_number: str) -> int:
    """The inspection's dates moved, and with them the end of its calls; or its senior number was written down."""
    live = CallOut.objects.live().filter(head=head, school=school)
    live.exclude(senior_number=senior_number).update(senior_number=senior_number)
    return live.exclude(ends_at=ends_at).update(ends_at=ends_at, look_again_at=clock.now())


def tick() -> int:
    """Every call that may have something to do now. Returns how many were looked at."""
    now = clock.now()
    due = list(
        CallOut.objects.live().filter(look_again_at__lte=now).order_by("look_again_at")
        | CallOut.objects.live().filter(ends_at__lte=now)
    )
    with guarded.rows() as each:
        for call in due:
            with each(call, in_transaction=False):  # each step of a call is a transaction of its own
                go_on(call=call)
    return len(due)
