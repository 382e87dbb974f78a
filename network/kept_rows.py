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
from network.privacy.retention import HELP, HELP_UNANSWERED, PAST, TRACES, Rows, passed

CONFIG, PUBLIC = "as set up", "public: the register, the calendar and the map of schools"
PERSON = "with the person: for as long as the account is there"
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
    Rows(model="account.EmailAddress", stays=PERSON),
    Rows(model="account.EmailConfirmation", stays="never written: codes are used in place of links"),
    Rows(model="auth.Group", stays=CONFIG),
    Rows(model="auth.Permission", stays=CONFIG),
    Rows(model="contenttypes.ContentType", stays=CONFIG),
    Rows(model="mfa.Authenticator", stays=PERSON),
    Rows(model="network.Alarm", stays="one row"),
    Rows(model="network.AreaGrade", stays=PUBLIC),
    Rows(model="network.AuditRow", stays="never changed or deleted (docs/adr/kept-and-deleted.md)"),
    Rows(model="network.Authority", stays=PUBLIC),
    Rows(model="network.BreakGlass", stays="a head may always see who had her numbers opened"),
    Rows(model="network.Canary", stays="one row: " + CONFIG),
    Rows(model="network.ClockOffset", stays="of tests alone"),
    Rows(model="network.Closure", stays=PUBLIC),
    Rows(model="network.ContactPoint", stays=PERSON),
    Rows(model="network.ExtraHoliday", stays=PUBLIC),
    Rows(model="network.HeadMark", stays="a mark a school and month, without a name: the yearly figure is made of it"),
    Rows(model="network.HelpRequest", over=help_requests),
    Rows(model="network.Helpline", stays=CONFIG),
    Rows(model="network.Invitation", over=invitations),
    Rows(model="network.Membership", stays=PERSON),
    Rows(model="network.NetworkSettings", stays=CONFIG),
    Rows(model="network.OfficerAway", over=away),
    Rows(model="network.Organisation", stays=PUBLIC),
    Rows(model="network.PastInspection", stays=PUBLIC),
    Rows(model="network.Person", stays="until she has everything erased"),
    Rows(model="network.ReadPart", by=READ),
    Rows(model="network.RefusedRow", stays="with the register file it was in"),
    Rows(model="network.RegisterImport", stays="what was brought from which register, by whom"),
    Rows(model="network.RoleGrant", stays="who could see the network's pages, and who let them"),
    Rows(model="network.School", stays=PUBLIC),
    Rows(model="network.SchoolLink", stays=PUBLIC),
    Rows(model="network.StandsByAnyHead", stays="their own choice: " + PERSON),
    Rows(model="network.TaskRun", stays="one row a task"),
    Rows(model="network.Term", stays=PUBLIC),
    Rows(model="network.Tie", over=ties),
    Rows(model="network.UploadedPart", by=READ),
    # The list that a restore obeys lies outside the database.
    Rows(model="network.WordKey", over=passed(WordKey, "deleted_at", TRACES)),
    Rows(model="sessions.Session", by=ENDED),
    Rows(model="usersessions.UserSession", by=ENDED),
)
