from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from inspections.visits.models import Inspection
from inspections.visits.schedule import EVENINGS
from network.base import Public
from network.models import EncryptedText, Person, Tie
from network.rules import is_somebody
from outbox.models import Message

KIND = "check-in"  # of its message


class CheckInQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix rows 19 and 20: the head and the active buddy."""
        if not is_somebody(person):
            return self.none()
        heads = Tie.objects.live().filter(person=person, kind=Tie.BUDDY).values("head")
        return self.filter(Q(head=person) | Q(head__in=heads))

    def not_spoken_of(self):
        """Nobody has pressed "We have spoken" since she last said how it is."""
        since = Q(spoken_at__lt=F("answered_at")) | Q(spoken_at__lt=F("sure_at"))
        return self.filter(Q(spoken_at__isnull=True) | since)

    def evenings_to_come(self, now):
        """Of the days on site, whose question has not left yet."""
        return self.filter(rule__in=EVENINGS, state=CheckIn.PLANNED, send_at__gt=now)

    def with_asked_at(self):
        """With `asked_at`: when the question left, as the outbox has it; None where it did not, or where the message
        has been forgotten since (30 days after it was of use)."""
        left = _messages().filter(state__in=Message.LEFT, sent_at__gte=OuterRef("due_at"))
        return self.annotate(asked_at=Subquery(left.order_by("sent_at").values("sent_at")[:1]))

    def was_asked(self):
        """Whose question has left."""
        return self.filter(Exists(_messages().filter(state__in=Message.LEFT, sent_at__gte=OuterRef("due_at"))))

    def asked_no_more(self, now):
        """Of whose messages none is leaving, and none may leave any more."""
        may_leave = Q(state=Message.SENDING) | Q(state=Message.DUE, useful_until__gt=now)
        return self.filter(~Exists(_messages().filter(may_leave)))


def _messages():
    """Those of one check-in, on any channel: the first question, and the second."""
    about = Concat(Value("checkin:"), Cast(OuterRef("pk"), models.CharField()))
    return Message.objects.filter(about=about, kind=KIND)


class CheckIn(Public):
    """One planned question to the head: how is it going? The plan writes these; the answer is sealed."""

    PLANNED, ANSWERED, MISSED, CANCELLED = "planned", "answered", "missed", "cancelled"
    NOT_ASKED = "not_asked"  # its message did not leave while it was of use: nobody is silent about it
    STATES = [
        (PLANNED, "Planned"),
        (ANSWERED, "Answered"),
        (MISSED, "Not answered"),
        (NOT_ASKED, "Not asked: the message did not leave"),
        (CANCELLED, "Cancelled"),
    ]
    UNANSWERED = (PLANNED, MISSED, NOT_ASKED)
    FINE, NOT_GREAT, RING_ME, NOT_NOW = "fine", "not_great", "ring_me", "not_now"
    ANSWERS = [(FINE, "Fine"), (NOT_GREAT, "Not great"), (RING_ME, "Please ring me"), (NOT_NOW, "Not now")]
    FROM_BEST_TO_WORST = [FINE, NOT_NOW, NOT_GREAT, RING_ME]  # a link may only move an answer to the right
    LINK, SIGNED_IN, BY_BUDDY = "link", "signed_in", "by_buddy"
    VIAS = [(LINK, "By link"), (SIGNED_IN, "Signed in"), (BY_BUDDY, "The buddy: we have spoken")]
    AGAIN = "again"  # asked a second time after "not now"; outside the schedule

    head = models.ForeignKey(Person, models.CASCADE, related_name="check_ins", db_index=False)  # see check_in_of_head
    inspection = models.ForeignKey(Inspection, models.CASCADE, null=True, blank=True, related_name="check_ins")
    rule = models.CharField(max_length=30)  # the schedule's code: "month", "evening", "day-five"; or AGAIN
    occurrence = models.CharField(max_length=40, blank=True)  # which of them: "2026-12", the first evening is "1"
    generation = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField()  # from when she may answer it on her page
    send_at = models.DateTimeField()  # when its message leaves: at once, or after the night
    useful_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=PLANNED)
    answer = EncryptedText(blank=True)
    note = EncryptedText(blank=True)
    note_shared = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    sure_at = models.DateTimeField(null=True, blank=True)  # last answered or confirmed signed in, or "we have spoken"
    via = models.CharField(max_length=10, choices=VIAS, blank=True)
    # "We have spoken", kept beside her own answer and never in its place
    spoken_at = models.DateTimeField(null=True, blank=True)
    # By herself, or by the buddy. The database fills it in for whoever writes rows without knowing of it.
    spoken_via = models.CharField(max_length=10, choices=[VIAS[1], VIAS[2]], blank=True, default="", db_default="")

    objects = CheckInQuerySet.as_manager()
    asked_at: datetime | None  # only where `with_asked_at` was asked for

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["head", "rule", "occurrence"],
                condition=Q(inspection__isnull=True),
                name="check_in_once_before",
            ),
            models.UniqueConstraint(
                fields=["inspection", "rule", "occurrence"],
                condition=Q(inspection__isnull=False),
                name="check_in_once_an_inspection",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="check_in_answered_at"
            ),
            models.CheckConstraint(
                condition=Q(spoken_at__isnull=True, spoken_via="") | Q(spoken_at__isnull=False) & ~Q(spoken_via=""),
                name="check_in_spoken_at",
            ),
        ]
        indexes = [
            models.Index(fields=["head", "due_at"], name="check_in_of_head"),
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="check_in_planned_due"),
        ]

    @property
    def is_spoken_of(self) -> bool:
        """As `not_spoken_of`, of one."""
        since = [moment for moment in (self.answered_at, self.sure_at) if moment is not None]
        return self.spoken_at is not None and all(self.spoken_at >= moment for moment in since)


class PlanDue(models.Model):
    """A mark: a fact of this head has changed, so her check-ins are planned anew. Without a head: everybody's."""

    head = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
