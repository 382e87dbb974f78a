"""What waits for somebody because a day of an inspection was written down: cards for the front page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from inspections.actions import deadlines
from inspections.deadlines import choice_among
from inspections.models import Inspection
from inspections.stages import Clock, Stage, clock_of, stage, visit_of
from network import clock
from network.asks import Ask, Urgency
from network.models import Person, Tie

NEWS_FOR = timedelta(days=3)  # as long as the message about it is useful


def days_of_heads(*, person: Person, now: datetime) -> list[Ask]:
    """For whoever stands by a head, what the line with her days does not say: put off until there are new days, away
    for a pause, that the draft came until the choice is made, and publication for three days."""
    heads = Tie.objects.visible_to(person).live().filter(person=person, kind=Tie.BUDDY).values("head")
    rows = list(Inspection.objects.visible_to(person).open().filter(head__in=heads).select_related("head", "school"))
    if not rows:
        return []
    today = clock.local(now).date()
    choices = _open_choices(rows, today)
    cards = []
    for row in rows:
        last = choices.get(row.pk)
        if last is None and not _has_news(row, now):
            continue
        cards.append(
            Ask(
                kind="days-of-head",
                urgency=Urgency.REST,
                since=row.called_at,
                template="inspections/asks/days_of_head.html",
                values={"visit": row, "head": row.head, "stage": stage(visit_of(row), today), "last": last},
            )
        )
    return cards


def _has_news(row: Inspection, now: datetime) -> bool:
    if row.deferred_at or stage(visit_of(row), clock.local(now).date()) is Stage.PAUSED:
        return True
    return row.published_noted_at is not None and row.published_noted_at > now - NEWS_FOR


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
    last_days = _open_choices(rows, clock.local(now).date())
    return [
        Ask(
            kind="draft-choice",
            urgency=Urgency.LAST_DAY,
            since=row.draft_noted_at or row.called_at,
            template="inspections/asks/draft_choice.html",
            values={"visit": row.public_id, "last": last_days[row.pk]},
        )
        for row in rows
        if row.pk in last_days
    ]


def _open_choices(rows: Sequence[Inspection], today: date) -> dict[int, Clock]:
    """By primary key: the last day for either way, where the draft has come and none is taken yet."""
    drafts = [row for row in rows if row.draft_on is not None and row.published_on is None]
    if not drafts:
        return {}
    choices = {pk: choice_among(found) for pk, found in deadlines.of_inspections(inspections=drafts).items()}
    return {
        pk: clock_of(choice.last_day, today)
        for pk, choice in choices.items()
        if choice is not None and not choice.taken and choice.last_day >= today
    }
