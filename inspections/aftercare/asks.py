"""What waits for somebody because a day of an inspection was written down: cards for the front page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from inspections.calls import deputy_asks
from inspections.deadlines import actions as deadlines
from inspections.deadlines.deadlines import choice_among
from inspections.visits.models import Inspection, Told
from inspections.visits.stages import Clock, Stage, clock_of, stage, visit_of
from network import clock
from network.models import Person, Tie
from network.people.asks import Ask, Urgency

NEWS_FOR = timedelta(days=3)  # as long as the message about it is useful


def of_days(*, person: Person, now: datetime) -> list[Ask]:
    """For a head, the one choice after the draft; for whoever stands by one, what the line with the days of theirs does
    not say; for her deputy, how it stands."""
    ties = Tie.objects.visible_to(person).live().filter(person=person, kind__in=[Tie.BUDDY, Tie.DEPUTY])
    whose = Q(head=person) | Q(head__in=ties.values("head"))
    found = Inspection.objects.visible_to(person).open().filter(whose).select_related("head", "school")
    as_buddy = Exists(ties.filter(kind=Tie.BUDDY, head=OuterRef("head")))
    told = Told.objects.visible_to(person).filter(person=person, inspection=OuterRef("pk"))
    every = list(found.annotate(as_buddy=as_buddy, days_seen_at=Subquery(told.values("days_seen_at")[:1])))
    rows = [row for row in every if row.head_id == person.pk or row.as_buddy]
    today = clock.local(now).date()
    last_days = _open_choices(rows, today)
    cards = []
    for row in rows:
        last = last_days.get(row.pk)
        if row.head_id == person.pk:
            cards += [_draft_choice(row, last)] if last else []
        elif last or _has_news(row, now):
            cards.append(_days_of_head(row, stage(visit_of(row), today), last, moved=_have_moved(row, now)))
    return cards + deputy_asks.cards(person=person, rows=[row for row in every if row not in rows], now=now)


def _draft_choice(row: Inspection, last: Clock) -> Ask:
    """It goes when the way she took was written down, when the report is published, and after its last day."""
    return Ask(
        kind="draft-choice",
        urgency=Urgency.LAST_DAY,
        since=row.draft_noted_at or row.called_at,
        template="inspections/aftercare/asks/draft_choice.html",
        values={"visit": row.public_id, "last": last},
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


def _has_news(row: Inspection, now: datetime) -> bool:
    if row.deferred_at or stage(visit_of(row), clock.local(now).date()) is Stage.PAUSED:
        return True
    if _have_moved(row, now):
        return True
    return row.published_noted_at is not None and row.published_noted_at > now - NEWS_FOR


def _have_moved(row: Inspection, now: datetime) -> bool:
    """Lately, and not yet read by whom the row was asked for."""
    if row.days_moved_at is None or row.days_moved_at <= now - NEWS_FOR or row.draft_on or row.published_on:
        return False
    seen_at = getattr(row, "days_seen_at", None)
    return seen_at is None or seen_at < row.days_moved_at


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
