"""A call-out as the ladder sees it: what has happened up to now."""

from datetime import timedelta

from directory import ladder
from directory.models import Asked, CallOut

PROMISED = timedelta(minutes=15)  # "if nobody answers in 15 minutes we say so here"
LEAVES_WITHIN = timedelta(minutes=1)  # an alert that has not left by then is late


def the_story(call: CallOut) -> ladder.CallOut:
    rows = list(Asked.objects.filter(call_out=call)) if call.pk else []  # not saved yet: nobody was asked
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
        re_opened_at=max((row.let_go_at for row in rows if row.let_go_at), default=None),
        excluded=frozenset(excluded),
        waves=call.waves,
        last_wave_at=call.last_wave_at,
        closed=call.closed_at is not None,
    )
