from buddies.models.offer import Offer
from buddies.models.pairing import Pairing, PairingStep
from buddies.models.request import BuddyRequest
from buddies.models.wish import NotThisPerson

__all__ = ["BuddyRequest", "NotThisPerson", "Offer", "Pairing", "PairingStep"]
