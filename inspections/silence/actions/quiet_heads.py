"""What is known of heads who may have gone quiet, as the ladder takes it. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from inspections.check_ins.actions.retention import PHASES
from inspections.check_ins.models import CheckIn
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.silence.silence import REMEMBERED, Answer, Asked, Choices, Later, Step
from inspections.visits.schedule import Phase
from network import clock
from network.contact.quiet import Hours, later
from network.models import Person
from outbox.reach.days_off import DaysOff, days_off_of

MEMORY = timedelta(days=430)  # a year and its two months: as long as check-ins of an open plan are looked at


@dataclass
class Known:
    """One head: her check-ins whose question has left, her choices, and the clock that stands still on her days off."""

    later: Later
    asked: list[Asked] = field(default_factory=list)
    choices: Choices = field(default_factory=Choices)


def lately(now: datetime, days: int = REMEMBERED.days) -> datetime:
    """Since when a question may still be one she is silent about: as many days ago, by anybody's clock."""
    return DaysOff().days_back(now, days)


def unsure(rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    """Asked, or to be asked, and not surely answered: a link may have been pressed by a mail filter."""
    return rows.exclude(state__in=[CheckIn.CANCELLED, CheckIn.NOT_ASKED]).exclude(
        state=CheckIn.ANSWERED, sure_at__isnull=False
    )


def known(*, now: datetime, heads: Sequence[int] | None = None, since: datetime | None = None) -> dict[int, Known]:
    """Of these heads, or of all with something unsure since `since`; their check-ins from `since` on, or of the last
    year and more."""
    begins = since or now - MEMORY
    rows = CheckIn.objects.filter(due_at__gt=begins, due_at__lte=now, head__is_active=True)
    rows = rows.exclude(state__in=[CheckIn.CANCELLED, CheckIn.NOT_ASKED])
    rows = rows.filter(head__in=unsure(rows).values("head")) if heads is None else rows.filter(head__in=heads)
    found = defaultdict(list)
    for row in rows.with_asked_at().order_by("due_at"):
        if asked := _asked(row):
            found[row.head_id].append(asked)
    quiet = _clocks(list(found), now)
    choices = _choices(list(found))
    return {head: Known(quiet[head], asked, choices.get(head, Choices())) for head, asked in found.items()}


def clocks(heads: Sequence[int]) -> dict[int, Later]:
    """By head: the clock that stands still on days on which she is not asked."""
    return _clocks(heads, clock.now())


def taken(firsts: Sequence[int]) -> dict[int, dict[Step, datetime]]:
    """By the first check-in of a silence: its steps so far."""
    found: dict[int, dict[Step, datetime]] = defaultdict(dict)
    for pk, code, at in SilenceStep.objects.filter(check_in__in=firsts).values_list("check_in_id", "step", "at"):
        found[pk][Step(code)] = at
    return found


def _asked(row: CheckIn) -> Asked | None:
    """None where the question has not left. Of an older one the message is forgotten; that it was missed or answered
    says that it was asked."""
    asked_at = row.asked_at or (row.send_at if row.state in (CheckIn.MISSED, CheckIn.ANSWERED) else None)
    if asked_at is None:
        return None
    answered = row.state == CheckIn.ANSWERED
    sure = answered and row.sure_at is not None
    return Asked(
        pk=row.pk,
        phase=PHASES.get(row.rule, Phase.AFTER if row.inspection_id else Phase.BEFORE),
        asked_at=asked_at,
        answer=Answer.SURE if sure else Answer.BY_LINK if answered else Answer.NONE,
        heard_at=row.sure_at if sure else None,
        by_herself=sure and row.via == CheckIn.SIGNED_IN,
        by_link=answered and row.via == CheckIn.LINK,
    )


def _clocks(heads: Sequence[int], now: datetime) -> dict[int, Later]:
    if not heads:
        return {}
    names = ("quiet_from", "quiet_until", "quiet_weekends", "quiet_holidays")
    chosen = {pk: Hours(*hours) for pk, *hours in Person.objects.filter(pk__in=heads).values_list("pk", *names)}
    days_off = days_off_of(heads, now)

    def of(head: int) -> Later:
        return lambda moment, span: later(chosen[head], moment, span, days_off[head])

    return {head: of(head) for head in heads}


def _choices(heads: Sequence[int]) -> dict[int, Choices]:
    today = clock.today()
    rows = SilenceLadder.objects.filter(head__in=heads).values_list(
        "head_id", "on", "named__is_active", "ask_reserve", "paused_until", "read_at"
    )
    return {
        head: Choices(on, bool(named), reserve, bool(paused_until and today < paused_until), read_at)
        for head, on, named, reserve, paused_until, read_at in rows
    }
