"""The work of a round, done by a worker: load, solve, write, with its progress on the row."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from buddies.matching import child_process, matching, weighing
from buddies.matching.matching import Match
from buddies.requests.models import BuddyRequest
from buddies.rounds.actions.rounds import LEASE
from buddies.rounds.models import Round, Suggestion
from buddies.rounds.queries import candidates, waiting
from network import clock, guarded
from network.rules import check_somebody

log = logging.getLogger(__name__)
BATCH = 1000


def solve_waiting() -> int:
    """Every round that waits for its solution or whose worker died. Returns how many were solved."""
    check_somebody(None)
    # Without a transaction: solving takes minutes, and shows how far it is.
    waiting = Round.objects.filter(state=Round.WORKING)
    return guarded.each(waiting, lambda round_: solve(round_=round_), in_transaction=False)


def solve(*, round_: Round) -> bool:
    """True when this worker took the round and finished it. A fault leaves the round failed, with nothing sent."""
    check_somebody(None)
    now = clock.now()
    free = Q(worked_until__isnull=True) | Q(worked_until__lte=now)
    lease = now + LEASE
    if not Round.objects.filter(free, pk=round_.pk, state=Round.WORKING).update(worked_until=lease, done=5):
        return False
    mine = Round.objects.filter(pk=round_.pk, state=Round.WORKING, worked_until=lease)
    try:
        _work_out(round_, mine)
    except Overtaken:
        log.info("round %s is worked out anew: it changed hands, or somebody was erased meanwhile", round_.public_id)
        return False
    except Exception:
        log.exception("round %s could not be worked out", round_.public_id)
        mine.update(state=Round.FAILED, worked_until=None)
        return False
    return True


class Overtaken(Exception):
    """The lease is no longer ours, so nothing is written."""


def _work_out(round_: Round, mine: QuerySet[Round]) -> None:
    # Outside the transaction, so that its progress can be watched.
    found, requests, standing = _solved(round_, mine)
    with transaction.atomic():
        kept = [one.pk for one in standing.values() if one.left_out]
        round_.suggestions.exclude(pk__in=kept).delete()
        Suggestion.objects.bulk_create(_suggestions(round_, found, requests), batch_size=BATCH)
        if not mine.update(state=Round.DRAFT, done=100, worked_until=None):
            raise Overtaken


def _solved(round_: Round, mine: QuerySet[Round]) -> tuple[Match, dict[str, BuddyRequest], dict[str, Suggestion]]:
    decided = round_.suggestions.filter(Q(pinned=True) | Q(left_out=True)).select_related("request")  # by the officer
    standing = {str(one.request.public_id): one for one in decided}
    left_out = {key for key, one in standing.items() if one.left_out}
    requests = {str(one.public_id): one for one in waiting.unmatched()}
    heads = candidates.heads(one for key, one in requests.items() if key not in left_out)
    buddies = candidates.buddies()
    mine.update(done=45)
    pins = [(key, str(one.buddy_id)) for key, one in standing.items() if one.pinned and one.buddy_id]
    offered = {buddy.key for buddy in buddies}
    by_hand = [int(key) for _, key in pins if key not in offered]
    if by_hand:  # pinned by name, without an offer
        buddies += candidates.buddies(by_hand)
    weights = weighing.current()
    found = child_process.run(matching.match, heads, buddies, weights, pins=pins)
    mine.update(done=75, weights=asdict(weights))
    return found, requests, standing


def _suggestions(round_: Round, found: Match, requests: dict[str, BuddyRequest]) -> Iterator[Suggestion]:
    reserves = {pair.head.key: pair for pair in found.reserves}
    not_kept = {key: why for key, _, why in found.refused_pins}

    def one(key: str, **more: Any) -> Suggestion:
        asked = requests[key]
        about = {"request_id": asked.pk, "head_id": asked.head_id, "school_id": asked.school_id}
        return Suggestion(round=round_, not_kept=not_kept.get(key, ""), **about, **more)

    for pair in found.pairs:
        reserve = reserves.get(pair.head.key)
        yield one(
            pair.head.key,
            buddy_id=int(pair.buddy.key),
            reserve_id=int(reserve.buddy.key) if reserve else None,
            points=pair.shown,
            reasons=pair.reasons,
            reserve_reasons=reserve.reasons if reserve else "",
            pinned=pair.pinned,
        )
    for head, nearest in zip(found.unmatched, found.why_nobody_for(found.unmatched), strict=True):
        yield one(head.key, why_nobody=[[int(buddy.key), why] for buddy, why in nearest])
