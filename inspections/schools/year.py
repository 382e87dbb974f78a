"""The year of windows as a picture: how many schools are in the window, week by week. Values in, places out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from network.schools.calendar import DAY, WEEK

LEFT, TOP, STEP, BAR, TALL = 40, 30, 17, 13, 150  # of the axis, above the bars, from bar to bar, a bar's


@dataclass(frozen=True)
class Week:
    monday: date
    open: int
    enter: int
    usual: bool | None  # whether a call is usual in some area of the network; None: no term dates say
    x: int
    y: int
    high: int
    bar: int = BAR

    @property
    def middle(self) -> int:
        return self.x + self.bar // 2


@dataclass(frozen=True)
class Year:
    weeks: list[Week]
    months: list[tuple[date, int]]
    most: int
    today: int  # across
    width: int
    left: int = LEFT
    top: int = TOP
    floor: int = TOP + TALL
    marks: int = TOP + TALL + 12
    names: int = TOP + TALL + 36  # of the months
    height: int = TOP + TALL + 44


def mondays_of(first: date, last: date) -> list[date]:
    start = first - DAY * first.weekday()
    return [start + WEEK * n for n in range((last - start).days // 7 + 1)]


def year(
    opens: Mapping[date, int], mondays: Sequence[date], usual: Iterable[date], known: Iterable[date], on: date
) -> Year:
    """`opens`: how many windows open on each day; `usual` and `known`: the weeks in which a call is usual, and those
    of which term dates are on record, by their Mondays."""
    usual_weeks, known_weeks = set(usual), set(known)
    counts = [sum(many for day, many in opens.items() if day < monday + WEEK) for monday in mondays]
    most = max(counts, default=0)
    weeks, months, before = [], [], None
    for number, (monday, count) in enumerate(zip(mondays, counts, strict=True)):
        x, high = LEFT + number * STEP, round(TALL * count / most) if most else 0
        enter = sum(many for day, many in opens.items() if monday <= day < monday + WEEK)
        says = monday in usual_weeks if monday in known_weeks else None
        weeks.append(Week(monday, count, enter, says, x, TOP + TALL - high, high))
        sunday = monday + WEEK - DAY
        if sunday.month != before:
            before = sunday.month
            if not number or number < len(mondays) - 2:  # at the very end its name has no room
                months.append((sunday, x))
    across = LEFT + round((on - mondays[0]).days / 7 * STEP)
    return Year(weeks, months, most, across, LEFT + len(mondays) * STEP)
