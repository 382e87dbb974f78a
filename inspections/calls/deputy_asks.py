"""What a deputy finds while an inspection of their head lasts: how it stands, what is handed on to them, whom to ring,
and its call-outs."""

from __future__ import annotations

from collections.abc import Sequence

from directory.models import CallOut
from inspections.call_outs.actions import can_call_a_colleague
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.stages import Stage, stage, title, visit_of
from network.people.asks import Ask, Urgency, Viewer
from network.schools.calendar import bank_holidays
from network.schools.school_days import extra_holidays


def cards(*, viewer: Viewer, rows: Sequence[Inspection]) -> list[Ask]:
    """Of inspections that the deputy may see (matrix rows 17, 18 and 28), from the call until the inspectors have
    left. Nothing of whoever stands by the head."""
    going = [row for row in rows if stage(visit_of(row), viewer.today) is not Stage.AFTER]
    if not going:
        return []
    calls = CallOut.objects.visible_to(viewer.person).live().filter(head__in=[row.head_id for row in going])
    live = list(calls.exclude(raised_by=viewer.person).select_related("winner__person").order_by("raised_at"))
    holidays = bank_holidays(extra_holidays())
    return [
        Ask(
            kind="deputy",
            urgency=Urgency.LIVE_CALL,
            since=row.called_at,
            template="inspections/calls/asks/deputy.html",
            values={
                "visit": row,
                "head": row.head,
                "title": title(visit_of(row), viewer.now, holidays),
                "can_call": can_call_a_colleague(row),
                "calls": [call for call in live if (call.head_id, call.school_id) == (row.head_id, row.school_id)],
                "undo_until": row.called_at + visit_rules.UNDO_FOR if visit_rules.can_undo(row) else None,
            },
        )
        for row in going
    ]
