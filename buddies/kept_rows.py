"""How long the rows of this app are kept."""

from datetime import datetime

from django.db.models import Q, QuerySet

from buddies.calendar.models import CalendarLink
from buddies.imports.models import PairingImport
from buddies.offers.models.away import Away
from buddies.requests.models import BuddyRequest
from network.privacy.retention import PAST, ROUND, TRACES, Rows, passed, staying

BY_ROUND = "config.tasks.keep_no_longer: rounds, by buddies/rounds/actions/keeping.py"


def away(now: datetime) -> QuerySet:
    """Both days have passed: that somebody was called is told no more."""
    past = TRACES.before(now).date()
    called = Q(called_until=None) | Q(called_until__lte=past)
    return Away.objects.filter(called, Q(resting_until=None) | Q(resting_until__lte=past))


ROWS = (
    *staying(__file__),
    Rows(model="buddies.Away", over=away),
    Rows(model="buddies.BuddyRequest", over=passed(BuddyRequest, "ended_at", PAST)),
    Rows(model="buddies.CalendarLink", over=passed(CalendarLink, "revoked_at", TRACES)),
    Rows(model="buddies.PairingImport", over=passed(PairingImport, "brought_at", ROUND)),
    Rows(model="buddies.Round", by=BY_ROUND),
    Rows(model="buddies.Suggestion", by=BY_ROUND),
)
