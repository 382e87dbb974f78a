from buddies.models.away import Away
from buddies.models.calendar import CalendarLink
from buddies.models.offer import Offer
from buddies.models.pairing import Pairing, PairingStep
from buddies.models.request import BuddyRequest
from buddies.models.round import PairingImport, Round, Suggestion, WeightsSet
from buddies.models.wish import NotThisPerson

__all__ = [
    "Away",
    "BuddyRequest",
    "CalendarLink",
    "NotThisPerson",
    "Offer",
    "Pairing",
    "PairingImport",
    "PairingStep",
    "Round",
    "Suggestion",
    "WeightsSet",
]
