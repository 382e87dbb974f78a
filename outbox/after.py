"""The state table: what becomes of a message after each outcome. Pure: values in, values out.

    outcome       state        and then
    Accepted      sent         the journal has it
    Later         due          after the next pause: 15 s, 1, 5, 15 min, 1 h, then every hour while it is useful;
                  failed       when the next pause ends after it has stopped being useful
    Refused       due at once  when the person has another address on this channel
                  failed       otherwise; the address is marked broken, the second channel starts at once
    NoChannel     failed       the second channel starts at once
    Held          due          when quiet hours end;  expired when that is too late
    TooLate       expired      failed, when a try had been made
    Unwanted      cancelled
    AlreadyOut    sent         at the journal's time
    Crashed       due          after the first pause;  failed ("set aside") the third time
    Interrupted   due          after the first pause

The second channel also starts when the third retry (after five minutes) fails; the first channel goes on trying.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from outbox import outcomes as o

DUE, SENT, FAILED, EXPIRED, CANCELLED = "due", "sent", "failed", "expired", "cancelled"
SET_ASIDE = "set aside: the sender stopped three times while holding it"


@dataclass(frozen=True)
class Rules:
    pauses: Sequence[timedelta]
    second_channel_after: int
    crashes_allowed: int


@dataclass(frozen=True)
class Row:
    """What the table needs to know of a message."""

    useful_until: datetime
    step: int = 0
    crashes: int = 0
    another_address: bool = False


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
            return Next(FAILED, "no try got through in time") if row.step else Next(EXPIRED, why)
        case o.NoChannel(why=why):
            return Next(FAILED, why, second_channel=True)
        case o.Refused(why=why):
            if row.another_address:
                return Next(DUE, why, {"next_at": now}, second_channel=True, broken=True)
            return Next(FAILED, why, second_channel=True, broken=True)
        case o.Held(until=until):
            if until >= row.useful_until:
                return Next(EXPIRED, "useful only in quiet hours")
            return Next(DUE, "waits for quiet hours to end", {"next_at": until})
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
    again = now + rules.pauses[min(row.step, len(rules.pauses) - 1)]
    changes = {"step": row.step + 1, "next_at": again}
    second = row.step == rules.second_channel_after
    if again >= row.useful_until:
        return Next(FAILED, why, {"step": row.step + 1}, second_channel=row.step <= rules.second_channel_after)
    return Next(DUE, why, changes, second_channel=second)
