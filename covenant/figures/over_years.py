"""A figure over the school years, as bars: values in, places out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LEFT, ROW, BAR, FULL = 92, 34, 22, 340  # of the bars, from bar to bar, a bar's, and the width of a whole


@dataclass(frozen=True)
class Bar:
    year: str
    percent: int | None  # None: too few to show
    y: int
    wide: int
    left: int = LEFT
    high: int = BAR

    @property
    def words(self) -> int:
        """Where the line of its words stands."""
        return self.y + 16

    @property
    def beyond(self) -> int:
        return self.left + self.wide + 8


@dataclass(frozen=True)
class OverYears:
    bars: list[Bar]
    width: int = LEFT + FULL + 60

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def over_years(shares: Mapping[str, int]) -> OverYears | None:
    """`shares`: percent by school year, "2026/27". A year between two others that has none is shown as too few. None
    where there are not two years yet: one bar says nothing over the years."""
    if len(shares) < 2:
        return None
    first, last = (int(each[:4]) for each in (min(shares), max(shares)))
    years = [f"{year}/{(year + 1) % 100:02}" for year in range(first, last + 1)]
    bars = [
        Bar(year, shares.get(year), number * ROW, round(FULL * shares.get(year, 0) / 100))
        for number, year in enumerate(years)
    ]
    return OverYears(bars)
