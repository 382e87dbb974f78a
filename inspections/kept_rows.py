"""How long the rows of this app are kept."""

from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Replace

from inspections.buddy_care.models import BuddyAgreement, BuddyCheckIn
from inspections.check_ins.models import CheckIn
from inspections.comment_offers.models import CommentOffer
from inspections.notes.models import BuddyNote
from inspections.offers.models import OfferAsk
from inspections.phones.models import TrustedPhone
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk
from inspections.silence.models import SilenceStep
from inspections.support.models.log import LogEntry
from inspections.support.models.support import SupportPlan
from inspections.visits.models import Inspection, Told
from network.kept_rows import words_gone
from network.models import Tie, WordKey
from network.privacy.retention import ASK, LOG, PAST, TRACES, Rows, passed, staying

PLANNED = "inspections.tasks.tick: a mark goes when its head has been planned"
PLAN_TIE = "plan:"


def check_ins(now: datetime) -> QuerySet:
    """Not asked at all: 30 days after it could have been. Answered: with its words, or 30 days after where it has none
    (somebody has spoken with her). Unanswered: 30 days after she was heard of again. Until then the ladder remembers
    how often she was asked, so that nobody is alarmed each month anew; at most it remembers 13 months, and 30 days
    once her visit or her account is closed."""
    past = TRACES.before(now)
    of_hers = CheckIn.objects.filter(head=OuterRef("head"), sure_at__gte=OuterRef("due_at"), sure_at__lte=past)
    closed = Q(inspection__closed_at__lte=past) | Q(inspection__undone_at__lte=past) | Q(head__is_active=False)
    over = closed | Q(Exists(of_hers)) | Q(useful_until__lte=PAST.before(now))
    unanswered = Q(state=CheckIn.MISSED, useful_until__lte=past) & over
    unasked = Q(state__in=[CheckIn.NOT_ASKED, CheckIn.CANCELLED], useful_until__lte=past)
    wordless = Q(state=CheckIn.ANSWERED, answer="", answered_at__lte=past)
    gone = words_gone(CheckIn.objects.filter(state=CheckIn.ANSWERED), "answer").values("pk")
    return CheckIn.objects.filter(unasked | unanswered | wordless | Q(pk__in=gone))


def buddy_check_ins(now: datetime) -> QuerySet:
    past = TRACES.before(now)
    return BuddyCheckIn.objects.filter(
        Q(answered_at__lte=past) | Q(answered_at=None, due_at__lte=past - timedelta(days=7))
    )


def told(now: datetime) -> QuerySet:
    """Who was told of the call, and who had not seen it in time."""
    past = TRACES.before(now)
    return Told.objects.filter(Q(inspection__closed_at__lte=past) | Q(inspection__undone_at__lte=past))


def undone(now: datetime) -> QuerySet:
    """A call that never was."""
    plans = SupportPlan.objects.filter(inspection=OuterRef("pk"))
    return Inspection.objects.filter(~Exists(plans), undone_at__lte=TRACES.before(now))


def log_entries(now: datetime) -> QuerySet:
    return LogEntry.objects.filter(pk__in=words_gone(LogEntry.objects.all(), "words").values("pk"))


def plans(now: datetime) -> QuerySet:
    """Closed, with nothing open that keeps it, and the key of its words gone with the log's."""
    subject = Concat(
        Value("log:"), Replace(Cast(OuterRef("inspection__public_id"), CharField()), Value("-"), Value(""))
    )
    live = WordKey.objects.filter(owner=OuterRef("head"), subject=subject, deleted_at=None)
    past = LOG.before(now)
    return SupportPlan.objects.filter(
        ~Exists(live), dispute_open=False, closed_at__lte=past, inspection__closed_at__lte=past
    )


def comment_offers(now: datetime) -> QuerySet:
    return CommentOffer.objects.filter(inspection__closed_at__lte=LOG.before(now)).exclude(
        inspection__support_plan__dispute_open=True
    )


def plan_ties(now: datetime) -> QuerySet:
    """Sharing of a plan that is there no longer."""
    subject = Concat(Value(PLAN_TIE), Replace(Cast("public_id", CharField()), Value("-"), Value("")))
    there = SupportPlan.objects.annotate(of=subject).values("of")
    ties = Tie.objects.filter(kind=Tie.SHARED, subject__startswith=PLAN_TIE)
    return ties.annotate(of=Replace("subject", Value("-"), Value(""))).exclude(of__in=there)


def agreements(now: datetime) -> QuerySet:
    return BuddyAgreement.objects.filter(renew_on__lte=PAST.before(now).date())


def notes(now: datetime) -> QuerySet:
    return BuddyNote.objects.filter(pk__in=words_gone(BuddyNote.objects.all(), "words").values("pk"))


def asks(now: datetime) -> QuerySet:
    """Nobody has been in touch for a year: it is not asked any more."""
    over = Q(asked_at__lte=ASK.before(now)) & ~Q(state=OfferAsk.ASKED)
    return OfferAsk.objects.filter(over | Q(asked_at__lte=PAST.before(now)))


ROWS = (
    *staying(__file__),
    Rows(model="inspections.BuddyAgreement", over=agreements),
    Rows(model="inspections.BuddyCheckIn", over=buddy_check_ins),
    Rows(model="inspections.BuddyNote", over=notes),
    Rows(model="inspections.CheckIn", over=check_ins),
    Rows(model="inspections.CommentOffer", over=comment_offers),
    Rows(model="inspections.Inspection", over=undone, stays="its days are hers for as long as her account is there"),
    Rows(model="inspections.LogEntry", over=log_entries),
    Rows(model="inspections.OfferAsk", over=asks),
    Rows(model="inspections.PlanDue", by=PLANNED),
    Rows(model="inspections.PleaseRing", over=passed(PleaseRing, "ended_at", TRACES)),
    # Not before the silence is over: it stands still on her days off, and a step that is forgotten is taken again.
    Rows(model="inspections.SilenceStep", over=passed(SilenceStep, "stopped_at", TRACES)),
    Rows(model="inspections.SupportPlan", over=plans),
    Rows(model="inspections.Told", over=told),
    Rows(model="inspections.TrustedPhone", over=passed(TrustedPhone, "removed_at", TRACES)),
    # With who was asked, and who said yes.
    Rows(model="inspections.WiderAsk", over=passed(WiderAsk, "closed_at", TRACES)),
    Rows(model="network.Tie", over=plan_ties),
)
