"""The nudge to whoever answers for an offer of support."""

from django.db.models import Q

from inspections.nudges.messages import StillWanted
from inspections.offers.models import OfferAsk
from network import clock
from outbox.models import Message


def _offer_wanted(message: Message, pk: str) -> bool:
    """An ask that still waits for the one contact of that offer; for the head who asked, one whose day has passed."""
    waits = OfferAsk.objects.filter(pk=pk, state=OfferAsk.ASKED)
    hers = Q(head=message.to_id, answer_by__lt=clock.today())
    return waits.filter(Q(offer__contact=message.to_id) | hers).exists()


ABOUT: dict[str, StillWanted] = {"offer": _offer_wanted}
