"""People by where their schools are, in square cells, to find who is near. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush

from buddies.matching.pair_rules import UNKNOWN_KM, Side

METRES = 1000  # a cell is at least so wide
ACROSS = 100  # and there are at most so many each way, so that even a far corner is soon reached


class Grid:
    """Whoever has no place counts as UNKNOWN_KM away from everybody, as in the points."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.sides = sides
        self.unplaced: list[int] = []
        placed: list[tuple[int, int, int]] = []
        for position, side in enumerate(sides):
            if side.easting is None or side.northing is None:
                self.unplaced.append(position)
            else:
                placed.append((side.easting, side.northing, position))
        self.west = min((east for east, _, _ in placed), default=0)
        self.south = min((north for _, north, _ in placed), default=0)
        width = max((east for east, _, _ in placed), default=0) - self.west
        height = max((north for _, north, _ in placed), default=0) - self.south
        self.width = max(METRES, max(width, height) // ACROSS)  # of a cell, in metres
        self.columns, self.rows = width // self.width, height // self.width  # the last of each
        self.cells: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
        for east, north, position in placed:
            self.cells[(east - self.west) // self.width, (north - self.south) // self.width].append(
                (east, north, position)
            )

    def nearest(self, side: Side) -> Iterator[tuple[int, int]]:
        """Square of the metres away, and position among `sides`: the nearest first, the same distance by position."""
        unknown = (UNKNOWN_KM * 1000) ** 2
        if side.easting is None or side.northing is None:
            for position in range(len(self.sides)):
                yield unknown, position
            return
        waiting = [(unknown, position) for position in self.unplaced]
        heapify(waiting)
        # Where the school lies outside, the cell nearest to it: nobody inside is nearer to the school than to that.
        column = min(max((side.easting - self.west) // self.width, 0), self.columns)
        row = min(max((side.northing - self.south) // self.width, 0), self.rows)
        for ring in range(max(column, self.columns - column, row, self.rows - row) + 1):
            for cell in _ring(column, row, ring):
                for east, north, position in self.cells.get(cell, ()):
                    heappush(waiting, ((east - side.easting) ** 2 + (north - side.northing) ** 2, position))
            reached = (ring * self.width) ** 2  # whoever is in none of these cells is further away than this
            while waiting and waiting[0][0] < reached:
                yield heappop(waiting)
        while waiting:
            yield heappop(waiting)


def _ring(column: int, row: int, away: int) -> Iterator[tuple[int, int]]:
    """The cells at so many steps from this one."""
    if not away:
        yield column, row
        return
    for step in range(-away, away + 1):
        yield column + step, row - away
        yield column + step, row + away
    for step in range(1 - away, away):
        yield column - away, row + step
        yield column + away, row + step
