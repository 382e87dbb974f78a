"""How the outbox is, for the health check and the officer's board: times and counts, never whose."""

from datetime import datetime, timedelta

from network import clock
from outbox.models import Hold, Message, Sweep

LATE = timedelta(minutes=2)


def last_sweep() -> datetime | None:
    """When a sweeper last looked at the whole outbox."""
    return Sweep.objects.filter(name="sweep").values_list("at", flat=True).first()


def is_on_hold() -> bool:
    return Hold.objects.filter(released_at__isnull=True).exists()


def set_aside() -> int:
    """Messages that stopped the sender three times and wait for somebody to look."""
    return Message.objects.filter(state=Message.FAILED, why__startswith="set aside").count()


def late() -> int:
    """Messages that should have been looked at more than two sweeps ago."""
    return Message.objects.filter(state=Message.DUE, next_at__lt=clock.now() - LATE).count()
