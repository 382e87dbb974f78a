"""The nudges to those whom a head named, when she has gone quiet."""

from inspections.nudges.messages import StillWanted
from inspections.silence.models import SilenceStep
from outbox.models import Message


def _quiet_wanted(message: Message, pk: str) -> bool:
    """Somebody the head named, asked because she has gone quiet."""
    steps = SilenceStep.objects.filter(check_in_id=int(pk), asked=message.to_id, stopped_at__isnull=True)
    return steps.exists()


def _silence_over_wanted(message: Message, pk: str) -> bool:
    return SilenceStep.objects.filter(pk=pk, asked=message.to_id, stopped_at__isnull=False).exists()


ABOUT: dict[str, StillWanted] = {"quiet": _quiet_wanted, "silence-over": _silence_over_wanted}
