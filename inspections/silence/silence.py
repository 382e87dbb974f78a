"""When a head goes quiet: who is asked, and when. Pure: check-ins and her choices in, the next step out.

She is asked twice; then her buddy is asked to ring her; then the reserve, or whoever she named instead; last, the buddy
is shown whom to ring in an emergency. It is bounded: one step of each kind, and then no more. A signed-in answer or "we
have spoken" stops it, and settles whatever was asked before. An answer by link, which a mail filter can press too,
delays it by one step.

The hours count from when the first unanswered question left, and stand still on days on which she is not asked: nobody
is silent about what was never sent. `later` in what follows is that clock: (moment, span) to the moment so much later.

Alarms have a memory and an end. Where two silences have run their course since she was last heard of, or where she
answers by link alone as she did before and nobody contradicted it, the ladder is short: she is asked again, and her
buddy is asked to ring once when it suits. No reserve, nothing that cannot wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inspections.visits.schedule import Phase

REMEMBERED = timedelta(days=10)
"""Check-ins further apart than this, by her clock, are of different silences; no silence is followed for longer."""
SPACED = timedelta(hours=1)
"""Between two steps that are late, after an outage or a pause: each gets its time to help before the next."""
ALARMS = 2
"""So many silences that ran their course, with no word from her in between, and the ladder is short from then on."""


class Step(StrEnum):
    AGAIN = "again"
    BUDDY = "buddy"
    ONCE = "once"
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

Later = Callable[[datetime, timedelta], datetime]


def by_the_wall_clock(moment: datetime, span: timedelta) -> datetime:
    return moment + span


@dataclass(frozen=True, slots=True)
class Asked:
    """One check-in whose question has left."""

    pk: int
    phase: Phase
    asked_at: datetime
    answer: Answer
    heard_at: datetime | None = None
    """When a sure answer came, if it is one."""
    by_herself: bool = False
    """A sure answer given signed in: what was said by link before it counts no more."""
    by_link: bool = False
    """What stands was said by link, whether or not they have spoken since."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What she chose; without a choice of hers the usual steps hold."""

    on: bool = True
    named: bool = False
    reserve: bool = True
    held: bool = False
    """She paused it, to a date."""
    since: datetime | None = None
    """When she chose it: what was before is not counted against it."""


@dataclass(frozen=True, slots=True)
class Silence:
    first: Asked
    by_link: bool


@dataclass(frozen=True, slots=True)
class Due:
    step: Step
    at: datetime


def silence(asked: Iterable[Asked], now: datetime, later: Later = by_the_wall_clock) -> Silence | None:
    """The silence that lasts now: it began with the first question after she was last heard of for sure."""
    lasting = next(reversed(_silences(asked, now, later)), None)
    if lasting is None or now > later(lasting[0].asked_at, REMEMBERED):
        return None
    return Silence(lasting[0], any(each.answer is Answer.BY_LINK for each in lasting))


def is_short(
    asked: Iterable[Asked], now: datetime, choices: Choices = Choices(), later: Later = by_the_wall_clock
) -> bool:
    """Whether the ladder of the silence that lasts now is the short one. `asked`: of the last year and more."""
    rows = list(asked)
    *earlier, lasting = _silences(rows, now, later) or [[]]
    if not lasting:
        return False
    ran = [each for each in earlier if choices.since is None or each[0].asked_at > choices.since]
    if len(ran) >= ALARMS:
        return True
    before = [each for each in rows if later(each.asked_at, REMEMBERED) < lasting[0].asked_at]
    own = max((each.asked_at for each in before if each.by_herself), default=None)
    said_before = any(each.by_link and (own is None or each.asked_at > own) for each in before)
    return said_before and any(each.answer is Answer.BY_LINK for each in lasting)


def _silences(asked: Iterable[Asked], now: datetime, later: Later) -> list[list[Asked]]:
    """Since she was last heard of for sure: the unsure questions, in runs that lie further apart than is remembered."""
    rows = sorted((each for each in asked if each.asked_at <= now), key=lambda each: each.asked_at)
    heard = max((each.heard_at or each.asked_at for each in rows if each.answer is Answer.SURE), default=None)
    found: list[list[Asked]] = []
    before: Asked | None = None
    for each in rows:
        if each.answer is not Answer.SURE and (heard is None or each.asked_at > heard):
            if not found or (before and each.asked_at > later(before.asked_at, REMEMBERED)):
                found.append([])
            found[-1].append(each)
        before = each
    return found


def steps(
    lasting: Silence, choices: Choices, later: Later = by_the_wall_clock, *, short: bool = False
) -> tuple[Due, ...]:
    """All of its steps, in order, each with the moment from which it may be taken (for whoever is asked in it, the
    ladder may have to wait)."""
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
    if short:
        plan = [(Step.AGAIN, hours[0]), (Step.ONCE, hours[1])]
    return tuple(Due(step, later(lasting.first.asked_at, timedelta(hours=hour))) for step, hour in plan)


def next_step(
    lasting: Silence,
    choices: Choices,
    taken: Mapping[Step, datetime],
    now: datetime,
    later: Later = by_the_wall_clock,
    *,
    short: bool = False,
) -> Step | None:
    """One at a time and in order, an hour apart at the least: after an outage nobody is woken by all of them at once,
    and a step late is no reason to skip the hour in which it may help. `taken` says when each was."""
    if choices.held:
        return None
    if short and Step.BUDDY in taken:  # the buddy was asked before it was known
        return None
    last = max(taken.values(), default=None)
    for due in steps(lasting, choices, later, short=short):
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
