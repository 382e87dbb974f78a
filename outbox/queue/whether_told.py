"""What a page may say of a message: nobody has been told before something has left."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from outbox.models import Message


@dataclass(frozen=True)
class Told:
    """Whether somebody was told. Exactly one of the four is true.

    `left`: a mail or text service has taken the message, at `at` (aware), and has not given it back since.
    `waiting`: nothing has left yet, and it is tried again by itself.
    `failed`: nothing has left, and nothing more is tried: only ringing helps.
    `none`: there was no message, or it was stopped before it left.
    Beside that, `pressed_at`: when they first pressed something on the page behind its link.
    """

    left: bool = False
    waiting: bool = False
    failed: bool = False
    at: datetime | None = None
    pressed_at: datetime | None = None

    @property
    def none(self) -> bool:
        return not (self.left or self.waiting or self.failed)


def told(*, about: str, kind: str = "") -> Told:
    """Of the messages about one thing (of one kind, where given), by whichever channel: the best that is true of any.
    The caller has asked who may see the thing itself."""
    return _best(told_each(about=[about], kind=kind).values())


def told_each(*, about: Collection[str], kind: str = "", since: datetime | None = None) -> dict[tuple[str, int], Told]:
    """The same for several things and everybody, in one query: by (about, the person's id). No key: no message. With
    `since` (aware), of messages written then or later."""
    found: dict[tuple[str, int], list[Told]] = {}
    rows = Message.objects.filter(about__in=about)
    if kind:
        rows = rows.filter(kind=kind)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    values = rows.values_list("about", "to", "state", "sent_at", "token_used_at")
    for thing, person, state, sent_at, pressed_at in values:
        found.setdefault((thing, person), []).append(_of(state, sent_at, pressed_at))
    return {key: _best(all_of_it) for key, all_of_it in found.items()}


def _of(state: str, sent_at: datetime | None, pressed_at: datetime | None) -> Told:
    if state == Message.FAILED:  # also what the text service took and could not deliver
        return Told(failed=True, pressed_at=pressed_at)
    if sent_at is not None:  # also while a copy that somebody asked for is on its way
        return Told(left=True, at=sent_at, pressed_at=pressed_at)
    if state in (Message.DUE, Message.SENDING):
        return Told(waiting=True, pressed_at=pressed_at)
    return Told(failed=state == Message.EXPIRED, pressed_at=pressed_at)


def _best(all_of_it: Collection[Told]) -> Told:
    """Left before waiting, waiting before failed; the first to leave says when."""
    left = [one.at for one in all_of_it if one.at is not None]
    pressed_at = min((one.pressed_at for one in all_of_it if one.pressed_at is not None), default=None)
    if left:
        return Told(left=True, at=min(left), pressed_at=pressed_at)
    best = max(all_of_it, key=lambda one: (one.waiting, one.failed), default=Told())
    return replace(best, pressed_at=pressed_at)
