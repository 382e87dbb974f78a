"""Messages that did not arrive in the past week, as an administrator sees them: how many, by service, class and reason;
never by kind, never by person, and by the hour only codes and invitations, which no call brings about. Why small groups
are merged, and what counts as one: docs/adr/messages-that-did-not-arrive.md."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from network import clock
from outbox import kinds
from outbox.models import Message
from outbox.receipts import causes

WEEK = timedelta(days=7)
FEW = 5  # people; a smaller cell could point at one
LEFT = (Message.SENT, Message.DELIVERED)
SIGN_IN, INVITATION, ANY = "sign-in", "invitation", "any"
GO_ONCE = (SIGN_IN, INVITATION)  # their secret is wiped when they are given up
CLASSES = {
    SIGN_IN: "Codes, for signing in or for an address",
    INVITATION: "Invitations",
    ANY: "Messages, urgent or ordinary",
}
# How the row's own words begin, what they are called in an address, and how the page says it.
REASONS = (
    (("the address was refused", "the number was refused"), "refused", "There is no such address or number"),
    (("no channel: no address",), "no-address", "They have no address or number that works"),
    (("no channel",), "no-service", "No text service is set up"),
    (("set aside",), "set-aside", "They could not be made: a fault of ours, which the log names"),
    (("too late", "no try got through"), "too-late", "Nothing left in time"),
    (("",), "service", "The service did not take them in time"),
)
SAID = {code: said for _, code, said in REASONS}


class Row(NamedTuple):
    pk: int
    person: int
    channel: str
    kind_of: str  # one of CLASSES
    reason: str  # one of SAID
    at: datetime
    whose: int  # who caused it: the head whose question went to several, or the recipient


@dataclass(frozen=True)
class Group:
    """`hour` begins it, in London time; None: at other times of the week, or in all of it."""

    channel: str
    kind_of: str
    reason: str
    hour: datetime | None
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        hour = f"{self.hour:%Y%m%d%H}" if self.hour else "rest"
        return f"{self.channel}.{self.kind_of}.{self.reason}.{hour}"

    @property
    def how_many(self) -> str:
        count = people(self.rows)
        return "fewer than five" if count < FEW else f"about {FEW * max(round(count / FEW), 1)}"

    @property
    def what(self) -> str:
        return CLASSES[self.kind_of]

    @property
    def why(self) -> str:
        return SAID[self.reason]

    @property
    def can_go_again(self) -> bool:
        """A code is asked for anew by whoever needs it, and an invitation sent anew by whoever invites."""
        return self.kind_of not in GO_ONCE


def groups(rows: Iterable[Row]) -> list[Group]:
    """By service, then by reason and class; the newest hour first, what is at no hour of its own last. What a call may
    have brought about is one group for the whole week, however many there are."""
    found: list[Group] = []
    for (channel, reason), of_reason in _by(rows, lambda row: (row.channel, row.reason)).items():
        for kind_of, some in _by(of_reason, lambda row: row.kind_of).items():
            if kind_of not in GO_ONCE:
                found.append(Group(channel, kind_of, reason, None, tuple(some)))
                continue
            hours = _by(some, lambda row: clock.local(row.at).replace(minute=0, second=0, microsecond=0))
            shown = {hour: cell for hour, cell in hours.items() if people(cell) >= FEW}
            rest = [row for hour, cell in hours.items() if hour not in shown for row in cell]
            cells = [(hour, shown[hour]) for hour in sorted(shown, reverse=True)] + ([(None, rest)] if rest else [])
            found += [Group(channel, kind_of, reason, hour, tuple(cell)) for hour, cell in cells]
    return sorted(found, key=lambda group: (group.channel, group.reason, group.kind_of))


def people(rows: Iterable[Row]) -> int:
    """How many, at the least, a group can point at: by who is written to, and by who caused it."""
    each = list(rows)
    return min(len({row.person for row in each}), len({row.whose for row in each}))


def rows(messages: QuerySet[Message], now: datetime) -> list[Row]:
    """Of these messages, those of the week before `now` that were given up and did not reach their person by the other
    channel either. One query, and one for each noun of what they are about."""
    arrived = Message.objects.filter(
        to=OuterRef("to"), kind=OuterRef("kind"), occurrence=OuterRef("occurrence"), state__in=LEFT
    )
    lost = Q(state=Message.FAILED) | Q(state=Message.EXPIRED) & ~Q(why="useful only in quiet hours")
    found = messages.filter(lost, next_at__gt=now - WEEK).exclude(Exists(arrived))
    columns = ("pk", "to_id", "channel", "kind", "why", "next_at", "about")
    values = list(found.order_by().values_list(*columns))
    whose = causes.of({about for *_, about in values})
    return [
        Row(pk, person, channel, class_of(kind), reason_of(why), at, whose.get(about, person))
        for pk, person, channel, kind, why, at, about in values
    ]


def class_of(kind: str) -> str:
    try:
        known = kinds.get(kind)
    except kinds.UnknownKind:
        return ANY
    if not known.holds_secret:
        return ANY
    return SIGN_IN if known.is_code else INVITATION


def reason_of(why: str) -> str:
    return next(code for beginnings, code, _ in REASONS if why.startswith(beginnings))


def _by(rows, key) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
