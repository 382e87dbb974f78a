"""The outbox's times. They are settings so that a test may run them faster; nothing else changes with them."""

from datetime import timedelta

from django.conf import settings

from outbox.transitions.transitions import Rules

LEASE = timedelta(minutes=3)
SERVER_TIMEOUT = 15  # seconds, for each step of the conversation with a mail or text service
REOPEN_AFTER = 1  # seconds after which a line that could not be opened is opened once more

# After the final dot a gateway may look through the whole mail before it answers: RFC 5321, 4.5.3.2.6 gives it ten
# minutes. Who hangs up earlier sends a copy. Two minutes and a half, since neighbours wait; less for what is urgent.
FINAL_PATIENCE = 150  # seconds
FINAL_PATIENCE_URGENT = 60

# A service that is held is asked again with one message: soon, then every `Rules.probe_every`.
FIRST_PROBE_AFTER = timedelta(seconds=15)
ALIKE_WITHIN = timedelta(minutes=10)  # two people refused alike within this time: it is us


def lease() -> timedelta:
    """How long one sender may hold one row."""
    return getattr(settings, "OUTBOX_LEASE", LEASE)


def server_timeout() -> float:
    return getattr(settings, "OUTBOX_SERVER_TIMEOUT", SERVER_TIMEOUT)


def reopen_after() -> float:
    return getattr(settings, "OUTBOX_REOPEN_AFTER", REOPEN_AFTER)


def final_patience(*, urgent: bool) -> float:
    """Seconds to wait for the answer to a mail that was handed over whole. The lease is made longer meanwhile."""
    return getattr(settings, "OUTBOX_FINAL_PATIENCE", FINAL_PATIENCE_URGENT if urgent else FINAL_PATIENCE)


def rules() -> Rules:
    """What the state table goes by."""
    return Rules(pauses=getattr(settings, "OUTBOX_PAUSES", Rules.pauses))
