"""The pairings a draft turns into when it is published. Not saved: to show beforehand, and then to ask."""

from collections.abc import Iterable
from datetime import datetime

from buddies.pairings import deadline
from buddies.pairings.models import Pairing
from buddies.rounds.models import Round, Suggestion
from outbox.reach.days_off import DaysOff


def chosen(round_: Round) -> list[Suggestion]:
    rows = round_.suggestions.filter(left_out=False, buddy__isnull=False)
    return list(rows.select_related("request", "head", "buddy", "reserve"))


def pairings(suggestions: Iterable[Suggestion], now: datetime) -> list[Pairing]:
    """Each with the moment until which it may be answered."""
    fresh = [
        Pairing(
            request=one.request,
            school_id=one.school_id,
            head=one.head,
            buddy=one.buddy,
            reserve=one.reserve,
            state=Pairing.ASKED,
            made_at=now,
            asked_at=now,
            called_at=one.request.urgent_since,
        )
        for one in suggestions
    ]
    closed = DaysOff()
    closed.ask_for((person for pairing in fresh for person in (pairing.head, pairing.buddy)), now)
    for pairing in fresh:
        pairing.answer_by = deadline.of(pairing, since=now, closed=closed)
    return fresh
