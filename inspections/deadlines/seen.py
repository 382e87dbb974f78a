"""The deadlines of the open inspections on a front page: rules and calendars read once for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from inspections.deadlines import actions as deadlines
from inspections.deadlines.deadlines import Deadline
from inspections.deadlines.models import DeadlineRule
from inspections.deadlines.seed import Rule
from inspections.visits.models import Inspection
from inspections.visits.seen import calendars
from network.people.asks import Viewer


def rules(viewer: Viewer) -> list[Rule]:
    return DeadlineRule.objects.in_force()


def deadlines_of(viewer: Viewer, rows: Iterable[Inspection]) -> dict[int, list[Deadline]]:
    """By primary key, of those among the open inspections that the viewer may see."""
    return deadlines.by_calendars(rows, viewer.once(rules), viewer.once(calendars))


def next_day_call(viewer: Viewer, row: Inspection) -> date:
    """Of one of them."""
    return deadlines.next_day_call_by(row, viewer.once(rules), viewer.once(calendars)[row.school_id])
