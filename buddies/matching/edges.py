"""The rules and points of `pair_rules.py` for many pairs at once, and which pairs are worth looking at. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from buddies.matching import pair_rules
from buddies.matching.columns import Columns, Flags, Ints, blocks, distinct, member, padded
from buddies.matching.pair_rules import Buddy, Head, Weights

WHOLE_POOL = 1_000_000  # up to so many pairs, every pair is looked at
ALIKE, NEAR = 20, 10  # in a large pool each head is weighed with so many of her own phase, and so many simply near
FEW = 8  # a head with fewer allowed candidates than this has her whole row looked at
TIE = 1 << 16
BLOCK = 1 << 15  # pairs weighed at a time: more would be slower and take more memory


class Pool:
    """Heads and buddies in the order of their keys, as columns. Rows and columns are positions in that order."""

    def __init__(self, heads: Iterable[Head], buddies: Iterable[Buddy], weights: Weights, *, reserve: bool = False):
        self.heads: list[Head] = sorted(heads, key=attrgetter("key"))
        self.buddies: list[Buddy] = sorted(buddies, key=attrgetter("key"))
        self.weights, self.reserve = weights, reserve
        for sides in (self.heads, self.buddies):
            if len({side.key for side in sides}) != len(sides):
                raise ValueError("each head and each buddy comes once")
        everybody: list[pair_rules.Side] = [*self.heads, *self.buddies]
        sets = {side.phases for side in everybody}
        bits = {phase: 1 << bit for bit, phase in enumerate(sorted(frozenset().union(*sets)))}
        phases = {these: sum(bits[phase] for phase in these) for these in sets}
        kinds = {kind: number for number, kind in enumerate(sorted({s.kind for s in everybody}))}
        self.h, self.b = Columns(self.heads, phases, kinds), Columns(self.buddies, phases, kinds)
        self._turns: Ints | None = None
        self._found: tuple[Ints, Ints, tuple[Ints, Ints]] | None = None
        self._tokens()
        self.usable = np.array([not buddy.away for buddy in self.buddies], bool)
        months = [-1 if b.inspected_months is None else b.inspected_months for b in self.buddies]
        recent = np.array(months, np.int64)
        self.own = weights.inspected * ((recent < 0) | (recent > weights.recent_months)).astype(np.int64)
        self._wishes()
        self._named()

    def _wishes(self) -> None:
        """Row by row what she wishes. Few heads do, so all else is left at none."""
        self.wish = {name: np.zeros(len(self.heads), bool) for name in ("phase", "near", "far", "known", "unknown")}
        genders = {"": 0}
        self.wish_gender = np.zeros(len(self.heads), np.int64)
        self.gender = np.array([genders.setdefault(b.gender, len(genders)) for b in self.buddies], np.int64)
        self.wishing = False
        for row, head in enumerate(self.heads):
            if not (head.wish_phase or head.wish_distance or head.wish_known or head.wish_gender):
                continue
            self.wishing = True
            self.wish["phase"][row] = head.wish_phase
            for said in (head.wish_distance, head.wish_known):
                if said in self.wish:
                    self.wish[said][row] = True
            self.wish_gender[row] = genders.setdefault(head.wish_gender, len(genders))

    def _tokens(self) -> None:
        """School, employer and person groups as small padded tables; only groups that stand on both sides matter."""
        heads, buddies = self.heads, self.buddies
        people = [(h.person,) if h.person else () for h in heads], [(b.person,) for b in buddies]
        both = [
            padded([h.schools for h in heads], [b.schools for b in buddies]),
            padded([h.employers for h in heads], [b.employers for b in buddies]),
            padded(*people),
            padded([h.former_employers for h in heads], [b.employers for b in buddies]),
            padded([h.employers for h in heads], [b.former_employers for b in buddies]),
        ]
        self.clashes = [(left, right) for left, right in both if left.shape[1] and right.shape[1]]

    def turns(self, rows: Ints) -> Ints:
        """As `pair_rules.turn`."""
        if self._turns is None:
            self._turns = np.array([pair_rules.turn(head, self.weights) for head in self.heads], np.int64)
        return self._turns[rows]

    def _named(self) -> None:
        """Pairs that a head's own lists name, as sorted codes."""
        at: dict[str, list[int]] = {}
        for column, buddy in enumerate(self.buddies):
            at.setdefault(buddy.person, []).append(column)
        width = max(len(self.buddies), 1)

        def codes(*lists: str) -> Ints:
            found: set[int] = set()
            for name in lists:
                if not any(map(attrgetter(name), self.heads)):
                    continue
                columns: dict[frozenset[str], list[int]] = {}  # many heads have the same officers above them
                for row, people in enumerate(map(attrgetter(name), self.heads)):
                    if not people:
                        continue
                    if people not in columns:
                        columns[people] = [column for person in people for column in at.get(person, ())]
                    found.update(row * width + column for column in columns[people])
            return np.array(sorted(found), np.int64)

        managed: set[int] = set()
        if any(buddy.managers for buddy in self.buddies):
            rows: dict[str, list[int]] = {}
            for row, head in enumerate(self.heads):
                rows.setdefault(head.person, []).append(row)
            managed = {
                row * width + column
                for column, buddy in enumerate(self.buddies)
                for person in buddy.managers
                for row in rows.get(person, ())
            }
        barred = codes("not_these", "officers", "representatives", "managers")
        self.barred = np.union1d(barred, np.array(sorted(managed), np.int64)).astype(np.int64)
        self.ended = codes("ended_with")
        self.known = codes("knows")

    def code(self, rows: Ints, columns: Ints) -> Ints:
        return rows * max(len(self.buddies), 1) + columns

    def allowed(self, rows: Ints, columns: Ints) -> Flags:
        """Whether the pairs break no rule; places left are the solver's business."""
        good = self.usable[columns]
        for left, right in self.clashes:
            for i in range(left.shape[1]):
                group = left[rows, i]
                for j in range(right.shape[1]):
                    good &= group != right[columns, j]
        if len(self.barred):
            good &= ~member(self.code(rows, columns), self.barred)
        return good

    def points(self, rows: Ints, columns: Ints, *, shown: bool = False) -> Ints:
        """As `pair_rules.points`, or as `pair_rules.open_points` when they are to be `shown`."""
        h, b, w = self.h, self.b, self.weights
        km = self.km(rows, columns)
        other_phase = (h.phases[rows] & b.phases[columns]) == 0
        bands = h.band[rows], b.band[columns]
        total = w.km * km + w.phase * other_phase + self.own[columns] + w.kind * (h.kind[rows] != b.kind[columns])
        total += w.size * np.where((bands[0] >= 0) & (bands[1] >= 0), np.abs(bands[0] - bands[1]), 0)
        if self.reserve:
            total += w.reserve_window * b.in_window[columns]
        else:
            total += w.window * (h.in_window[rows] & b.in_window[columns])
        code = self.code(rows, columns)
        if len(self.ended):
            total += w.ended * member(code, self.ended)
        return (
            total if shown or not self.wishing else total + w.wish * self._unmet(rows, columns, km, other_phase, code)
        )

    def _unmet(self, rows: Ints, columns: Ints, km: Ints, other_phase: Flags, code: Ints) -> Ints:
        unmet, wish = np.zeros(len(rows), np.int64), self.wish
        if wish["phase"].any():
            unmet += wish["phase"][rows] & other_phase
        if wish["near"].any() or wish["far"].any():
            near = km <= pair_rules.NEAR_KM
            unmet += (wish["near"][rows] & ~near) | (wish["far"][rows] & near)
        if wish["known"].any() or wish["unknown"].any():
            known = member(code, self.known)
            unmet += (wish["known"][rows] & ~known) | (wish["unknown"][rows] & known)
        if self.wish_gender.any():
            wanted = self.wish_gender[rows]
            unmet += (wanted > 0) & (wanted != self.gender[columns])
        return unmet

    def km(self, rows: Ints, columns: Ints) -> Ints:
        h, b = self.h, self.b
        dx, dy = h.east[rows] - b.east[columns], h.north[rows] - b.north[columns]
        away = (np.sqrt((dx * dx + dy * dy).astype(np.float64)) / 1000).astype(np.int64)
        unknown = ~(h.placed[rows] & b.placed[columns])
        return np.where(unknown, pair_rules.UNKNOWN_KM, np.minimum(away, pair_rules.FAR_ENOUGH_KM))

    def ties(self, rows: Ints, columns: Ints) -> Ints:
        """0 to TIE - 1 from the two keys alone: the same pair draws the same lot in every round."""
        lot = self.h.lot[rows] ^ (self.b.lot[columns] * np.uint64(0x9E3779B97F4A7C15))
        lot = (lot ^ (lot >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        lot = (lot ^ (lot >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (lot >> np.uint64(48)).astype(np.int64)

    def row(self, row: int) -> Ints:
        """Every buddy the rules allow this head."""
        columns = np.arange(len(self.buddies))
        return columns[self.allowed(np.full(len(columns), row), columns)]

    def edges(self, rows: Ints, open_columns: Flags) -> tuple[Ints, Ints]:
        """Allowed pairs worth looking at: all of them in a small pool, the nearest by tree in a large one."""
        columns = np.flatnonzero(open_columns & self.usable)
        if not len(rows) or not len(columns):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        if len(rows) * len(columns) > WHOLE_POOL:
            return self._and_wanted(*self._near(rows, columns), rows, columns)
        pair_rows, pair_columns = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
        good = self.allowed(pair_rows, pair_columns)
        return pair_rows[good], pair_columns[good]

    def _near(self, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
        """Nearest by tree. What would draw every head to the same few buddies (a recent inspection, say) is left to
        the solver: candidates must be spread, or there are not places enough among them."""
        from scipy.spatial import cKDTree  # here: 50 MB and a second that only large pools need

        if self._found and np.array_equal(rows, self._found[0]) and np.array_equal(columns, self._found[1]):
            return self._found[2]
        quick = {"balanced_tree": False, "compact_nodes": False}  # schools lie spread: nothing is won by taking pains
        trees = []
        for count, apart in ((ALIKE, self.weights.phase * 1000 // max(self.weights.km, 1)), (NEAR, 0)):
            trees.append((min(count, len(columns)), apart, cKDTree(self._places(self.b, columns, apart), **quick)))
        found = []
        for some in blocks(rows, size=BLOCK // (ALIKE + NEAR)):
            codes = []
            for count, apart, tree in trees:
                _, nearest = tree.query(self._places(self.h, some, apart), count)
                codes.append(self.code(np.repeat(some, count), columns[np.asarray(nearest).reshape(-1)]))
            near = np.divmod(distinct(np.concatenate(codes)), len(self.buddies))
            good = self.allowed(*near)
            found.append((near[0][good], near[1][good]))
        pairs = np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
        self._found = rows, columns, pairs
        return pairs

    def _and_wanted(self, near_rows: Ints, near_columns: Ints, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
        """The near ones; all for whom few are near; and whom a head knows, wherever they are."""
        more = []
        counts = np.bincount(near_rows, minlength=len(self.heads))[rows]
        for row in rows[counts < FEW]:
            whole = np.intersect1d(self.row(int(row)), columns)
            here = np.full(len(whole), row)
            best = np.argsort(self.points(here, whole), kind="stable")[: ALIKE + NEAR]
            more.append(self.code(here[best], whole[best]))
        if len(self.known):
            known = np.divmod(self.known, len(self.buddies))
            wanted = np.isin(known[0], rows) & np.isin(known[1], columns) & self.allowed(*known)
            more.append(self.known[wanted])
        if not more:
            return near_rows, near_columns
        return np.divmod(distinct(np.concatenate([self.code(near_rows, near_columns), *more])), len(self.buddies))

    def as_reserves(self) -> Pool:
        """The same people, weighed as reserves. Nothing is worked out again, who is near neither."""
        other = copy(self)
        other.reserve = True
        return other

    def _places(self, side: Columns, index: Ints, apart: int) -> NDArray[np.float64]:
        """Metres east and north, and a step of `apart` metres for each phase. A school without a place stands in the
        middle."""
        middle = [axis[self.b.placed].mean() if self.b.placed.any() else 0.0 for axis in (self.b.east, self.b.north)]
        axes = [
            np.where(side.placed[index], axis[index], centre)
            for axis, centre in zip((side.east, side.north), middle, strict=True)
        ]
        if apart:
            bits = range(max(int(self.b.phases.max(initial=1)).bit_length(), 1))
            axes += [((side.phases[index] >> bit) & 1) * apart for bit in bits]
        return np.column_stack(axes).astype(np.float64)
