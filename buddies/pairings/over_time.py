"""How many pairings stood in which state at the end of each month, as a picture. Values in, places out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buddies.pairings.states import ASKED, IN_FORCE, PAUSED

MONTHS = 12
LEFT, TOP, STEP, BAR, TALL = 40, 30, 74, 50, 150  # of the axis, above the bars, from bar to bar, a bar's
DRAWN = {IN_FORCE: "3", PAUSED: "2", ASKED: "1"}  # from the floor upwards, each with its shade


@dataclass(frozen=True)
class Piece:
    look: str
    y: int
    high: int
    many: int


@dataclass(frozen=True)
class Month:
    first: date
    paired: int
    paused: int
    asked: int
    x: int
    pieces: list[Piece]
    bar: int = BAR

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class OverTime:
    months: list[Month]
    most: int
    width: int = LEFT + MONTHS * STEP
    top: int = TOP
    floor: int = TOP + TALL
    names: int = TOP + TALL + 24  # of the months
    height: int = TOP + TALL + 36


def months_until(last: date) -> list[date]:
    """The first days of the twelve months of which the last holds this day."""
    count = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(count - MONTHS + 1, count + 1)]


def over_time(moves: Iterable[tuple[date, str, str, int]], on: date) -> OverTime:
    """`moves`: the first day of a month, a state left and a state come to ("" for neither), and how many pairings did
    so in that month, from the first pairing on. The last month counts as far as `on`, a day in London."""
    left = sorted(moves)
    states: Counter[str] = Counter()
    counts = []
    for first in months_until(on):
        while left and left[0][0] <= first:
            _, was, became, many = left.pop(0)
            states[was] -= many
            states[became] += many
        counts.append((first, {state: states[state] for state in DRAWN}))
    most = max(sum(each.values()) for _, each in counts)
    return OverTime([_month(number, *each, most) for number, each in enumerate(counts)], most)


def _month(number: int, first: date, states: dict[str, int], most: int) -> Month:
    pieces, floor, so_far = [], TOP + TALL, 0
    for state, look in DRAWN.items():
        so_far += states[state]
        y = TOP + TALL - round(TALL * so_far / most) if most else floor
        if y < floor:
            pieces.append(Piece(look, y, floor - y, states[state]))
        floor = y
    return Month(first, states[IN_FORCE], states[PAUSED], states[ASKED], LEFT + number * STEP, pieces)
