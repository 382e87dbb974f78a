"""The nudges about a head who asks to be rung."""

from inspections.nudges.messages import StillWanted, stands_by
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from network import clock
from network.models import Tie
from outbox.models import Message


def _ring_wanted(message: Message, pk: str) -> bool:
    ring = PleaseRing.objects.filter(pk=pk, ended_at__isnull=True, taken_at__isnull=True).first()
    return ring is not None and stands_by(message, ring.head_id, Tie.BUDDY)


def _taken_wanted(message: Message, pk: str) -> bool:
    """To her: somebody is ringing. Once they have spoken, it is so no more."""
    return PleaseRing.objects.open().filter(pk=pk, head=message.to_id, taken_at__isnull=False).exists()


def _asked_wanted(message: Message, pk: str) -> bool:
    """A head would like to be rung, and nobody has said yes yet."""
    return WiderAsked.objects.wait().filter(pk=pk, person=message.to_id).exists()


def _asked_taken_wanted(message: Message, pk: str) -> bool:
    """To her: somebody from outside the pair has said yes."""
    return WiderAsk.objects.open().filter(pk=pk, head=message.to_id, taken_at__isnull=False).exists()


def _asked_over_wanted(message: Message, pk: str) -> bool:
    return WiderAsked.objects.settled(clock.now()).filter(pk=pk, person=message.to_id).exists()


ABOUT: dict[str, StillWanted] = {
    "ring": _ring_wanted,
    "ring-taken": _taken_wanted,
    "wider-asked": _asked_wanted,
    "asked-taken": _asked_taken_wanted,
    "asked-over": _asked_over_wanted,
}
