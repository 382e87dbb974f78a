"""Every kind of message there is. Upper apps register theirs in `AppConfig.ready`; an unknown kind is never sent."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from network.privacy.retention import MESSAGE

if TYPE_CHECKING:
    from outbox.models import Message


KEPT = timedelta(days=MESSAGE.days or 30)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message.

    `template` extends "outbox/message.txt" and fills the blocks `subject` and `text` (and `short`, for a text message).
    `still_wanted(message)` is asked at the moment of sending; anything but True stops the message. Where many go at
    once, `wanted_among(messages)` asks the same for a batch in one query: it gives the keys of those that may go, and
    `still_wanted` is `one_wanted_among(wanted_among)`.
    `purpose` names what the link's token may do; empty means the link carries no token.
    `useful_for` counts from `due_at`, or from the end of the quiet hours that hold it back, unless a put says
    `useful_until`, a moment of its own; the token lasts `link_for` from `due_at`, or
    as long as the message is useful, whichever is longer. `quiet_hours`: the person's quiet hours hold it back.
    `channel` and `address(message)` are only for what belongs to one address, such as a sign-in code.
    """

    name: str
    template: str
    still_wanted: Callable[["Message"], bool]
    useful_for: timedelta
    wanted_among: Callable[[Sequence["Message"]], Collection[int]] | None = None
    says: str = ""  # what it is, in a few words, for the list of one's own messages
    purpose: str = ""
    link_for: timedelta = timedelta(0)
    urgent: bool = False
    quiet_hours: bool = True
    channel: str = ""
    address: Callable[["Message"], str] | None = None
    kept: timedelta = KEPT  # the row, from when it is of no more use. As long as a second one must not be written
    facts: Callable[["Message"], dict[str, str]] | None = None  # further words for the template, asked at each send

    @property
    def holds_secret(self) -> bool:
        """A code, or the link of an invitation: wiped when it has left or is given up, so it cannot go again."""
        return self.address is not None

    @property
    def is_code(self) -> bool:
        """Somebody sits before a page and waits for it, and it can reach them by this one address alone."""
        return self.urgent and self.holds_secret


def one_wanted_among(wanted_among: Callable[[Sequence["Message"]], Collection[int]]) -> Callable[["Message"], bool]:
    return lambda message: message.pk in wanted_among([message])


def pk_of(message: "Message") -> int:
    """The primary key in what a message is about ("asked:7"); 0, which no row has, where none stands there."""
    number = message.about.partition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


class UnknownKind(LookupError):
    """Nobody registered this kind: the row waits for an administrator instead of going out unchecked."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    known = _kinds.get(kind.name)
    if known is not None and known.template != kind.template:
        raise ValueError(f"two kinds of message are called {kind.name!r}")
    if not callable(kind.still_wanted):
        raise ValueError(f"{kind.name!r} must say when it is still wanted")
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def go_once() -> list[str]:
    """Those that hold a secret: codes, and invitations."""
    return [kind.name for kind in _kinds.values() if kind.holds_secret]


def every() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.name)
