"""What stands in a support plan, in the clear, for whoever may read the row. All of it is sealed: kind, state and days
tell as much as words do. Rows whose key has gone are left out: there is nothing left to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inspections.support.models.support import PlanDeparture, PlanLine, PlanMeeting
from network.privacy import keys

KINDS, STATES, IMPOSERS = dict(PlanLine.KINDS), dict(PlanLine.STATES), dict(PlanDeparture.IMPOSERS)


@dataclass(frozen=True)
class Line:
    row: PlanLine
    public_id: UUID
    kind: str
    state: str
    lead: str
    words: str
    by_on: date | None
    review_on: date | None
    shared: bool

    @property
    def kind_said(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def state_said(self) -> str:
        return STATES.get(self.state, self.state)


@dataclass(frozen=True)
class Meeting:
    row: PlanMeeting
    public_id: UUID
    on: date
    about_her_post: bool
    shared: bool


@dataclass(frozen=True)
class Departure:
    row: PlanDeparture
    public_id: UUID
    on: date
    imposed_by: str
    reason: str
    shared: bool

    @property
    def imposed_by_said(self) -> str:
        return IMPOSERS.get(self.imposed_by, self.imposed_by)


def line(row: PlanLine) -> Line:
    return Line(
        row=row,
        public_id=row.public_id,
        kind=keys.unseal(row.kind),
        state=keys.unseal(row.state),
        lead=keys.unseal(row.lead),
        words=keys.unseal(row.words),
        by_on=day(row.by_on),
        review_on=day(row.review_on),
        shared=row.shared,
    )


def lines(rows: Iterable[PlanLine]) -> list[Line]:
    return [each for each in map(line, rows) if each.kind]


def meetings(rows: Iterable[PlanMeeting]) -> list[Meeting]:
    """By day."""
    found = [
        Meeting(row, row.public_id, on, row.about_her_post, row.shared)
        for row in rows
        if (on := day(row.on)) is not None
    ]
    return sorted(found, key=lambda each: (each.on, each.row.pk))


def departures(rows: Iterable[PlanDeparture]) -> list[Departure]:
    """By day."""
    found = [
        Departure(row, row.public_id, on, keys.unseal(row.imposed_by), keys.unseal(row.reason), row.shared)
        for row in rows
        if (on := day(row.on)) is not None
    ]
    return sorted(found, key=lambda each: (each.on, each.row.pk))


def day(sealed: str) -> date | None:
    written = keys.unseal(sealed)
    return date.fromisoformat(written) if written else None
