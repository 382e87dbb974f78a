"""Heads and buddies of one round, which pairs are worth weighing, and what each of these costs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from zlib import crc32

from buddies.matching import pair_rules
from buddies.matching.grid import Grid
from buddies.matching.pair_rules import Buddy, Head, Weights

EVERY_PAIR = 320_000  # up to so many pairs (a county of 550 schools), every pair is weighed
ALIKE, NEAR = 30, 40  # beyond, so many of her own phase, and so many simply near, of those the rules allow
FAR = (pair_rules.FAR_ENOUGH_KM * 1000) ** 2  # further than this, others of her phase are looked for no longer
LOTS = 1 << 16
FORBIDDEN = -1
BITS = (1 << 64) - 1


class Pool:
    """Heads and buddies in the order of their keys. Rows are positions of heads, columns of buddies."""

    def __init__(self, heads: Iterable[Head], buddies: Iterable[Buddy], weights: Weights) -> None:
        self.heads: list[Head] = sorted(heads, key=attrgetter("key"))
        self.buddies: list[Buddy] = sorted(buddies, key=attrgetter("key"))
        self.weights = weights
        self.scale = LOTS * len(self.heads) + 1  # of a point: all lots together weigh less
        for sides in (self.heads, self.buddies):
            if len({side.key for side in sides}) != len(sides):
                raise ValueError("each head and each buddy comes once")
        self._lots = [crc32(head.key.encode()) for head in self.heads]
        self._their_lots = [crc32(buddy.key.encode()) * 0x9E3779B97F4A7C15 & BITS for buddy in self.buddies]
        self._weighed: list[dict[int, int]] = [{} for _ in self.heads]

    def is_allowed(self, row: int, column: int) -> bool:
        """Whether the pair breaks no rule; places left are the solver's business."""
        return not pair_rules.ruled_out(self.heads[row], self.buddies[column], full=False)

    def weigh(self, row: int, columns: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Those of these buddies whom the rules allow this head, each with what the pair costs: its points but for the
        window, times `scale`, and its lot. Kept, since buddies and reserves are weighed alike."""
        head, lot, known = self.heads[row], self._lots[row], self._weighed[row]
        for column in columns:
            weight = known.get(column)
            if weight is None:
                buddy, weight = self.buddies[column], FORBIDDEN
                if not pair_rules.ruled_out(head, buddy, full=False):
                    points = pair_rules.fixed_points(head, buddy, self.weights)
                    points += pair_rules.wish_points(head, buddy, self.weights)
                    weight = points * self.scale + _drawn(lot ^ self._their_lots[column])
                known[column] = weight
            if weight != FORBIDDEN:
                yield column, weight

    def weighs_every_pair(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        return len(rows) * len(columns) <= EVERY_PAIR

    def candidates(self, rows: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """For each of these heads, those of these buddies who are worth weighing with her: all of them in a small pool.

        In a large one who is near, and whom she knows. What would draw every head to the same few buddies (a recent
        inspection, say) is left to the solver: candidates must be spread, or there are not places enough among them.
        """
        if self.weighs_every_pair(rows, columns):
            for row in rows:
                yield row, columns
            return
        grid = Grid([self.buddies[column] for column in columns])
        named = {self.buddies[column].person: column for column in columns}
        for row in rows:
            found = self._near(row, grid, columns)
            found.update(named[person] for person in self.heads[row].knows if person in named)
            yield row, sorted(found)

    def _near(self, row: int, grid: Grid, columns: Sequence[int]) -> set[int]:
        head = self.heads[row]
        near, alike = set(), set()
        for away, place in grid.nearest(head):
            if len(near) >= NEAR and (len(alike) >= ALIKE or away > FAR):
                break
            column = columns[place]
            is_alike = len(alike) < ALIKE and not head.phases.isdisjoint(self.buddies[column].phases)
            if (is_alike or len(near) < NEAR) and self.is_allowed(row, column):
                if len(near) < NEAR:
                    near.add(column)
                if is_alike:
                    alike.add(column)
        return near | alike


def _drawn(lot: int) -> int:
    """0 to LOTS - 1, by the two keys alone: the same pair draws the same lot in every round."""
    lot = (lot ^ lot >> 30) * 0xBF58476D1CE4E5B9 & BITS
    lot = (lot ^ lot >> 27) * 0x94D049BB133111EB & BITS
    return lot >> 48
