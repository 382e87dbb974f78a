"""The models of the rooms, gathered: Django looks for them here and nowhere else."""

from buddies.calendar.models import CalendarLink
from buddies.imports.models import PairingImport
from buddies.matching.models import WeightsSet
from buddies.offers.models.away import Away
from buddies.offers.models.offer import Offer
from buddies.pairings.models import Pairing, PairingStep
from buddies.requests.models import BuddyRequest
from buddies.rounds.models import Round, Suggestion
from buddies.wishes.models import NotThisPerson
