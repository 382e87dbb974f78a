"""What waits for somebody because a day of an inspection was written down: cards for the front page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from inspections.calls import deputy_asks
from inspections.deadlines.deadlines import Choice, choice_among
from inspections.deadlines.seen import deadlines_of
from inspections.visits.models import Inspection
from inspections.visits.seen import open_visits, told_to
from inspections.visits.stages import Clock, Stage, clock_of, stage, visit_of
from network.models import Tie
from network.people.asks import Ask, Urgency, Viewer

NEWS_FOR = timedelta(days=3)  # as long as the message about it is useful


def of_days(*, viewer: Viewer) -> list[Ask]:
    """For a head, the one choice after the draft; for whoever stands by one, what the line with the days of theirs does
    not say; for her deputy, how it stands."""
    stands_by = {head.pk for head in viewer.they_stand_by(Tie.BUDDY)}
    acts_for = {head.pk for head in viewer.they_stand_by(Tie.DEPUTY)} - stands_by
    visits = viewer.once(open_visits)
    rows = [row for row in visits if row.head_id == viewer.person.pk or row.head_id in stands_by]
    choices = _open_choices(viewer, rows)
    cards = []
    for row in rows:
        choice = choices.get(row.pk)
        if row.head_id == viewer.person.pk:
            cards += [_draft_choice(row, choice, viewer.today)] if choice else []
            continue
        moved = _have_moved(row, viewer)
        if choice or moved or _has_news(row, viewer):
            last = clock_of(choice.last_day, viewer.today) if choice else None
            cards.append(_days_of_head(row, stage(visit_of(row), viewer.today), last, moved=moved))
    return cards + deputy_asks.cards(viewer=viewer, rows=[row for row in visits if row.head_id in acts_for])


def _draft_choice(row: Inspection, choice: Choice, today: date) -> Ask:
    """It goes when the way she took was written down, when the report is published, and after its last day."""
    days = [(day, "done" if day < today else "now" if day == today else "") for day in choice.days]
    return Ask(
        kind="draft-choice",
        urgency=Urgency.LAST_DAY,
        since=row.draft_noted_at or row.called_at,
        template="inspections/aftercare/asks/draft_choice.html",
        values={
            "visit": row.public_id,
            "draft_on": row.draft_on,
            "last": clock_of(choice.last_day, today),
            "left": choice.left(today),
            "counts_today": today in choice.days,
            "days": days,
            "holiday": choice.holiday,
        },
        own=True,
    )


def _days_of_head(row: Inspection, where: Stage, last: Clock | None, *, moved: bool) -> Ask:
    """Put off until there are new days, away for a pause, that the days have moved until they press "Seen", that the
    draft came until the choice is made, and publication for three days."""
    return Ask(
        kind="days-of-head",
        urgency=Urgency.REST,
        since=row.called_at,
        template="inspections/aftercare/asks/days_of_head.html",
        values={"visit": row, "head": row.head, "stage": where, "last": last, "moved": moved},
    )


def _has_news(row: Inspection, viewer: Viewer) -> bool:
    if row.deferred_at or stage(visit_of(row), viewer.today) is Stage.PAUSED:
        return True
    return row.published_noted_at is not None and row.published_noted_at > viewer.now - NEWS_FOR


def _have_moved(row: Inspection, viewer: Viewer) -> bool:
    """Lately, and not yet read by who looks."""
    if row.days_moved_at is None or row.days_moved_at <= viewer.now - NEWS_FOR or row.draft_on or row.published_on:
        return False
    mine = told_to(viewer, row, viewer.person)
    return mine is None or mine.days_seen_at is None or mine.days_seen_at < row.days_moved_at


def _open_choices(viewer: Viewer, rows: Sequence[Inspection]) -> dict[int, Choice]:
    """By primary key, where the draft has come and neither way is taken yet."""
    drafts = [row for row in rows if row.draft_on is not None and row.published_on is None]
    if not drafts:
        return {}
    choices = {pk: choice_among(found) for pk, found in deadlines_of(viewer, drafts).items()}
    return {pk: choice for pk, choice in choices.items() if choice is not None and choice.is_open(viewer.today)}
