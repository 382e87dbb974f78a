"""Requests and offers in, pairs with reasons out: as many heads as the rules allow, then the fewest points.

Pure. The same input in any order gives the same pairs: equal totals are settled by a lot drawn from the two keys, far
below one point, so that one head more or less moves few others. In a pool of up to `pool.EVERY_PAIR` pairs the answer
is exactly the best; above it each head's nearest candidates are weighed, and the number matched is still the largest
possible.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from buddies.matching import flow, pair_rules
from buddies.matching.grid import Grid
from buddies.matching.pair_rules import Buddy, Head, Weights
from buddies.matching.pool import Pool

Pins = Iterable[tuple[str, str]]  # (head's key, buddy's key)
Refused = tuple[str, str, str]  # head's key, buddy's key, why
Arcs = tuple["array[int]", "array[int]", "array[int]"]  # pairs to choose from: rows, columns, costs


@dataclass(slots=True, unsafe_hash=True)
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
    refused_pins: tuple[Refused, ...]
    buddies: tuple[Buddy, ...]

    @property
    def points(self) -> int:
        return sum(pair.points for pair in self.pairs)

    def why_nobody_for(self, heads: Iterable[Head], limit: int = 5) -> Iterator[list[tuple[Buddy, str]]]:
        """For each of these heads, whom nobody fits, the nearest candidates, each with why not."""
        taken, grid = Counter(pair.buddy.key for pair in self.pairs), Grid(self.buddies)
        for head in heads:
            found: list[tuple[Buddy, str]] = []
            for _, position in grid.nearest(head):
                if len(found) == limit:
                    break
                buddy = self.buddies[position]
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
    reserves: bool = True,
) -> Match:
    """Pair heads with buddies, then with reserves. A pin the rules forbid is refused with its reason, never kept.

    More than one head needs the solver: where the process goes on living, by way of `child_process.run`.
    """
    pool = Pool(heads, buddies, weights or Weights())
    pairs, refused = solve(pool, pins)
    seconds: list[Pair] = []
    if reserves:
        buddy_of = {pair.head.key: pair.buddy.person for pair in pairs}
        seconds, _ = solve(pool, (), reserve=True, taken=buddy_of)
    paired = {pair.head.key for pair in pairs}
    return Match(
        tuple(pairs),
        tuple(seconds),
        tuple(head for head in pool.heads if head.key not in paired),
        tuple(refused),
        tuple(pool.buddies),
    )


def solve(
    pool: Pool, pins: Pins, *, reserve: bool = False, taken: Mapping[str, str] | None = None
) -> tuple[list[Pair], list[Refused]]:
    """Buddies, or reserves, for all heads of the pool: the pairs, and the pins that are refused. `taken` names, for a
    head's key, the person who already stands by her and cannot do so twice."""
    return _Pass(pool, reserve, taken or {}).pairs(pins)


class _Pass:
    """One way through the pool: for buddies, or for reserves."""

    def __init__(self, pool: Pool, reserve: bool, taken: Mapping[str, str]) -> None:
        self.pool, self.reserve = pool, reserve
        self.taken = [taken.get(head.key) for head in pool.heads]
        self.carried = [buddy.reserve_carries if reserve else buddy.carries for buddy in pool.buddies]
        self.limit = [buddy.reserve_capacity if reserve else buddy.capacity for buddy in pool.buddies]

    def pairs(self, pins: Pins) -> tuple[list[Pair], list[Refused]]:
        before = list(self.carried)
        pinned, refused = self._pin(pins)
        rows = [row for row in range(len(self.pool.heads)) if row not in pinned]
        spare = [max(limit - carried, 0) for limit, carried in zip(self.limit, self.carried, strict=True)]
        columns = [column for column, buddy in enumerate(self.pool.buddies) if spare[column] and not buddy.away]
        arcs = array("i"), array("i"), array("q")
        for row, candidates in self.pool.candidates(rows, columns):
            self._weigh(row, candidates, arcs)
        chosen = self._solved(arcs, spare)
        if len(chosen) < len(rows) and not self.pool.weighs_every_pair(rows, columns):
            known = set(zip(*arcs[:2], strict=True))
            for row, column in self._augmented(rows, columns, chosen, spare).items():
                if (row, column) not in known:
                    self._weigh(row, [column], arcs)
            chosen = self._solved(arcs, spare)
        return self._described(pinned, chosen, before), refused

    def _pin(self, pins: Pins) -> tuple[dict[int, int], list[Refused]]:
        rows = {head.key: row for row, head in enumerate(self.pool.heads)}
        columns = {buddy.key: column for column, buddy in enumerate(self.pool.buddies)}
        pinned: dict[int, int] = {}
        refused = []
        for head_key, buddy_key in sorted(set(pins)):
            row, column = rows.get(head_key), columns.get(buddy_key)
            if row is None or column is None:
                refused.append((head_key, buddy_key, "no longer waiting" if row is None else pair_rules.NOT_AVAILABLE))
                continue
            head, buddy = self.pool.heads[row], self.pool.buddies[column]
            why = pair_rules.ruled_out(head, buddy, full=self.carried[column] >= self.limit[column])
            if row in pinned:
                why = "pinned twice"
            if why:
                refused.append((head_key, buddy_key, why))
            else:
                pinned[row] = column
                self.carried[column] += 1
        return pinned, refused

    def _weigh(self, row: int, candidates: Sequence[int], arcs: Arcs) -> None:
        """Adds to `arcs` those of these buddies whom the rules allow."""
        pool, head, taken = self.pool, self.pool.heads[row], self.taken[row]
        rows, columns, costs = arcs
        for column, cost in pool.weigh(row, candidates):
            buddy = pool.buddies[column]
            if buddy.person != taken:
                window = pair_rules.window_points(head, buddy, pool.weights, reserve=self.reserve)
                rows.append(row)
                columns.append(column)
                costs.append(cost + window * pool.scale)

    def _solved(self, arcs: Arcs, spare: Sequence[int]) -> dict[int, int]:
        pool, load = self.pool, self.pool.weights.load * self.pool.scale
        turns = [pair_rules.turn(head, pool.weights) * pool.scale for head in pool.heads]
        places = [
            [load * (held + more) for more in range(room)] for held, room in zip(self.carried, spare, strict=True)
        ]
        return flow.solve(*arcs, turns=turns, places=places)

    def _augmented(
        self, rows: Sequence[int], columns: Sequence[int], chosen: Mapping[int, int], spare: Sequence[int]
    ) -> dict[int, int]:
        """Pairs, looked for among all, that let more heads be matched: augmenting paths from each who was left out."""
        now, left = dict(chosen), list(spare)
        holders: dict[int, list[int]] = {column: [] for column in columns}
        for row, column in now.items():
            left[column] -= 1
            holders[column].append(row)
        useful = dict.fromkeys(columns)  # in order; without those from whom no path leads to a free place
        for waiting in [row for row in rows if row not in now]:
            unseen, came_from, goal = dict(useful), {}, None
            queue = [waiting]
            for row in queue:
                for column in [column for column in unseen if self._may(row, column)]:
                    del unseen[column]
                    came_from[column] = row
                    if left[column]:
                        goal = column
                        break
                    queue.extend(sorted(holders[column]))
                if goal is not None:
                    break
            if goal is None:
                useful = unseen
                continue
            left[goal] -= 1
            freed: int | None = goal
            while freed is not None:  # back along the path, each takes the place that the one before her leaves
                row = came_from[freed]
                before = now.get(row)
                now[row] = freed
                holders[freed].append(row)
                if before is not None:
                    holders[before].remove(row)
                freed = before
        return now

    def _may(self, row: int, column: int) -> bool:
        return self.pool.buddies[column].person != self.taken[row] and self.pool.is_allowed(row, column)

    def _described(self, pinned: dict[int, int], chosen: dict[int, int], carried: list[int]) -> list[Pair]:
        """In the order of the heads' keys; a pinned head counts as having been there first."""
        found: dict[int, Pair] = {}
        for row, column in [*sorted(pinned.items()), *sorted(chosen.items())]:
            head, buddy, weights = self.pool.heads[row], self.pool.buddies[column], self.pool.weights
            shown = pair_rules.open_points(head, buddy, weights, reserve=self.reserve) + weights.load * carried[column]
            points = shown + pair_rules.wish_points(head, buddy, weights)
            found[row] = Pair(head, buddy, points, shown, carried[column], row in pinned, self.reserve)
            carried[column] += 1
        return [found[row] for row in sorted(found)]
