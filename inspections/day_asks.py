"""What waits for somebody because a day of an inspection was written down: cards for the front page."""

from __future__ import annotations

from datetime import datetime, time

from inspections.actions import deadlines
from inspections.deadlines import choice_among
from inspections.models import Inspection
from inspections.moments import at
from inspections.stages import clock_of
from network import clock
from network.asks import Ask, Urgency
from network.models import Person


def draft_choice(*, person: Person, now: datetime) -> list[Ask]:
    """For the head: the draft has come, and until which day there is the one choice of two. It goes when the way she
    took was written down, when the report is published, and after its last day."""
    waiting = (
        Inspection.objects.visible_to(person)
        .open()
        .filter(
            head=person,
            draft_on__isnull=False,
            minor_points_on__isnull=True,
            complained_on__isnull=True,
            published_on__isnull=True,
        )
    )
    rows = list(waiting.select_related("school"))
    if not rows:
        return []
    found, today = deadlines.of_inspections(inspections=rows), clock.local(now).date()
    cards = []
    for row in rows:
        choice = choice_among(found[row.pk])
        if choice is None or choice.last_day < today:
            continue
        cards.append(
            Ask(
                kind="draft-choice",
                urgency=Urgency.LAST_DAY,
                since=row.draft_noted_at or at(row.draft_on, time(0)),
                template="inspections/asks/draft_choice.html",
                values={"visit": row.public_id, "draft_on": row.draft_on, "last": clock_of(choice.last_day, today)},
            )
        )
    return cards
