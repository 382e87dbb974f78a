from django.db import models
from django.db.models import Q

from directory.colleagues.models.listing import Listing, OfListingQuerySet
from directory.needs import NEEDS
from network import clock
from network.base import Public
from network.models import Authority, EncryptedText, Person, School, Tie
from network.rules import is_somebody


def _of(person, head="head"):
    """Hers, her deputy's, her active buddy's."""
    ties = Tie.objects.live().filter(person=person, kind__in=[Tie.BUDDY, Tie.DEPUTY])
    return Q(**{head: person}) | Q(**{f"{head}__in": ties.values("head")})


class CallOutQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 28: the head, her deputy, her active buddy, and the one who took it, until it closes."""
        if not is_somebody(person):
            return self.none()
        taken = Q(winner__person=person, closed_at__isnull=True)
        return self.filter(_of(person) | taken)

    def raised_for(self, person):
        """Matrix row 27: who may cancel, thank, ask again."""
        return self.filter(_of(person)) if is_somebody(person) else self.none()

    def live(self):
        return self.filter(closed_at__isnull=True)


class CallOut(Public):
    """Somebody is needed on the phone while inspectors are on site."""

    OPEN, TAKEN, SPOKEN, UNANSWERED = "open", "taken", "spoken", "unanswered"
    CANCELLED, DONE, ENDED = "cancelled", "done", "ended"
    STATES = [
        (OPEN, "Asking"),
        (TAKEN, "Somebody said yes"),
        (SPOKEN, "You have spoken"),
        (UNANSWERED, "Nobody has answered"),
        (CANCELLED, "Cancelled"),
        (DONE, "Done"),
        (ENDED, "Closed: the inspection has ended"),
    ]

    head = models.ForeignKey(Person, models.CASCADE, related_name="call_outs")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    area = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    need = models.CharField(max_length=20, choices=NEEDS, blank=True)  # empty: "just ring me"
    words = EncryptedText(blank=True)
    by_text = models.BooleanField(default=False, db_default=False)  # a text, please, and no call
    senior_number = models.CharField(
        max_length=20, blank=True
    )  # Ofsted's, for this inspection, for when nobody answers
    raised_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField()  # the end of the inspection: the call closes itself then
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    waves = models.PositiveSmallIntegerField(default=0)
    last_wave_at = models.DateTimeField(null=True, blank=True)
    look_again_at = models.DateTimeField(null=True, blank=True)
    # While nobody can be asked: when the next colleague can be, as the rota stood at the last look.
    can_ask_from = models.DateTimeField(null=True, blank=True)
    winner = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="call_outs_taken")
    won_at = models.DateTimeField(null=True, blank=True)
    available_from = models.DateTimeField(null=True, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Another call for the same moment: whoever helps there is not asked here.
    beside = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CallOutQuerySet.as_manager()
    has_left: bool  # these three only on a front page (directory/call_outs/asks.py)
    phone: str | None
    speak_within: int | None

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(winner__isnull=True, won_at__isnull=True)
                | Q(winner__isnull=False, won_at__isnull=False)
                | Q(winner__isnull=True, closed_at__isnull=False),
                name="call_out_won_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "done", "ended"], closed_at__isnull=False)
                | (~Q(state__in=["cancelled", "done", "ended"]) & Q(closed_at__isnull=True)),
                name="call_out_closed_at",
            ),
            models.UniqueConstraint(  # two presses at once ask once; a further colleague is a call beside the first
                fields=["head", "school"],
                condition=Q(closed_at__isnull=True, beside__isnull=True),
                name="call_out_live_once",
            ),
        ]
        indexes = [
            models.Index(fields=["look_again_at"], condition=Q(closed_at__isnull=True), name="call_out_look_again"),
        ]


class Asked(Public):
    """One colleague was asked, in one wave, and what she answered."""

    YES, YES_FROM, IF_NOBODY, NO = "yes", "yes_from", "if_nobody", "no"
    ANSWERS = [
        (YES, "Yes, now"),
        (YES_FROM, "Yes, from a time"),
        (IF_NOBODY, "Only if nobody else can"),
        (NO, "No, not this time"),
    ]
    LINK, SIGNED_IN = "link", "signed_in"

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="asked")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="asked")
    wave = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=10, choices=ANSWERS, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    available_from = models.DateTimeField(null=True, blank=True)
    via = models.CharField(max_length=10, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)  # their own press: they took it, spoke, and have done it

    objects = OfListingQuerySet.as_manager()  # matrix row 29: what she herself was asked
    phone: str | None  # these two only on a front page
    speak_within: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_out", "listing"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="asked_answered_at",
            ),
        ]


class CallOutEventQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 28."""
        return self.filter(call_out__in=CallOut.objects.visible_to(person))


class CallOutEvent(models.Model):
    """A line of the timeline: only ever added. "no channel" is one too."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    what = models.CharField(max_length=20)  # raised, asked, no_channel, answered, taken, let_go, unanswered, spoken…
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="+")
    detail = models.CharField(max_length=40, blank=True)

    objects = CallOutEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} at {self.at:%H:%M}"
