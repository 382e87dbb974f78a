"""The state table: what becomes of a message after each outcome. Pure: values in, values out.

    outcome       state        and then
    Accepted      sent         the journal has it
    Later         due          after the next pause: 15 s, 1, 5, 15 min, 1 h, then every hour while it is useful; never
                               later than half way to the end of its use
    InDoubt       due          after 15 s, 5 min, 1 h, 4 h, cut in the same way;  failed the fifth time
    Last          due          after a minute, when its neighbours have gone; no step is used up
    Barred,       due          when the service takes messages again; looked at after 15 s, then each minute; no step is
    ServiceHeld                used up
    Refused       due at once  when the person has another address on this channel
                  failed       otherwise; the address is marked broken, the second channel starts at once. Of two
                               people refused so in a row the second is Barred, and the first is marked no longer
    NoChannel     failed       the second channel starts at once
    Held          due          when quiet hours end; what is of use for a time has its time from then on
                  expired      when that is too late
    TooLate       expired      failed, when a try had been made or a service would not let it
    Unwanted      cancelled
    AlreadyOut    sent         at the journal's time
    Crashed       due          after the first pause;  failed ("set aside") the third time
    Interrupted   due          after the first pause

The second channel starts at once for what is urgent, whatever kept the first from taking it. For the rest it starts
when the third retry (after five minutes) fails, when a service has been held for as long as that, or when the time is
too short for the pauses. The first channel goes on trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from outbox.transitions import outcomes as o

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DUE, SENT, FAILED, EXPIRED, CANCELLED = "due", "sent", "failed", "expired", "cancelled"
SET_ASIDE = "set aside: the sender stopped three times while holding it"
WAITS = "waits: "  # so begins the reason of what waits for a service: it goes at once when the service takes mail again


@dataclass(frozen=True)
class Rules:
    # Between tries; the last repeats for as long as the message is useful.
    pauses: Sequence[timedelta] = (15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE)
    second_channel_after: int = 3  # the third retry, five minutes after the second
    crashes_allowed: int = 3
    # Without an answer it may have left all the same: the pauses grow, and after so many copies it is given up.
    doubt_pauses: Sequence[timedelta] = (15 * SECOND, 5 * MINUTE, 60 * MINUTE, 240 * MINUTE)
    doubts_allowed: int = 5
    probe_every: timedelta = MINUTE
    shortest_pause: timedelta = 5 * SECOND

    @property
    def held_long(self) -> timedelta:
        return sum(self.pauses[: self.second_channel_after], timedelta(0))


@dataclass(frozen=True)
class Row:
    """What the table needs to know of a message, and since when its service has taken nothing."""

    useful_until: datetime
    step: int = 0
    crashes: int = 0
    doubts: int = 0
    urgent: bool = False
    another_address: bool = False
    waited: bool = False  # for a service that would not let it
    failing_since: datetime | None = None


@dataclass(frozen=True)
class Next:
    state: str
    why: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    second_channel: bool = False
    broken: bool = False


def after(outcome: o.Outcome, row: Row, now: datetime, rules: Rules) -> Next:
    match outcome:
        case o.Accepted(provider_id=provider_id):
            return Next(SENT, changes={"sent_at": now, "provider_id": provider_id})
        case o.AlreadyOut(at=at):
            return Next(SENT, "left before the data was restored", {"sent_at": at})
        case o.Unwanted(why=why):
            return Next(CANCELLED, why)
        case o.TooLate(why=why):
            return Next(FAILED, "no try got through in time") if row.step or row.waited else Next(EXPIRED, why)
        case o.NoChannel(why=why):
            return Next(FAILED, why, second_channel=True)
        case o.Refused(why=why):
            if row.another_address:
                return Next(DUE, why, {"next_at": now}, second_channel=True, broken=True)
            return Next(FAILED, why, second_channel=True, broken=True)
        case o.Held(until=until, useful_for=useful_for):
            changes = {"next_at": until}
            if useful_for is not None:
                changes["useful_until"] = max(row.useful_until, until + useful_for)
            elif until >= row.useful_until:
                return Next(EXPIRED, "useful only in quiet hours")
            return Next(DUE, "waits for quiet hours to end", changes)
        case o.Barred(why=why) | o.ServiceHeld(why=why):
            is_new = _failing_for(row, now) < rules.pauses[0]
            return _waits(why, row, now, rules.pauses[0] if is_new else rules.probe_every, rules)
        case o.Last(why=why):
            return _waits(why, row, now, rules.probe_every, rules)
        case o.InDoubt(why=why):
            return _in_doubt(why, row, now, rules)
        case o.Later(why=why):
            return _later(why, row, now, rules)
        case o.Interrupted(why=why):
            return Next(DUE, why, {"next_at": now + rules.pauses[0]})
        case o.Crashed(what=what):
            crashes = row.crashes + 1
            if crashes >= rules.crashes_allowed:
                return Next(FAILED, f"set aside: {what}", {"crashes": crashes}, second_channel=True)
            return Next(DUE, f"could not be made: {what}", {"crashes": crashes, "next_at": now + rules.pauses[0]})


def _later(why: str, row: Row, now: datetime, rules: Rules) -> Next:
    pause = rules.pauses[min(row.step, len(rules.pauses) - 1)]
    cut = _cut(pause, row, now, rules)
    is_short = cut < pause and row.step < rules.second_channel_after
    second = row.urgent or is_short or row.step == rules.second_channel_after
    return Next(DUE, why, {"step": row.step + 1, "next_at": now + cut}, second_channel=second)


def _in_doubt(why: str, row: Row, now: datetime, rules: Rules) -> Next:
    doubts = row.doubts + 1
    changes: dict[str, Any] = {"step": row.step + 1, "doubts": doubts}
    if doubts >= rules.doubts_allowed:
        return Next(FAILED, f"handed over {doubts} times, never answered: it may have arrived", changes, True)
    pause = _cut(rules.doubt_pauses[min(row.doubts, len(rules.doubt_pauses) - 1)], row, now, rules)
    second = row.urgent or doubts >= 2
    return Next(DUE, why, {**changes, "next_at": now + pause}, second_channel=second)


def _waits(why: str, row: Row, now: datetime, pause: timedelta, rules: Rules) -> Next:
    long = _failing_for(row, now) >= rules.held_long
    next_at = now + _cut(pause, row, now, rules)
    return Next(DUE, WAITS + why, {"next_at": next_at}, second_channel=row.urgent or long)


def _failing_for(row: Row, now: datetime) -> timedelta:
    return now - (row.failing_since or now)


def _cut(pause: timedelta, row: Row, now: datetime, rules: Rules) -> timedelta:
    """Never longer than half of what is left: while it is useful there is always another try."""
    return min(pause, max((row.useful_until - now) / 2, rules.shortest_pause))
