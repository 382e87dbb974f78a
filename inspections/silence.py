"""When a head goes quiet: who is asked, and when. Pure: check-ins and her choices in, the next step out.

She is asked twice; then her buddy is asked to ring her; then the reserve, or whoever she named instead; last, the buddy
is shown whom to ring in an emergency. It is bounded: one step of each kind, and then no more. A signed-in answer or "we
have spoken" stops it, and settles whatever was asked before. An answer by link, which a mail filter can press too,
delays it by one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inspections.schedule import Phase

REMEMBERED = timedelta(days=10)
"""Check-ins further apart than this belong to different silences; and no silence is followed for longer."""
SPACED = timedelta(hours=1)
"""Between two steps that are late, after an outage or a pause: each gets its time to help before the next."""


class Step(StrEnum):
    AGAIN = "again"
    BUDDY = "buddy"
    RESERVE = "reserve"
    NAMED = "named"
    LAST = "last"


class Answer(StrEnum):
    NONE = "none"
    BY_LINK = "by link"
    SURE = "sure"  # signed in, or "we have spoken"


HOURS: dict[Phase, tuple[int, int, int, int, int]] = {
    # From the first unanswered question to each step; the fifth is where the last goes when a link has delayed all.
    Phase.BEFORE: (24, 48, 72, 96, 120),
    Phase.DURING: (2, 15, 19, 23, 27),
    Phase.AFTER: (15, 24, 40, 48, 63),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One check-in that has come due."""

    pk: int
    phase: Phase
    due_at: datetime
    answer: Answer
    heard_at: datetime | None = None
    """When a sure answer came, if it is one."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What she chose; without a choice of hers the usual steps hold."""

    on: bool = True
    named: bool = False
    reserve: bool = True
    held: bool = False
    """She paused it, to a date."""


@dataclass(frozen=True, slots=True)
class Silence:
    first: Asked
    by_link: bool


@dataclass(frozen=True, slots=True)
class Due:
    step: Step
    at: datetime


def silence(asked: Iterable[Asked], now: datetime) -> Silence | None:
    """The silence that lasts now: it began with the first question after she was last heard of for sure."""
    first: Asked | None = None
    before: Asked | None = None
    by_link = False
    rows = sorted((each for each in asked if each.due_at <= now), key=lambda each: each.due_at)
    heard = max((each.heard_at or each.due_at for each in rows if each.answer is Answer.SURE), default=None)
    for each in rows:
        if each.answer is not Answer.SURE and (heard is None or each.due_at > heard):
            if first is None or (before and each.due_at - before.due_at > REMEMBERED):
                first, by_link = each, False
            by_link = by_link or each.answer is Answer.BY_LINK
        before = each
    if first is None or now - first.due_at > REMEMBERED:
        return None
    return Silence(first, by_link)


def steps(lasting: Silence, choices: Choices) -> tuple[Due, ...]:
    """All of its steps, in order, each with its moment on the clock. Quiet hours may hold the message, not this."""
    if not choices.on:
        return ()
    third: Sequence[Step] = (Step.NAMED,) if choices.named else (Step.RESERVE,) if choices.reserve else ()
    hours = HOURS[lasting.first.phase][1 if lasting.by_link else 0 :]
    plan = [
        (Step.AGAIN, hours[0]),
        (Step.BUDDY, hours[1]),
        *((step, hours[2]) for step in third),
        (Step.LAST, hours[3]),
    ]
    return tuple(Due(step, lasting.first.due_at + timedelta(hours=hour)) for step, hour in plan)


def next_step(lasting: Silence, choices: Choices, taken: Mapping[Step, datetime], now: datetime) -> Step | None:
    """One at a time and in order, an hour apart at the least: after an outage nobody is woken by all of them at once,
    and a step late is no reason to skip the hour in which it may help. `taken` says when each was."""
    if choices.held:
        return None
    last = max(taken.values(), default=None)
    for due in steps(lasting, choices):
        if due.step not in taken:
            late = last is not None and now < last + SPACED
            return due.step if due.at <= now and not late else None
    return None


def in_words(hours: int) -> str:
    """As the page says it: 72 is "3 days", 15 is "15 hours"."""
    if hours % 24 == 0:
        days = hours // 24
        return "1 day" if days == 1 else f"{days} days"
    return f"{hours} hours"
