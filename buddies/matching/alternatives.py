"""What else could be done for one head, and what it would cost the round. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from buddies.matching import pair_rules
from buddies.matching.matching import Match, match, solve
from buddies.matching.pair_rules import Buddy, Head, Weights
from buddies.matching.pool import Pool

SOLVED = 60_000  # pairs up to which the price of an alternative is worked out over the whole pool


@dataclass(frozen=True, slots=True)
class Alternative:
    buddy: Buddy
    reasons: str
    costs: int  # points more than the pair it would replace, over the whole round where that was worked out
    moves: int | None  # how many other heads would get somebody else; None where it was not worked out
    leaves: int = 0  # how many heads more would be left without anybody


def of_pool(
    heads: Sequence[Head],
    buddies: Sequence[Buddy],
    weights: Weights,
    head_key: str,
    *,
    pins: Collection[tuple[str, str]] = (),
    limit: int = 5,
) -> list[Alternative]:
    """`alternatives` to what the whole pool is matched to, these pins kept."""
    found = match(heads, buddies, weights, pins=pins, reserves=False)
    others = [pin for pin in pins if pin[0] != head_key]
    return alternatives(found, heads, weights, head_key, pins=others, limit=limit)


def alternatives(
    match_: Match,
    heads: Sequence[Head],
    weights: Weights,
    head_key: str,
    *,
    pins: Collection[tuple[str, str]] = (),
    limit: int = 5,
) -> list[Alternative]:
    """The next best buddies for one head, cheapest first, and what each would cost the round.

    Costs are counted without anybody's private wishes, so one may come out at nothing or below.
    """
    pool = Pool(heads, match_.buddies, weights)
    head = next(head for head in pool.heads if head.key == head_key)
    now = {pair.head.key: pair for pair in match_.pairs}
    mine = now.get(head_key)
    free = [buddy for buddy in pool.buddies if not pair_rules.ruled_out(head, buddy)]
    free.sort(key=lambda buddy: pair_rules.points(head, buddy, weights))
    chosen = [buddy for buddy in free if not mine or buddy.key != mine.buddy.key][:limit]
    whole = len(pool.heads) * len(pool.buddies) <= SOLVED
    before = sum(pair.shown for pair in match_.pairs)
    found = []
    for buddy in chosen:
        leaves = 0
        carries = sum(pair.buddy.key == buddy.key for pair in match_.pairs) + buddy.carries
        if whole:
            pairs, _ = solve(pool, [(head_key, buddy.key), *(pin for pin in pins if pin[0] != head_key)])
            costs = sum(pair.shown for pair in pairs) - before
            leaves = len(match_.pairs) + (mine is None) - len(pairs)
            then = {pair.head.key: pair.buddy.key for pair in pairs}
            was = {key: pair.buddy.key for key, pair in now.items()}
            moves: int | None = sum(then.get(key) != was.get(key) for key in then if key != head_key)
            carries = next(pair.carries for pair in pairs if pair.head.key == head_key)
        else:
            costs, moves = pair_rules.open_points(head, buddy, weights) - (mine.shown if mine else 0), None
        found.append(Alternative(buddy, pair_rules.sentence(head, buddy, carries=carries), costs, moves, leaves))
    return sorted(found, key=lambda one: (one.leaves, one.costs, one.buddy.key))
