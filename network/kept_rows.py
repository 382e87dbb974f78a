"""How long the rows of this app are kept."""

from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace, Substr

from network.help.models.away import OfficerAway
from network.help.models.help_request import HelpRequest
from network.people.models.invitation import Invitation
from network.people.models.tie import Tie
from network.privacy.key_store import MARK
from network.privacy.models.key import WordKey
from network.privacy.retention import HELP, HELP_UNANSWERED, PAST, TRACES, Rows, passed, staying

READ = "network.tasks.read_registers: what was read of a file goes when it is applied or set aside"


def words_gone(rows: QuerySet, field: str) -> QuerySet:
    """Rows whose words were sealed by a key that is there no longer: they only tell still that something was said."""
    live = WordKey.objects.filter(deleted_at__isnull=True).annotate(
        hex=Replace(Cast("pk", CharField()), Value("-"), Value(""))
    )
    sealed = rows.filter(**{f"{field}__startswith": f"{MARK}:"})
    return sealed.annotate(key_hex=Replace(Substr(F(field), len(MARK) + 2, 36), Value("-"), Value(""))).exclude(
        key_hex__in=live.values("hex")
    )


def help_requests(now: datetime) -> QuerySet:
    """30 days after the ringing, and not for ever where nobody rang."""
    rung = Q(answered_at__lte=HELP.before(now))
    return HelpRequest.objects.filter(rung | Q(answered_at=None, asked_at__lte=now - HELP_UNANSWERED))


def ties(now: datetime) -> QuerySet:
    """A pairing's stay with the pairing. The others tell what happened: who stood in, and what was shared with whom."""
    of_a_moment = Q(subject__startswith=Tie.STANDING_IN) | Q(kind__in=[Tie.SHARED, Tie.RING])
    return Tie.objects.filter(of_a_moment, to_at__lte=TRACES.before(now))


def invitations(now: datetime) -> QuerySet:
    past = PAST.before(now)
    return Invitation.objects.filter(Q(answered_at__lte=past) | Q(answered_at=None, expires_at__lte=past))


def away(now: datetime) -> QuerySet:
    return OfficerAway.objects.filter(until_on__lte=PAST.before(now).date())


ENDED = "config.tasks.keep_no_longer: with the sign-in, or when it is over"

ROWS = (
    *staying(__file__),
    Rows(model="network.HelpRequest", over=help_requests),
    Rows(model="network.Invitation", over=invitations),
    Rows(model="network.OfficerAway", over=away),
    Rows(model="network.ReadPart", by=READ),
    Rows(model="network.Tie", over=ties),
    Rows(model="network.UploadedPart", by=READ),
    # The list that a restore obeys lies outside the database.
    Rows(model="network.WordKey", over=passed(WordKey, "deleted_at", TRACES)),
    Rows(model="sessions.Session", by=ENDED),
    Rows(model="usersessions.UserSession", by=ENDED),
)
