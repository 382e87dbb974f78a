"""A call-out as the ladder sees it: what has happened up to now."""

from datetime import timedelta

from directory import ladder
from directory.call_outs.models import Asked, CallOut
from outbox.actions import told_each

PROMISED = timedelta(minutes=15)  # "if nobody answers in 15 minutes we say so here"


def history_of(call: CallOut) -> ladder.CallOut:
    rows = (
        list(Asked.objects.filter(call_out=call).select_related("listing")) if call.pk else []
    )  # not saved yet: nobody was asked
    excluded: set[int] = set()
    if call.beside_id:
        helping = CallOut.objects.filter(pk=call.beside_id) | CallOut.objects.filter(beside=call.beside_id)
        excluded = set(helping.exclude(pk=call.pk).values_list("winner_id", flat=True)) - {None}
    re_opened_at = max((row.let_go_at for row in rows if row.let_go_at), default=None)
    alerts = [f"asked:{row.pk}" for row in rows]
    told = told_each(about=alerts, kind="call-out", since=re_opened_at) if rows else {}
    by_listing = {row.listing_id: told.get((f"asked:{row.pk}", row.listing.person_id)) for row in rows}
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
        re_opened_at=re_opened_at,
        excluded=frozenset(excluded),
        left={key: each.at for key, each in by_listing.items() if each is not None and each.at is not None},
        waiting=frozenset(key for key, each in by_listing.items() if each is not None and each.waiting),
        waves=call.waves,
        last_wave_at=call.last_wave_at,
        closed=call.closed_at is not None,
    )
