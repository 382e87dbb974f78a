"""Who is asked next, and when. Values in, a step out; no clock, no database.

A call-out is asked in waves: the best few at once, more after 5, 10 and 15 minutes, and so on while somebody is left.
Those asked earlier stay asked. What holds a question holds its clock: a wave has its time from when one of its
questions left, and nobody has failed to answer what never left. While none of a wave leaves, others are still asked at
the usual time, since another service may reach them. The first yes takes it. A "yes from a time" and an "only if nobody
else" are kept and taken when the waves have run out, the soonest first. Whoever takes it and has not spoken with the
head in time is let go and the asking goes on with the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

LEAVES_WITHIN = timedelta(minutes=1)  # a question that has not left by then is late
TRIED_AGAIN = timedelta(minutes=1)  # a service that is held is asked about once a minute


class Answer(StrEnum):
    YES = "yes"
    YES_FROM = "yes_from"
    IF_NOBODY = "if_nobody"
    NO = "no"


@dataclass(frozen=True)
class Settings:
    """The officer's. `waits` are minutes from the call to each further wave; the last gap repeats."""

    wave_size: int = 3
    waits: tuple[int, ...] = (5, 10, 15)
    speak_within: int = 15  # minutes a winner has to speak with the head
    soon: int = 15  # a "yes from" within so many minutes counts as a yes

    def __post_init__(self) -> None:
        if self.wave_size < 1 or not self.waits or min(self.waits) < 1 or self.speak_within < 1:
            raise ValueError("A wave needs somebody in it, and each wait a minute at least.")
        if list(self.waits) != sorted(set(self.waits)):
            raise ValueError("Each wave comes later than the one before.")


@dataclass(frozen=True)
class Colleague:
    """One listing as the ladder sees it. `conflict` is empty or says why she must not be asked."""

    key: int
    free: bool = True
    conflict: str = ""
    reachable: bool = True
    knows: frozenset[str] = frozenset()
    asked_lately: int = 0  # call-outs of late: the load is shared


@dataclass(frozen=True)
class Reply:
    answer: Answer
    at: datetime
    available_from: datetime | None = None  # with YES_FROM


@dataclass(frozen=True)
class CallOut:
    """What has happened up to now. `asked` says in which wave; `let_go` are winners who did not speak in time."""

    need: str
    raised_at: datetime
    asked: Mapping[int, int] = field(default_factory=dict)
    replies: Mapping[int, Reply] = field(default_factory=dict)
    winner: int | None = None
    won_at: datetime | None = None
    available_from: datetime | None = None  # the winner said "from then"
    spoken: bool = False
    let_go: frozenset[int] = frozenset()
    re_opened_at: datetime | None = None  # when the last of them was let go, and the others were asked again
    excluded: frozenset[int] = frozenset()  # already helping here, or the person herself
    left: Mapping[int, datetime] = field(default_factory=dict)  # when the question to each left; no key: it has not
    waiting: frozenset[int] = frozenset()  # whose question has not left yet, and is tried again by itself
    waves: int = 0  # how many waves have gone out
    last_wave_at: datetime | None = None
    closed: bool = False


@dataclass(frozen=True)
class Step:
    """What to do now. `nobody_left`: everybody was asked and waited for, so the page says so plainly.
    `look_again_at` is when the answer of this function can change without a reply; None when it can not."""

    ask: tuple[int, ...] = ()
    take: int | None = None
    let_go: int | None = None
    nobody_left: bool = False
    look_again_at: datetime | None = None


NOTHING = Step()


def next_step(call: CallOut, colleagues: Sequence[Colleague], settings: Settings, now: datetime) -> Step:
    if call.closed or call.spoken:
        return NOTHING
    if call.winner is not None:
        return _with_a_winner(call, settings, now)
    said_yes = _best_yes(call, settings)
    if said_yes is not None:
        return Step(take=said_yes)
    if not call.waves or now >= next_wave_at(call, settings):
        wave = choose(call, colleagues, settings.wave_size)
        if wave:
            gone = CallOut(
                need=call.need, raised_at=call.raised_at, waves=call.waves + 1, last_wave_at=now, let_go=call.let_go
            )
            return Step(ask=wave, look_again_at=next_wave_at(gone, settings))
        until = waited_for(call, settings)
        if until is not None and now < until and not _all_have_answered(call):
            return Step(look_again_at=until)
        kept = _best_kept(call)
        if kept is not None:
            return Step(take=kept)
        if none_has_left(call):
            return Step(look_again_at=now + TRIED_AGAIN)
        return Step(nobody_left=True)
    if not choose(call, colleagues, 1) and _all_have_answered(call):
        kept = _best_kept(call)  # nobody is left to wait for
        return Step(take=kept) if kept is not None else Step(nobody_left=True)
    return Step(look_again_at=next_wave_at(call, settings))


def next_wave_at(call: CallOut, settings: Settings) -> datetime:
    """When the next wave is due. Waits count from the call; a wave that went late (a dead worker, a re-opening) or
    whose questions left late pushes the next one on by its own gap, so that waves never pile up."""
    if not call.waves or call.last_wave_at is None:
        return call.raised_at
    last_wave = [call.left[key] for key, wave in call.asked.items() if wave == call.waves and key in call.left]
    left_at = min(last_wave, default=call.last_wave_at)
    return (left_at if _is_late(call, left_at) else call.last_wave_at) + _gap(call, settings)


def _gap(call: CallOut, settings: Settings) -> timedelta:
    marks = (0, *settings.waits)
    last = len(marks) - 1
    gap = marks[call.waves] - marks[call.waves - 1] if call.waves <= last else marks[last] - marks[last - 1]
    return timedelta(minutes=gap)


def waited_for(call: CallOut, settings: Settings) -> datetime | None:
    """Until when somebody may still be thinking about it, before the page says that nobody came. After a re-opening
    those asked again have as long as a first wave; whose question left late has as long as the wave. None where nobody
    is."""
    until = [call.re_opened_at + timedelta(minutes=settings.waits[0])] if call.re_opened_at else []
    if call.waves:
        until += [at + _gap(call, settings) for key, at in _unanswered(call).items() if _is_late(call, at)]
    return max(until, default=None)


def none_has_left(call: CallOut) -> bool:
    """Questions wait to leave, and whoever has one has answered it."""
    return bool(call.waiting) and not _unanswered(call)


def _unanswered(call: CallOut) -> dict[int, datetime]:
    return {key: at for key, at in call.left.items() if key not in call.replies and key not in call.let_go}


def _is_late(call: CallOut, left_at: datetime) -> bool:
    """It left more than a moment after the last wave went out: a few seconds on the way are nothing to wait for."""
    return call.last_wave_at is not None and left_at > call.last_wave_at + LEAVES_WITHIN


def may_be_asked(call: CallOut, colleague: Colleague) -> bool:
    return (
        colleague.free
        and colleague.reachable
        and not colleague.conflict
        and colleague.key not in call.asked
        and colleague.key not in call.excluded
        and colleague.key not in call.let_go
    )


def no_channel(call: CallOut, colleagues: Sequence[Colleague]) -> tuple[int, ...]:
    """Those who would be asked if anything reached them."""
    return tuple(
        sorted(one.key for one in colleagues if not one.reachable and may_be_asked(call, replace(one, reachable=True)))
    )


def not_now(call: CallOut, colleagues: Sequence[Colleague]) -> tuple[int, ...]:
    """Those who would be asked if it were an hour of theirs."""
    return tuple(sorted(one.key for one in colleagues if not one.free and may_be_asked(call, replace(one, free=True))))


def choose(call: CallOut, colleagues: Sequence[Colleague], size: int) -> tuple[int, ...]:
    """The next wave: those who know the need first, then those asked least of late; the key breaks ties, so that
    the same people in any order give the same wave. Where the head said no need, only the load and the key count."""
    fit = {colleague.key: colleague for colleague in colleagues if may_be_asked(call, colleague)}
    ranked = sorted(fit.values(), key=lambda one: (call.need not in one.knows, one.asked_lately, one.key))
    return tuple(one.key for one in ranked[:size])


def counts_as_yes(reply: Reply, settings: Settings) -> bool:
    if reply.answer is Answer.YES:
        return True
    if reply.answer is Answer.YES_FROM and reply.available_from is not None:
        return reply.available_from - reply.at <= timedelta(minutes=settings.soon)
    return False


def speak_by(call: CallOut, settings: Settings) -> datetime | None:
    """By when the winner should have spoken with the head: minutes from the yes, or from the time she gave."""
    if call.winner is None or call.won_at is None:
        return None
    start = max(call.won_at, call.available_from) if call.available_from else call.won_at
    return start + timedelta(minutes=settings.speak_within)


def _with_a_winner(call: CallOut, settings: Settings, now: datetime) -> Step:
    until = speak_by(call, settings)
    if until is not None and now >= until:
        return Step(let_go=call.winner)
    return Step(look_again_at=until)


def _answers(call: CallOut) -> list[tuple[int, Reply]]:
    return sorted(
        ((key, reply) for key, reply in call.replies.items() if key in call.asked and key not in call.let_go),
        key=lambda pair: (pair[1].at, pair[0]),
    )


def _best_yes(call: CallOut, settings: Settings) -> int | None:
    return next((key for key, reply in _answers(call) if counts_as_yes(reply, settings)), None)


def _best_kept(call: CallOut) -> int | None:
    later = [
        (reply.available_from, key)
        for key, reply in _answers(call)
        if reply.answer is Answer.YES_FROM and reply.available_from is not None
    ]
    if later:
        return min(later)[1]
    return next((key for key, reply in _answers(call) if reply.answer is Answer.IF_NOBODY), None)


def _all_have_answered(call: CallOut) -> bool:
    return all(key in call.replies or key in call.let_go for key in call.asked)
