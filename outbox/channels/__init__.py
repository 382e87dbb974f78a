"""The ways out. Nothing else in the project opens a connection to a mail or a text service."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from network.models import ContactPoint
from outbox.models import Message
from outbox.transitions.outcomes import Outcome
from outbox.wording.wording import Words

Keep = Callable[[], bool]


class Channel(Protocol):
    """One connection to one service, for one sender."""

    @property
    def is_open(self) -> bool: ...

    def open(self) -> Outcome | None:
        """None, or why it could not."""

    def send(self, address: str, words: Words, message: Message, keep: Keep = lambda: True) -> Outcome | None:
        """None: the service had closed the line before anything was handed over; open it and send again. `keep` is
        called while it waits long for an answer; False means that the message is not this sender's any more."""

    def close(self) -> None: ...


def is_configured(name: str) -> bool:
    if name == ContactPoint.EMAIL:
        return True
    return name == ContactPoint.SMS and bool(settings.DEMO or getattr(settings, "NOTIFY_API_KEY", ""))


def make(name: str) -> Channel | None:
    """A new connection, not opened yet; None when no service is set up for this channel."""
    if not is_configured(name):
        return None
    if name == ContactPoint.EMAIL:
        from outbox.channels.email import EmailChannel

        return EmailChannel()
    if settings.DEMO:
        from outbox.channels.shown_as_mail import ShownAsMailChannel

        return ShownAsMailChannel()
    from outbox.channels.notify import NotifyChannel  # half a second of imports, for those who send texts

    return NotifyChannel()
