"""Requests and offers in, pairs with reasons out: as many heads as the rules allow, then the fewest points.

Pure. The same input in any order gives the same pairs: equal totals are settled by a lot drawn from the two keys, far
below one point, so that one head more or less moves few others. In a pool of up to `edges.WHOLE_POOL` pairs the
answer is exactly the best; above it each head's nearest candidates are weighed, and the number matched is still the
largest possible.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from buddies.matching import edges, pair_rules
from buddies.matching.columns import Flags, Ints, numbered
from buddies.matching.edges import BLOCK, TIE, Pool
from buddies.matching.pair_rules import Buddy, Head, Weights

Pins = Iterable[tuple[str, str]]  # (head's key, buddy's key)


@dataclass(slots=True, unsafe_hash=True)  # never changed; not frozen for the reason `pair_rules.py` gives
class Pair:
    head: Head
    buddy: Buddy
    points: int  # the load is in it, the head's own wishes too: never show this one
    shown: int  # the same without her wishes
    carries: int  # how many the buddy carries before this one
    pinned: bool = False
    reserve: bool = False

    @property
    def reasons(self) -> str:
        return pair_rules.sentence(self.head, self.buddy, carries=self.carries, reserve=self.reserve)


@dataclass(frozen=True, slots=True)
class Match:
    pairs: tuple[Pair, ...]
    reserves: tuple[Pair, ...]
    unmatched: tuple[Head, ...]
    without_reserve: tuple[Head, ...]
    refused_pins: tuple[tuple[str, str, str], ...]  # head's key, buddy's key, why
    buddies: tuple[Buddy, ...]

    @property
    def points(self) -> int:
        return sum(pair.points for pair in self.pairs)

    def why_nobody(self, head: Head, limit: int = 5) -> list[tuple[Buddy, str]]:
        """The nearest candidates of a head nobody fits, each with why not."""
        return next(self.why_nobody_for((head,), limit))

    def why_nobody_for(self, heads: Iterable[Head], limit: int = 5) -> Iterator[list[tuple[Buddy, str]]]:
        """The same for many heads, in their order."""
        taken = Counter(pair.buddy.key for pair in self.pairs)
        placed = np.array([b.easting is not None and b.northing is not None for b in self.buddies], bool)
        east = np.array([b.easting or 0 for b in self.buddies], np.int64)
        north = np.array([b.northing or 0 for b in self.buddies], np.int64)
        unknown = (pair_rules.UNKNOWN_KM * 1000) ** 2
        for head in heads:
            if head.easting is None or head.northing is None:
                away = np.full(len(east), unknown)
            else:
                away = np.where(placed, (east - head.easting) ** 2 + (north - head.northing) ** 2, unknown)
            found: list[tuple[Buddy, str]] = []
            for place in np.argsort(away, kind="stable").tolist():  # buddies come in the order of their keys
                buddy = self.buddies[place]
                if len(found) == limit:
                    break
                if not head.person or buddy.person != head.person:
                    full = buddy.carries + taken[buddy.key] >= buddy.capacity
                    found.append((buddy, pair_rules.ruled_out(head, buddy, full=full)))
            yield found


def match(
    heads: Iterable[Head],
    buddies: Iterable[Buddy],
    weights: Weights | None = None,
    *,
    pins: Pins = (),
    reserve_pins: Pins = (),
    reserves: bool = True,
) -> Match:
    """Pair heads with buddies, then with reserves. A pin the rules forbid is refused with its reason, never kept."""
    with collector_off():
        return _match(heads, buddies, weights or Weights(), pins, reserve_pins, reserves)


def _match(
    heads: Iterable[Head], buddies: Iterable[Buddy], weights: Weights, pins: Pins, reserve_pins: Pins, reserves: bool
) -> Match:
    pool = Pool(heads, buddies, weights)
    pairs, refused = solve(pool, pins, taken={})
    paired = {pair.head.key for pair in pairs}
    seconds: list[Pair] = []
    if reserves:
        buddy_of = {pair.head.key: pair.buddy.person for pair in pairs}
        seconds, more = solve(pool.as_reserves(), reserve_pins, taken=buddy_of)
        refused += more
    backed = {pair.head.key for pair in seconds}
    return Match(
        tuple(pairs),
        tuple(seconds),
        tuple(head for head in pool.heads if head.key not in paired),
        tuple(head for head in pool.heads if head.key not in backed),
        tuple(refused),
        tuple(pool.buddies),
    )


@contextmanager
def collector_off() -> Iterator[None]:
    """A national round makes many small objects and no cycles: walking them again and again doubles its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def solve(pool: Pool, pins: Pins, taken: dict[str, str]) -> tuple[list[Pair], list[tuple[str, str, str]]]:
    """One pass. `taken` names, for a head's key, the person who already stands by her and cannot do so twice."""
    carried = np.array([b.reserve_carries if pool.reserve else b.carries for b in pool.buddies], np.int64)
    limit = np.array([b.reserve_capacity if pool.reserve else b.capacity for b in pool.buddies], np.int64)
    start = carried.copy()
    pinned, refused = _pin(pool, pins, taken, carried, limit)
    rows = np.array([row for row in range(len(pool.heads)) if row not in pinned], np.int64)
    spare = np.maximum(limit - carried, 0)
    pair_rows, pair_columns = pool.edges(rows, spare > 0)
    if taken and len(pair_rows):
        free = _not_taken(pool, taken, pair_rows, pair_columns)
        pair_rows, pair_columns = pair_rows[free], pair_columns[free]
    chosen = _flow(pool, pair_rows, pair_columns, carried, spare)
    more = _augment(pool, rows, chosen, spare, taken)
    if more:
        added = np.array(sorted(more.items()), np.int64)
        code = np.union1d(pool.code(pair_rows, pair_columns), pool.code(added[:, 0], added[:, 1]))
        width = max(len(pool.buddies), 1)
        chosen = _flow(pool, code // width, code % width, carried, spare)
    return _pairs(pool, pinned, chosen, start), refused


def _pin(
    pool: Pool, pins: Pins, taken: dict[str, str], carried: Ints, limit: Ints
) -> tuple[dict[int, int], list[tuple[str, str, str]]]:
    rows = {head.key: row for row, head in enumerate(pool.heads)}
    columns = {buddy.key: column for column, buddy in enumerate(pool.buddies)}
    pinned: dict[int, int] = {}
    refused = []
    for head_key, buddy_key in sorted(set(pins)):
        if head_key not in rows or buddy_key not in columns:
            why = "no longer waiting" if head_key not in rows else pair_rules.NOT_AVAILABLE
        else:
            row, column = rows[head_key], columns[buddy_key]
            head, buddy = pool.heads[row], pool.buddies[column]
            why = pair_rules.ruled_out(head, buddy, full=bool(carried[column] >= limit[column]))
            if row in pinned:
                why = "pinned twice"
            elif taken.get(head_key) == buddy.person:
                why = "already her buddy"
        if why:
            refused.append((head_key, buddy_key, why))
        else:
            pinned[row] = column
            carried[column] += 1
    return pinned, refused


def _not_taken(pool: Pool, taken: dict[str, str], rows: Ints, columns: Ints) -> Flags:
    number = {buddy.person: place for place, buddy in enumerate(pool.buddies)}
    person = np.array([number[buddy.person] for buddy in pool.buddies], np.int64)
    mine = np.array([number.get(taken.get(head.key, ""), -1) for head in pool.heads], np.int64)
    return mine[rows] != person[columns]


def _flow(pool: Pool, rows: Ints, columns: Ints, carried: Ints, spare: Ints) -> dict[int, int]:
    """The most pairs, then the fewest points, as a flow from a source over heads and buddies to a sink.

    Fair load is a dearer place for each head more, which a flow with rising costs weighs exactly.
    """
    if not len(rows):
        return {}
    from ortools.graph.python import min_cost_flow  # here: what never matches need not carry it

    some_rows, head_node = numbered(rows, len(pool.heads))
    some_columns, buddy_node = numbered(columns, len(pool.buddies))
    n, m = len(some_rows), len(some_columns)
    scale = TIE * n + 1  # every lot together weighs less than one point
    load = pool.weights.load
    places = np.minimum(spare[some_columns], n)
    owner = np.repeat(np.arange(m), places)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(places) - places, places)
    source, sink = n + m, n + m + 1
    turns = pool.turns(some_rows)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(n, source), np.arange(n), np.ones(n, np.int64), (turns - turns.min()) * scale
    )
    one = np.ones(BLOCK, np.int64)
    for start in range(0, len(rows), BLOCK):
        here = slice(start, start + BLOCK)
        costs = pool.points(rows[here], columns[here]) * scale + pool.ties(rows[here], columns[here])
        flow.add_arcs_with_capacity_and_unit_cost(head_node[here], n + buddy_node[here], one[: len(costs)], costs)
    del head_node, buddy_node  # the solver has copies, and will want the room
    flow.add_arcs_with_capacity_and_unit_cost(
        n + owner,
        np.full(len(owner), sink),
        np.ones(len(owner), np.int64),
        load * (carried[some_columns][owner] + step) * scale,
    )
    flow.set_nodes_supplies(np.array([source, sink]), np.array([n, -n]))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver answered {status}")
    used = flow.flows(np.arange(n, n + len(rows))) > 0
    return dict(zip(rows[used].tolist(), columns[used].tolist(), strict=True))


def _augment(pool: Pool, rows: Ints, chosen: dict[int, int], spare: Ints, taken: dict[str, str]) -> dict[int, int]:
    """Pairs, looked for among all pairs, that let more heads be matched; empty when nobody was left out wrongly."""
    if len(chosen) == len(rows) or len(rows) * int((pool.usable & (spare > 0)).sum()) <= edges.WHOLE_POOL:
        return {}
    now, left = dict(chosen), spare.copy()
    holders: dict[int, set[int]] = {}
    for row, column in now.items():
        left[column] -= 1
        holders.setdefault(column, set()).add(row)
    dead = spare <= 0  # nobody can get out of these, so nobody need look again
    gained = False
    for waiting in [row for row in rows.tolist() if row not in now]:
        seen, came_from, queue, goal = dead.copy(), {}, [waiting], -1
        for row in queue:
            reach = np.array([c for c in pool.row(row) if not seen[c]], np.int64)
            if taken and len(reach):
                reach = reach[_not_taken(pool, taken, np.full(len(reach), row), reach)]
            for column in reach.tolist():
                seen[column] = True
                came_from[column] = row
                if left[column] > 0:
                    goal = column
                    break
                queue.extend(sorted(holders[column]))
            if goal >= 0:
                break
        if goal < 0:
            dead = seen
            continue
        gained, column, left[goal] = True, goal, left[goal] - 1
        while True:
            row = came_from[column]
            before = now.get(row)
            now[row] = column
            holders.setdefault(column, set()).add(row)
            if before is None:
                break
            holders[before].discard(row)
            column = before
    return now if gained else {}


def _pairs(pool: Pool, pinned: dict[int, int], chosen: dict[int, int], carried: Ints) -> list[Pair]:
    found, now, load = [], carried.tolist(), pool.weights.load
    both = [*sorted(pinned.items()), *sorted(chosen.items())]  # a pinned head was there first
    rows, columns = np.array(both, np.int64).reshape(-1, 2).T
    points = pool.points(rows, columns).tolist()
    shown = pool.points(rows, columns, shown=True).tolist() if pool.wishing else points
    heads, buddies, reserve = pool.heads, pool.buddies, pool.reserve
    for (row, column), all_points, some_points in zip(both, points, shown, strict=True):
        carries = now[column]
        now[column] += 1
        costs = all_points + load * carries, some_points + load * carries
        found.append(Pair(heads[row], buddies[column], *costs, carries, row in pinned, reserve))
    return [found[place] for place in np.argsort(rows).tolist()] if pinned else found  # in the order of the keys
