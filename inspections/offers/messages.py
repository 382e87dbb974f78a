"""The nudge to whoever answers for an offer of support."""

from inspections.nudges.messages import StillWanted
from inspections.offers.models import OfferAsk
from outbox.models import Message


def _offer_wanted(message: Message, pk: str) -> bool:
    """An ask that still waits for the one contact of that offer."""
    return OfferAsk.objects.filter(pk=pk, offer__contact=message.to_id, state=OfferAsk.ASKED).exists()


ABOUT: dict[str, StillWanted] = {"offer": _offer_wanted}
