"""The work of a round, done by a worker: load, solve, write, with its progress on the row."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from buddies import pool, rules, waiting, weighing
from buddies.actions.rounds import LEASE
from buddies.models import BuddyRequest, Round, Suggestion
from network import clock

if TYPE_CHECKING:
    from buddies.matching import Match, Pair

log = logging.getLogger(__name__)
BATCH = 2000


def solve_waiting() -> int:
    """Every round that waits for its solution or whose worker died. Returns how many were solved."""
    rules.check_system_or_somebody(None)
    solved = 0
    for round_ in Round.objects.filter(state=Round.WORKING):
        solved += solve(round_=round_)
    return solved


def solve(*, round_: Round) -> bool:
    """True when this worker took the round and finished it. A fault leaves the round failed, with nothing sent."""
    rules.check_system_or_somebody(None)
    now = clock.now()
    free = Q(worked_until__isnull=True) | Q(worked_until__lte=now)
    if not Round.objects.filter(free, pk=round_.pk, state=Round.WORKING).update(worked_until=now + LEASE, done=5):
        return False
    from buddies.matching import collector_off  # here: numpy is heavy, and most processes never match

    try:
        with collector_off():
            solved = _solved(round_)  # outside the transaction, so that its progress can be watched
        with transaction.atomic():
            _write(round_, *solved)
    except Exception:
        log.exception("round %s could not be worked out", round_.public_id)
        Round.objects.filter(pk=round_.pk, state=Round.WORKING).update(state=Round.FAILED, worked_until=None)
        return False
    return True


def _solved(round_: Round) -> tuple[Match, dict[str, BuddyRequest], dict[str, Suggestion]]:
    standing = {str(one.request.public_id): one for one in round_.suggestions.select_related("request")}
    requests = {
        str(request.public_id): request
        for request in waiting.unmatched()
        if not (str(request.public_id) in standing and standing[str(request.public_id)].left_out)
    }
    heads = pool.heads(requests.values())
    _progress(round_, 25)
    buddies = pool.buddies()
    _progress(round_, 45)
    pins = [(key, str(one.buddy_id)) for key, one in standing.items() if one.pinned and one.buddy_id]
    offered = {buddy.key for buddy in buddies}
    by_hand = [int(key) for _, key in pins if key not in offered]
    if by_hand:  # pinned by name, without an offer
        buddies += pool.buddies(by_hand)
    weights = weighing.current()
    from buddies import matching  # here, as above

    found = matching.match(heads, buddies, weights, pins=pins)
    Round.objects.filter(pk=round_.pk).update(weights=asdict(weights))
    _progress(round_, 75)
    return found, requests, standing


def _write(round_: Round, found: Match, requests: dict[str, BuddyRequest], standing: dict[str, Suggestion]) -> None:
    kept = [one.pk for one in standing.values() if one.left_out]
    round_.suggestions.exclude(pk__in=kept).delete()
    reserves = {pair.head.key: pair for pair in found.reserves}
    rows = [_suggestion(round_, requests[pair.head.key], pair, reserves.get(pair.head.key)) for pair in found.pairs]
    for head in found.unmatched:
        why = [[int(buddy.key), said] for buddy, said in found.why_nobody(head)]
        rows.append(_suggestion(round_, requests[head.key], None, None, why_nobody=why))
    Suggestion.objects.bulk_create(rows, batch_size=BATCH)
    Round.objects.filter(pk=round_.pk, state=Round.WORKING).update(state=Round.DRAFT, done=100, worked_until=None)


def _suggestion(
    round_: Round, request: BuddyRequest, pair: Pair | None, reserve: Pair | None, **more: Any
) -> Suggestion:
    values: dict[str, Any] = {"round": round_, "request": request, "head_id": request.head_id}
    values["school_id"] = request.school_id
    if pair is not None:
        values |= {"buddy_id": int(pair.buddy.key), "points": pair.shown, "reasons": pair.reasons}
        values["pinned"] = pair.pinned
        if reserve is not None:
            values |= {"reserve_id": int(reserve.buddy.key), "reserve_reasons": reserve.reasons}
    return Suggestion(**values, **more)


def _progress(round_: Round, done: int) -> None:
    Round.objects.filter(pk=round_.pk, state=Round.WORKING).update(done=done)
