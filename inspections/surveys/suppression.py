"""Totals that point at nobody: no number under five, all rounded to five, none to be had by taking one from another.
Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FEW = 5  # below this nothing is told apart
STANDS = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Table:
    """A total and its cells, as anybody may see them; None is hidden."""

    total: int
    cells: Mapping[str, int | None]


def rounded(count: int) -> int:
    """To the nearest five."""
    return FEW * ((count + FEW // 2) // FEW)


def suppressed(cells: Mapping[str, int]) -> Table | None:
    """None where there are too few for even a total.

    A hidden cell never stands alone, and the hidden ones together are five at least: else total less the rest would
    give it away. The smallest of the others are hidden with it, until that is so or nothing is left to show.
    """
    total = sum(cells.values())
    if total < FEW:
        return None
    hidden = {name for name, count in cells.items() if count < FEW}
    for name in sorted(cells.keys() - hidden, key=lambda name: (cells[name], name)):
        if not hidden or (len(hidden) > 1 and sum(cells[one] for one in hidden) >= FEW):
            break
        hidden.add(name)
    return Table(rounded(total), {name: None if name in hidden else rounded(cells[name]) for name in cells})


def may_replace(counted: int, counted_on: date, now_counted: int, today: date) -> bool:
    """Two reports never differ by one head: four weeks lie between them, and five answers."""
    return today - counted_on >= STANDS and abs(now_counted - counted) >= FEW
