"""The outbox's times. They are settings so that a test may run them faster; nothing else changes with them."""

from datetime import timedelta

from django.conf import settings

LEASE = timedelta(minutes=3)
PAUSES = (
    timedelta(seconds=15),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
SECOND_CHANNEL_AFTER = 3  # the third retry, five minutes after the second
CRASHES_ALLOWED = 3
SERVER_TIMEOUT = 15  # seconds, for each step of the conversation with a mail or text service


def lease() -> timedelta:
    """How long one sender may hold one row."""
    return getattr(settings, "OUTBOX_LEASE", LEASE)


def pauses() -> tuple[timedelta, ...]:
    """The waits between tries; the last one repeats for as long as the message is useful."""
    return tuple(getattr(settings, "OUTBOX_PAUSES", PAUSES))


def server_timeout() -> float:
    return getattr(settings, "OUTBOX_SERVER_TIMEOUT", SERVER_TIMEOUT)
