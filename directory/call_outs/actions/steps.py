"""The steps of a call-out that nobody presses: what the ladder says is next, done. Every step may be tried at any time
by anybody's press and by the tick. Whoever changes a call locks it first (`lock`) and reads it again: then an answer,
a cancellation and a step of the ladder come one after the other, and take their rows in the same order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from directory import ladder
from directory.call_outs import colleagues
from directory.call_outs.actions.notify_call import alert, nothing_more, stand_down, tell_both, tell_officers
from directory.call_outs.call_out_history import history_of
from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.call_outs.rows import settings_row
from directory.colleagues import availability
from directory.colleagues.models.listing import Listing
from network import audit, clock
from network.models import Person
from network.privacy import keys
from network.rules import WrongState
from outbox.queue.actions import messages

KEPT = timedelta(days=30)  # the table of network/privacy/retention.py
LOOK_EVERY = timedelta(minutes=1)  # at a call that nobody can be asked for: somebody's week, leave or number may change


@dataclass(frozen=True)
class Wave:
    """What the ladder says; those it asks, with the channels that reach each; whom it would ask if anything reached
    them; and whom, if it were their hour; whether a question has reached anybody."""

    step: ladder.Step
    chosen: dict[Listing, list[str]]
    cut_off: tuple[int, ...]
    not_now: tuple[int, ...]
    reached: bool


def subject_of(call: CallOut) -> str:
    return f"call-out:{call.public_id}"


def lock(call_id: int) -> CallOut:
    """The call as it stands now, and nobody else's to change until this transaction ends. It is the first row of a
    call-out that any transaction takes, so that two never wait for one another; several are taken in the order of
    their keys. An UPDATE that changes nothing, because it means the same on both databases: SQLite ignores
    SELECT … FOR UPDATE. Raises WrongState when the call is gone with its head's account."""
    if not CallOut.objects.filter(pk=call_id).update(waves=F("waves")):
        raise WrongState("This call is over.")
    rows = CallOut.objects.select_related("school", "area", "head", "raised_by", "winner__person")
    return rows.filter(pk=call_id)[0]


def go_on(*, call: CallOut) -> None:
    """Do what the ladder says is next, as long as it says something. Harmless at any time."""
    for _ in range(20):
        with transaction.atomic():
            call = lock(call.pk)  # afresh each time: somebody else may have pressed meanwhile
            now = clock.now()
            if call.closed_at is None and now >= call.ends_at:
                close(call=call, state=CallOut.ENDED)
                return
            wave = _next(call, now)
            if wave.step.ask or wave.step.nobody_left:
                _note_who_has_no_channel(call, wave.cut_off, now)
            if not _do(call, wave, now):
                return


def first_wave(call: CallOut) -> Wave:
    """Of a call that is not saved yet, with the moment of its raising; what it has to be saved with is put in."""
    wave = _next(call, call.raised_at)
    if wave.step.ask:
        call.waves, call.last_wave_at, call.look_again_at = 1, call.raised_at, wave.step.look_again_at
    return wave


def begin(*, call: CallOut, wave: Wave) -> None:
    """What belongs to a call just saved, each in one statement: a head waits."""
    at = call.raised_at
    raised = CallOutEvent(call_out=call, at=at, what="raised")
    if not wave.step.ask:
        raised.save(force_insert=True)
        go_on(call=call)
        return
    cut_off = [CallOutEvent(call_out=call, at=at, what="no_channel", listing_id=key) for key in wave.cut_off]
    _ask_these(call, 1, wave.chosen, at, [raised, *cut_off])


def _next(call: CallOut, now: datetime) -> Wave:
    listings, ways = colleagues.on_call(), colleagues.ways()
    history, people = history_of(call), colleagues.for_call(call, now, listings, ways)
    step = ladder.next_step(history, people, settings_row().as_values(), now)
    by_key = {listing.pk: listing for listing in listings}
    asked = [by_key[key] for key in step.ask]  # in the ladder's order: the timeline numbers them so
    chosen = {listing: ways[listing.person_id] for listing in asked}
    reached = bool(history.left or history.replies)
    return Wave(step, chosen, ladder.no_channel(history, people), ladder.not_now(history, people), reached)


def _do(call: CallOut, wave: Wave, now: datetime) -> bool:
    """True when it is worth looking again at once."""
    step = wave.step
    if step.ask:
        return _ask(call, wave, now)
    if step.take is not None:
        asked = Asked.objects.select_related("listing__person").get(call_out=call, listing_id=step.take)
        if not colleagues.may_advise(call, asked.listing):  # paused, or in conflict by now: the next one is looked for
            return bool(Asked.objects.filter(pk=asked.pk, let_go_at__isnull=True).update(let_go_at=now))
        return take(call=call, asked=asked)
    if step.let_go is not None:
        return let_go(call=call, now=now)
    if step.nobody_left:
        _nobody_can_be_asked(call, wave, now)
        return False
    CallOut.objects.filter(pk=call.pk).exclude(look_again_at=step.look_again_at).update(
        look_again_at=step.look_again_at
    )
    return False


def _nobody_can_be_asked(call: CallOut, wave: Wave, now: datetime) -> None:
    """The page says so, and since when somebody can be. It is looked at every minute meanwhile: a colleague who saves
    their week, comes back from leave or adds a number is then asked the minute that they can be."""
    can_ask_from = availability.next_free(wave.not_now, after=now, until=call.ends_at)
    again = min(can_ask_from or call.ends_at, now + LOOK_EVERY)
    CallOut.objects.filter(pk=call.pk).update(look_again_at=again, can_ask_from=can_ask_from)
    if CallOut.objects.filter(pk=call.pk, state=CallOut.OPEN).update(state=CallOut.UNANSWERED):
        event(call, ("unanswered" if wave.reached else "not_reached") if call.waves else "nobody_free")
        tell_both(call, f"unanswered.{now:%d%H%M}")
        occurrence = f"{call.public_id}.{now:%d%H%M}"
        tell_officers(kind="call-out-unanswered", occurrence=occurrence, about=f"callout:{call.pk}", by=None)


def _ask(call: CallOut, wave: Wave, now: datetime) -> bool:
    claimed = CallOut.objects.filter(pk=call.pk, waves=call.waves, winner__isnull=True, closed_at__isnull=True).update(
        waves=call.waves + 1,
        last_wave_at=now,
        look_again_at=wave.step.look_again_at,
        can_ask_from=None,
        state=CallOut.OPEN,
    )
    if not claimed:
        return False
    _ask_these(call, call.waves + 1, wave.chosen, now, [])
    return False  # until somebody answers or the next wave is due


def _ask_these(
    call: CallOut, wave: int, chosen: dict[Listing, list[str]], now: datetime, lines: list[CallOutEvent]
) -> None:
    """`lines` of the timeline that come before theirs."""
    rows = Asked.objects.bulk_create(
        Asked(call_out=call, listing=listing, wave=wave, asked_at=now) for listing in chosen
    )
    said = f"wave {wave}"
    lines += [CallOutEvent(call_out=call, at=now, what="asked", listing=one, detail=said) for one in chosen]
    CallOutEvent.objects.bulk_create(lines)
    ways = {listing.person_id: channels for listing, channels in chosen.items()}
    messages.put_new(wanted=[alert(call, row, str(row.public_id)) for row in rows], channels=ways)


def _note_who_has_no_channel(call: CallOut, keys: tuple[int, ...], now: datetime) -> None:
    """They would have been asked, and nothing could reach them: the timeline says so, once each."""
    if not keys:
        return
    noted = set(CallOutEvent.objects.filter(call_out=call, what="no_channel").values_list("listing_id", flat=True))
    CallOutEvent.objects.bulk_create(
        CallOutEvent(call_out=call, at=now, what="no_channel", listing_id=key) for key in keys if key not in noted
    )


def take(*, call: CallOut, asked: Asked) -> bool:
    """The first yes wins: one UPDATE, one row; the call is locked. Those of the others who were reached get "covered,
    thank you", and queued alerts stop."""
    won = CallOut.objects.filter(
        pk=call.pk, winner__isnull=True, closed_at__isnull=True, state__in=[CallOut.OPEN, CallOut.UNANSWERED]
    ).update(
        can_ask_from=None,
        winner=asked.listing_id,
        won_at=clock.now(),
        available_from=asked.available_from,
        state=CallOut.TAKEN,
        look_again_at=clock.now(),
    )
    if not won:
        return False
    event(call, "taken", asked.listing)
    audit.record(by=asked.listing.person, verb="call-out.take", what=subject_of(call), concerns=call.head)
    tell_both(call, f"taken.{asked.pk}")
    stand_down(call, asked.listing)
    return True


def let_go(*, call: CallOut, now: datetime, withdrew: bool = False) -> bool:
    """Whoever took it has not spoken with the head in time, or cannot after all: it re-opens."""
    winner = call.winner
    changed = CallOut.objects.filter(pk=call.pk, winner=winner, state=CallOut.TAKEN, spoken_at__isnull=True).update(
        winner=None, won_at=None, available_from=None, state=CallOut.OPEN, look_again_at=now
    )
    if not changed:
        return False
    Asked.objects.filter(call_out=call, listing=winner).update(let_go_at=now)
    event(call, "withdrew" if withdrew else "let_go", winner)
    tell_both(call, f"reopened.{winner.pk if winner else 0}")
    if winner:
        theirs = Asked.objects.filter(call_out=call, listing=winner).exclude(answer=Asked.NO)
        nothing_more(call, "let-go", theirs)
    alerts = []
    others = Asked.objects.filter(call_out=call, let_go_at__isnull=True).exclude(answer=Asked.NO)
    for asked in others.select_related("listing__person"):
        # Those who were told "covered" are free to say yes again: their old answers counted for the old moment.
        if others.filter(pk=asked.pk).update(answer="", answered_at=None, available_from=None):
            alerts.append(alert(call, asked, f"{asked.public_id}.{call.waves}.{call.winner_id}"))
            event(call, "asked_again", asked.listing)
    messages.put_many(wanted=alerts, by=None)
    return True


def close(*, call: CallOut, state: str, by: Person | None = None) -> None:
    """`call` is locked: whoever took it, and its words, are as they stand now."""
    now = clock.now()
    if not CallOut.objects.filter(pk=call.pk, closed_at__isnull=True).update(
        state=state, closed_at=now, look_again_at=None, can_ask_from=None
    ):
        return
    event(call, state)
    audit.record(by=by, verb=f"call-out.{state}", what=subject_of(call), concerns=call.head)
    stand_down(call, call.winner)
    if call.winner and (state == CallOut.CANCELLED or (state == CallOut.ENDED and call.spoken_at is None)):
        took_it = Asked.objects.filter(call_out=call, listing=call.winner).select_related("listing__person")
        nothing_more(call, state, took_it)  # who was about to ring hears it too
    if call.words:
        key = keys.key_for(owner=call.head, subject=subject_of(call))
        keys.keep(key, now + KEPT)


def event(call: CallOut, what: str, listing: Listing | None = None, detail: str = "") -> None:
    CallOutEvent.objects.create(call_out=call, at=clock.now(), what=what, listing=listing, detail=detail)
