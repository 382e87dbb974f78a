"""What a deputy finds while an inspection of their head lasts: how it stands, what is handed on to them, whom to ring,
and its call-outs."""

from __future__ import annotations

from collections.abc import Sequence

from directory.call_outs.asks import live_calls
from inspections.call_outs.actions import can_call_a_colleague
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.seen import holidays
from inspections.visits.stages import Stage, stage, title, visit_of
from network.people.asks import Ask, Urgency, Viewer


def cards(*, viewer: Viewer, rows: Sequence[Inspection]) -> list[Ask]:
    """Of inspections that the deputy may see (matrix rows 17, 18 and 28), from the call until the inspectors have
    left. Nothing of whoever stands by the head."""
    going = [row for row in rows if stage(visit_of(row), viewer.today) is not Stage.AFTER]
    if not going:
        return []
    heads = {row.head_id for row in going}
    seen = [call for call in viewer.once(live_calls) if call.head_id in heads and call.raised_by_id != viewer.person.pk]
    live = sorted(seen, key=lambda call: call.raised_at)
    return [
        Ask(
            kind="deputy",
            urgency=Urgency.LIVE_CALL,
            since=row.called_at,
            template="inspections/calls/asks/deputy.html",
            values={
                "visit": row,
                "head": row.head,
                "title": title(visit_of(row), viewer.now, viewer.once(holidays)),
                "can_call": can_call_a_colleague(row),
                "calls": [call for call in live if (call.head_id, call.school_id) == (row.head_id, row.school_id)],
                "undo_until": row.called_at + visit_rules.UNDO_FOR if visit_rules.can_undo(row) else None,
            },
        )
        for row in going
    ]
