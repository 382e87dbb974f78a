from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.models import HelpRequest, Person
from network.people.models.seen_by import OfHeadQuerySet, OwnQuerySet

SETTLED_IS_SHOWN_FOR = timedelta(days=1)
CALL_BACK_IS_SHOWN_FOR = timedelta(days=3)


class WiderAskQuerySet(OfHeadQuerySet):
    """The head alone. Whoever was asked reads their own row of `WiderAsked`."""

    def open(self):
        return self.filter(closed_at__isnull=True)

    def open_or_with_call_back(self, now):
        """With those of which the officer's list still holds a row, or of which the officer has noted a ring lately:
        see `WiderAsk.has_call_back`."""
        noted = Q(call_back__answered_at__gt=now - CALL_BACK_IS_SHOWN_FOR, call_back_seen_at__isnull=True)
        waits = Q(call_back__isnull=False, call_back__answered_at__isnull=True)
        return self.filter(Q(closed_at__isnull=True) | waits | noted)


class WiderAsk(Public):
    """A head would like to be rung, and nobody who stands by her can be asked, or has answered: others are asked.

    The buddy whose yes is pending, at once; by presses of her own those who stand by for any head, and the officer.
    The first yes has it. `any_head_at` and `call_back_at` are the moments of those presses.
    """

    head = models.ForeignKey(Person, models.CASCADE, related_name="wider_asks")
    inspection = models.ForeignKey(Inspection, models.CASCADE, null=True, blank=True, related_name="wider_asks")
    asked_at = models.DateTimeField(default=clock.now)
    by_text = models.BooleanField(default=False, db_default=False)  # a text, please, and no call
    any_head_at = models.DateTimeField(null=True, blank=True)
    call_back_at = models.DateTimeField(null=True, blank=True)
    # Her row in the officer's list, so that she reads what becomes of it; nothing in that row says whose it is.
    call_back = models.ForeignKey(HelpRequest, models.SET_NULL, null=True, blank=True, related_name="+")
    call_back_seen_at = models.DateTimeField(null=True, blank=True)  # she has read that the officer noted a ring
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # Whose yes it was did not ring: who it was, and since when the others are asked again.
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_of = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)  # closed because its call was undone

    objects = WiderAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["head"], condition=Q(closed_at__isnull=True), name="wider_ask_open_once"),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(taken_at__isnull=False), name="wider_ask_taken_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(closed_at__isnull=False), name="wider_ask_undone_is_closed"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def has_call_back(self, now: datetime) -> bool:
        """The officer's list still holds her row; or the officer noted a ring, until she has pressed that they reached
        her."""
        if self.call_back is None:
            return False
        rung_at = self.call_back.answered_at
        return rung_at is None or (self.call_back_seen_at is None and rung_at > now - CALL_BACK_IS_SHOWN_FOR)


class WiderAskedQuerySet(OwnQuerySet):
    """Whoever was asked, their own row. The head reads how many (`WiderAsk`), and who has said yes."""

    def wait(self):
        """Those whose answer is waited for: nobody has said yes, and they have not said no."""
        return self.filter(ask__closed_at__isnull=True, ask__taken_at__isnull=True, answer="")

    def theirs(self):
        """Of whose yes was the first: until the ask closes."""
        return self.filter(ask__closed_at__isnull=True, ask__taken_by=F("person"))

    def settled(self, now):
        """Those who were asked and need do nothing any more: within a day, until they press "Seen"."""
        since = now - SETTLED_IS_SHOWN_FOR
        by_another = Q(ask__taken_at__gt=since) & ~Q(ask__taken_by=F("person"))
        over = Q(ask__closed_at__gt=since) & (Q(ask__taken_at__isnull=True) | Q(ask__taken_by=F("person")))
        return self.filter(by_another | over, over_seen_at__isnull=True).exclude(answer=WiderAsked.NO)

    def to_show(self, now):
        """What stands on the page of whoever was asked: the question, what is theirs to do, or that it is settled."""
        # One query: the three are never true of one row at once.
        keys = [self.wait(), self.theirs(), self.settled(now)]
        chosen = Q()
        for rows in keys:
            chosen |= Q(pk__in=rows.order_by().values("pk"))
        return self.filter(chosen)


class WiderAsked(Public):
    """One person was asked. Before the yes that wins they read that a head would like to be rung today, and no more."""

    PENDING, ANY_HEAD = "pending", "any_head"
    ROLES = [(PENDING, "the buddy whose yes is pending"), (ANY_HEAD, "stands by for any head")]
    YES, NO = "yes", "no"
    ANSWERS = [(YES, "Yes"), (NO, "Not today")]

    ask = models.ForeignKey(WiderAsk, models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, models.CASCADE, related_name="wider_asked")
    role = models.CharField(max_length=8, choices=ROLES)
    told_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=3, choices=ANSWERS, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    over_seen_at = models.DateTimeField(null=True, blank=True)  # they have read that it is settled

    objects = WiderAskedQuerySet.as_manager()

    class Meta:
        ordering = ["told_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "person"], name="wider_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="wider_asked_answer_and_when",
            ),
        ]
