"""The call-out's life. Every step may be tried at any time by anybody's press and by the tick: what decides is a
conditional UPDATE and how many rows it changed."""

from datetime import datetime, timedelta

from django.db import transaction

from directory import crowd, ladder, rules
from directory.models import Asked, CallOut, CallOutEvent, DirectorySettings, Listing
from network import audit, clock, keys
from network.models import Person, RoleGrant, School
from network.rules import NotAllowed, WrongState
from outbox.actions import messages

KEPT = timedelta(days=30)  # the table in privacy.md


def subject_of(call: CallOut) -> str:
    return f"call-out:{call.public_id}"


@transaction.atomic
def raise_call(
    *,
    by: Person,
    head: Person,
    school: School,
    need: str,
    words: str,
    ends_at: datetime,
    beside: CallOut | None = None,
) -> CallOut:
    """`inspections` has asked that inspectors are on site; `ends_at` is when the call closes itself."""
    rules.check_can_raise_for(by, head)
    if ends_at <= clock.now():
        raise WrongState("The inspection is over, so there is nobody to call about it now.")
    if beside is None and CallOut.objects.live().filter(head=head, school=school, need=need).exists():
        raise WrongState("We are already asking for this. You can ask for a further colleague on that page.")
    call = CallOut(
        head=head,
        school=school,
        area=school.authority,
        raised_by=by,
        need=need,
        raised_at=clock.now(),
        ends_at=ends_at,
        look_again_at=clock.now(),
        beside=beside,
    )
    if words.strip():
        call.words = keys.seal(keys.key_for(owner=head, subject=subject_of(call)), words.strip())
    call.save()
    _event(call, "raised")
    audit.record(by=by, verb="call-out.raise", what=subject_of(call), concerns=head)
    go_on(call=call)
    return call


def go_on(*, call: CallOut) -> None:
    """Do what the ladder says is next, as long as it says something. Harmless at any time."""
    for _ in range(20):
        with transaction.atomic():
            call = CallOut.objects.select_related("school", "area", "head", "winner__person").get(pk=call.pk)
            now = clock.now()
            if call.closed_at is None and now >= call.ends_at:
                _close(call, CallOut.ENDED)
                return
            step = ladder.next_step(_as_values(call), crowd.colleagues(call, now), _settings(), now)
            if not _do(call, step, now):
                return


def _do(call: CallOut, step: ladder.Step, now: datetime) -> bool:
    """True when something changed, so that it is worth looking again at once."""
    if step.ask:
        return _ask(call, step, now)
    if step.take is not None:
        return take(
            call=call, asked=Asked.objects.select_related("listing__person").get(call_out=call, listing_id=step.take)
        )
    if step.let_go is not None:
        return _let_go(call, now)
    if step.nobody_left and CallOut.objects.filter(pk=call.pk, state=CallOut.OPEN).update(
        state=CallOut.UNANSWERED, look_again_at=None
    ):
        _event(call, "unanswered")
        _tell(call, call.head, "call-out-news", "unanswered")
        if call.raised_by and call.raised_by != call.head:
            _tell(call, call.raised_by, "call-out-news", "unanswered")
        for grant in RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER).select_related("person"):
            messages.put(
                to=grant.person,
                kind="call-out-unanswered",
                occurrence=f"{call.public_id}.{call.waves}",
                by=None,
                about=f"callout:{call.pk}",
                path="/directory/cover/",
            )
        return False
    CallOut.objects.filter(pk=call.pk).exclude(look_again_at=step.look_again_at).update(
        look_again_at=step.look_again_at
    )
    return False


def _ask(call: CallOut, step: ladder.Step, now: datetime) -> bool:
    claimed = CallOut.objects.filter(pk=call.pk, waves=call.waves, winner__isnull=True, closed_at__isnull=True).update(
        waves=call.waves + 1, last_wave_at=now, look_again_at=step.look_again_at, state=CallOut.OPEN
    )
    if not claimed:
        return False
    for listing in Listing.objects.filter(pk__in=step.ask).select_related("person").order_by("pk"):
        asked, made = Asked.objects.get_or_create(
            call_out=call, listing=listing, defaults={"wave": call.waves + 1, "asked_at": now}
        )
        if not made:
            continue
        message = messages.put(
            to=listing.person,
            kind="call-out",
            occurrence=str(asked.public_id),
            by=None,
            useful_until=call.ends_at,
            about=f"asked:{asked.pk}",
            path="/directory/answer/{token}/",
        )
        _event(call, "asked" if message else "no_channel", listing, f"wave {call.waves + 1}")
    return True


@transaction.atomic
def answer(*, by: Person, asked: Asked, answer: str, via: str, available_from: datetime | None = None) -> Asked:
    """A colleague's answer. Repeating it is harmless; a "no" may still become a yes while nobody has taken it."""
    if asked.listing.person_id != by.pk or not by.is_active:
        raise NotAllowed("the one who was asked")
    if answer not in dict(Asked.ANSWERS):
        raise WrongState("Choose one of the four answers.")
    now = clock.now()
    if answer == Asked.YES_FROM and (available_from is None or available_from <= now):
        raise WrongState("Say from what time today you can ring.")
    call = CallOut.objects.get(pk=asked.call_out_id)
    if call.closed_at is not None:
        return asked
    changed = (
        Asked.objects.filter(pk=asked.pk, let_go_at__isnull=True)
        .exclude(answer=answer, available_from=available_from)
        .update(
            answer=answer,
            answered_at=now,
            available_from=available_from if answer == Asked.YES_FROM else None,
            via=via,
        )
    )
    if changed:
        _event(call, "answered", asked.listing, answer)
        audit.record(by=by, verb="call-out.answer", what=subject_of(call), concerns=by, answer=answer, via=via)
    asked.refresh_from_db()
    if changed and call.winner_id is None:
        go_on(call=call)
    return asked


@transaction.atomic
def take(*, call: CallOut, asked: Asked) -> bool:
    """The first yes wins: one UPDATE, one row. The others get "covered, thank you", and queued alerts stop."""
    won = CallOut.objects.filter(
        pk=call.pk, winner__isnull=True, closed_at__isnull=True, state__in=[CallOut.OPEN, CallOut.UNANSWERED]
    ).update(
        winner=asked.listing_id,
        won_at=clock.now(),
        available_from=asked.available_from,
        state=CallOut.TAKEN,
        look_again_at=clock.now(),
    )
    if not won:
        return False
    _event(call, "taken", asked.listing)
    audit.record(by=asked.listing.person, verb="call-out.take", what=subject_of(call), concerns=call.head)
    _tell(call, call.head, "call-out-news", f"taken.{asked.pk}")
    if call.raised_by and call.raised_by != call.head:
        _tell(call, call.raised_by, "call-out-news", f"taken.{asked.pk}")
    _stand_down(call, asked.listing)
    return True


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
    _event(call, "spoken")
    audit.record(by=by, verb="call-out.spoken", what=subject_of(call), concerns=call.head)


@transaction.atomic
def cancel(*, by: Person, call: CallOut) -> None:
    rules.check_can_change(by, call)
    _close(call, CallOut.CANCELLED, by)


@transaction.atomic
def done(*, by: Person, call: CallOut, thank: bool = True) -> None:
    """It helped, or it is over. A thank-you goes to whoever took it."""
    rules.check_can_change(by, call)
    winner = call.winner
    _close(call, CallOut.DONE, by)
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
        _event(call, "thanked")


@transaction.atomic
def end_for(*, head: Person, school: School) -> int:
    """The inspection ended, or was undone: every call of it closes. Called by `inspections` in its own action."""
    calls = list(CallOut.objects.live().filter(head=head, school=school))
    for call in calls:
        _close(call, CallOut.ENDED)
    return len(calls)


@transaction.atomic
def move_end(*, head: Person, school: School, ends_at: datetime) -> int:
    """The inspection's dates moved, and with them the end of its calls."""
    live = CallOut.objects.live().filter(head=head, school=school).exclude(ends_at=ends_at)
    return live.update(ends_at=ends_at, look_again_at=clock.now())


def tick() -> int:
    """Every call that may have something to do now. Returns how many were looked at."""
    now = clock.now()
    due = list(
        CallOut.objects.live().filter(look_again_at__lte=now).order_by("look_again_at")
        | CallOut.objects.live().filter(ends_at__lte=now)
    )
    for call in due:
        go_on(call=call)
    return len(due)


def _let_go(call: CallOut, now: datetime) -> bool:
    winner = call.winner
    changed = CallOut.objects.filter(pk=call.pk, winner=winner, state=CallOut.TAKEN, spoken_at__isnull=True).update(
        winner=None, won_at=None, available_from=None, state=CallOut.OPEN, look_again_at=now
    )
    if not changed:
        return False
    Asked.objects.filter(call_out=call, listing=winner).update(let_go_at=now)
    _event(call, "let_go", winner)
    _tell(call, call.head, "call-out-news", f"reopened.{winner.pk if winner else 0}")
    for asked in Asked.objects.filter(call_out=call, let_go_at__isnull=True).exclude(answer=Asked.NO):
        # Those who were told "covered" are free to say yes again: their old answers counted for the old moment.
        Asked.objects.filter(pk=asked.pk).update(answer="", answered_at=None, available_from=None)
        messages.put(
            to=asked.listing.person,
            kind="call-out",
            occurrence=f"{asked.public_id}.{call.waves}",
            by=None,
            useful_until=call.ends_at,
            about=f"asked:{asked.pk}",
            path="/directory/answer/{token}/",
        )
    return True


def _close(call: CallOut, state: str, by: Person | None = None) -> None:
    now = clock.now()
    if not CallOut.objects.filter(pk=call.pk, closed_at__isnull=True).update(
        state=state, closed_at=now, look_again_at=None
    ):
        return
    _event(call, state)
    audit.record(by=by, verb=f"call-out.{state}", what=subject_of(call), concerns=call.head)
    _stand_down(call, call.winner)
    if call.words:
        key = keys.key_for(owner=call.head, subject=subject_of(call))
        keys.keep(key, now + KEPT)


def _stand_down(call: CallOut, winner: Listing | None) -> None:
    for asked in Asked.objects.filter(call_out=call).select_related("listing__person"):
        messages.cancel(about=f"asked:{asked.pk}", kind="call-out", why="covered")
        if (winner is None or asked.listing_id != winner.pk) and asked.answer != Asked.NO:
            messages.put(
                to=asked.listing.person,
                kind="call-out-covered",
                occurrence=f"{asked.public_id}.{call.waves}",
                by=None,
                about=f"asked:{asked.pk}",
                path="/directory/",
            )


def _tell(call: CallOut, person: Person, kind: str, what: str) -> None:
    messages.put(
        to=person,
        kind=kind,
        occurrence=f"{call.public_id}.{what}",
        by=None,
        useful_until=call.ends_at,
        about=f"callout:{call.pk}",
        path=f"/directory/call-out/{call.public_id}/",
    )


def _event(call: CallOut, what: str, listing: Listing | None = None, detail: str = "") -> None:
    CallOutEvent.objects.create(call_out=call, at=clock.now(), what=what, listing=listing, detail=detail)


def _settings() -> ladder.Settings:
    row = DirectorySettings.objects.first() or DirectorySettings()
    return row.as_values()


def _as_values(call: CallOut) -> ladder.CallOut:
    rows = list(Asked.objects.filter(call_out=call))
    excluded: set[int] = set()
    if call.beside_id:
        helping = CallOut.objects.filter(pk=call.beside_id) | CallOut.objects.filter(beside=call.beside_id)
        excluded = set(helping.exclude(pk=call.pk).values_list("winner_id", flat=True)) - {None}
    return ladder.CallOut(
        need=call.need,
        raised_at=call.raised_at,
        asked={row.listing_id: row.wave for row in rows},
        replies={
            row.listing_id: ladder.Reply(ladder.Answer(row.answer), row.answered_at, row.available_from)
            for row in rows
            if row.answer and row.answered_at
        },
        winner=call.winner_id,
        won_at=call.won_at,
        available_from=call.available_from,
        spoken=call.spoken_at is not None,
        let_go=frozenset(row.listing_id for row in rows if row.let_go_at),
        excluded=frozenset(excluded),
        waves=call.waves,
        last_wave_at=call.last_wave_at,
        closed=call.closed_at is not None,
    )
