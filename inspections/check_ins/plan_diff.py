"""What to write so that the stored check-ins are the wanted ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspections.visits.moments import local_day
from inspections.visits.schedule import RULES, Phase, Planned


class Stored(StrEnum):
    """How far a stored check-in has come."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Row:
    key: tuple[str, str]
    due_at: datetime
    send_at: datetime
    useful_until: datetime
    state: Stored
    pk: int = 0
    generation: int = 1


@dataclass(frozen=True, slots=True)
class Changes:
    add: tuple[Planned, ...] = ()
    move: tuple[Planned, ...] = ()
    """Known by key; a cancelled one that is wanted again comes back this way."""
    cancel: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.move or self.cancel)


# From the days on site to a year after them; what is asked in the window comes last.
NEAREST_FIRST = [rule.code for rule in RULES if rule.phase is not Phase.BEFORE] + [
    rule.code for rule in RULES if rule.phase is Phase.BEFORE
]


def one_a_day(
    wanted: Mapping[int, Sequence[Planned]], stored: Mapping[int, Mapping[tuple[str, str], Row]], now: datetime
) -> dict[int, list[Planned]]:
    """Of one head with several open inspections (by key): of two questions of one London day the nearer to its own
    inspection is asked, and it stands for the other, which has the same words. A question covers another only while it
    may still be asked, or has been: not one whose moment had passed before it was known."""
    every = [(planned, visit) for visit, each in wanted.items() for planned in each]
    every.sort(key=lambda one: (NEAREST_FIRST.index(one[0].rule), -one[1]))
    taken: dict[date, int] = {}
    kept: dict[int, list[Planned]] = {visit: [] for visit in wanted}
    for planned, visit in every:
        day = local_day(planned.send_at)
        if taken.get(day, visit) != visit:
            continue
        row = stored.get(visit, {}).get(planned.key)
        if planned.due_at >= now or (row is not None and row.state is not Stored.CANCELLED):
            taken[day] = visit
        kept[visit].append(planned)
    return kept


def compare(wanted: Iterable[Planned], stored: Iterable[Row], now: datetime) -> Changes:
    """What to write so that what is stored is what is wanted.

    Asked is asked: once a question has gone out, moving the dates never asks it a second time.
    Nothing new is planned for a moment that has passed.
    """
    rows = {row.key: row for row in stored}
    wishes = {planned.key: planned for planned in wanted}
    add, move = [], []
    for key, planned in wishes.items():
        row = rows.get(key)
        if row is None:
            if planned.due_at >= now:
                add.append(planned)
        elif row.state is Stored.CANCELLED:
            if planned.due_at >= now:
                move.append(planned)
        elif row.state is Stored.PLANNED and _differs(planned, row):
            move.append(planned)
    cancel = [
        row.key
        for row in rows.values()
        if row.key not in wishes and row.state is Stored.PLANNED and row.useful_until > now
    ]
    return Changes(tuple(add), tuple(move), tuple(cancel))


def _differs(planned: Planned, row: Row) -> bool:
    return (planned.due_at, planned.send_at, planned.useful_until) != (
        row.due_at,
        row.send_at,
        row.useful_until,
    )
