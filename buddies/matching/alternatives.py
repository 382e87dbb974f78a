"""What else could be done for one head, and what it would cost the round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from buddies.matching import pair_rules
from buddies.matching.edges import Pool
from buddies.matching.matching import Match, Pins, solve
from buddies.matching.pair_rules import Buddy, Head, Weights

SOLVED = 60_000  # pairs up to which the price of an alternative is worked out over the whole pool


@dataclass(frozen=True, slots=True)
class Alternative:
    buddy: Buddy
    reasons: str
    costs: int  # points more than the pair it would replace, over the whole round where that was worked out
    moves: int | None  # how many other heads would get somebody else; None where it was not worked out
    leaves: int = 0  # how many heads more would be left without anybody


def alternatives(
    match_: Match, heads: Sequence[Head], weights: Weights, head_key: str, *, pins: Pins = (), limit: int = 5
) -> list[Alternative]:
    """The next best buddies for one head, cheapest first, and what each would cost the round.

    Costs are counted without anybody's private wishes, so one may come out at nothing or below.
    """
    pool = Pool(heads, match_.buddies, weights)
    row = next(place for place, head in enumerate(pool.heads) if head.key == head_key)
    head, now = pool.heads[row], {pair.head.key: pair for pair in match_.pairs}
    mine = now.get(head_key)
    columns = np.array([c for c in pool.row(row) if pool.buddies[c].carries < pool.buddies[c].capacity], np.int64)
    order = np.argsort(pool.points(np.full(len(columns), row), columns), kind="stable")
    chosen = [pool.buddies[c] for c in columns[order] if not mine or pool.buddies[c].key != mine.buddy.key][:limit]
    whole = len(pool.heads) * len(pool.buddies) <= SOLVED
    before = sum(pair.shown for pair in match_.pairs)
    found = []
    for buddy in chosen:
        leaves = 0
        carries = sum(pair.buddy.key == buddy.key for pair in match_.pairs) + buddy.carries
        if whole:
            others = [(h, b) for h, b in pins if h != head_key]
            pairs, _ = solve(pool, [(head_key, buddy.key), *others], taken={})
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
