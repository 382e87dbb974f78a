from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from network import clock
from network.base import Public
from network.models import Person, School, Tie
from network.rules import is_somebody


class InspectionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True, undone_at__isnull=True)

    def live(self, today):
        """From the call to the last day of the visit; not one that has been put off."""
        return self.open().filter(ends_on__gte=today, deferred_at__isnull=True)

    def visible_to(self, person):
        """Matrix row 17: the head, the deputy she named, the active buddy, and those she shared the dates with."""
        if not is_somebody(person):
            return self.none()
        ties = Tie.objects.live().filter(person=person)
        stands_by = ties.filter(kind__in=[Tie.BUDDY, Tie.DEPUTY]).values("head")
        shared = ties.filter(kind=Tie.SHARED, subject="dates").values("head")
        return self.filter(Q(head=person) | Q(head__in=stands_by) | Q(head__in=shared))

    def changeable_by(self, person):
        """Matrix row 18: the head and her deputy."""
        if not is_somebody(person):
            return self.none()
        deputies = Tie.objects.live().filter(person=person, kind=Tie.DEPUTY).values("head")
        return self.filter(Q(head=person) | Q(head__in=deputies))


class Inspection(Public):
    """A live inspection, from the call. There is no field for a grade, on purpose."""

    FULL, MONITORING, FOCUSED, OTHER = "full", "monitoring", "focused", "other"
    KINDS = [
        (FULL, "Full inspection"),
        (MONITORING, "Monitoring visit"),
        (FOCUSED, "Focused monitoring"),
        (OTHER, "Another kind, or not sure"),
    ]

    school = models.ForeignKey(School, models.PROTECT, related_name="inspections")
    head = models.ForeignKey(Person, models.CASCADE, related_name="inspections")
    kind = models.CharField(max_length=12, choices=KINDS, default=FULL)
    called_at = models.DateTimeField(default=clock.now)
    called_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    lead_inspector = models.CharField(max_length=150, blank=True)
    senior_number = models.CharField(max_length=20, blank=True)
    welfare_contact = models.CharField(max_length=150, blank=True)
    chair = models.CharField(max_length=150, blank=True)
    # The first hour, as the head notes it for herself.
    chair_told_at = models.DateTimeField(null=True, blank=True)
    staff_told_at = models.DateTimeField(null=True, blank=True)
    first_hour_left_at = models.DateTimeField(null=True, blank=True)  # she wants the list no more
    days_moved_at = models.DateTimeField(null=True, blank=True)  # the last time
    deferred_at = models.DateTimeField(null=True, blank=True)  # put off; no new date yet
    paused_on = models.DateField(null=True, blank=True)  # inspectors left during this day
    resumes_on = models.DateField(null=True, blank=True)  # None while paused: not agreed yet
    # Worked out by the plan from the school's calendar; estimates, shown as such.
    draft_expected_on = models.DateField(null=True, blank=True)
    publication_expected_on = models.DateField(null=True, blank=True)
    draft_on = models.DateField(null=True, blank=True)
    draft_noted_at = models.DateTimeField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_noted_at = models.DateTimeField(null=True, blank=True)
    minor_points_on = models.DateField(null=True, blank=True)  # the one way of two after the draft
    complained_on = models.DateField(null=True, blank=True)  # the other: never what about
    replied_on = models.DateField(null=True, blank=True)
    # The call came again at this school while the care after this one lasted (monitoring does within months).
    followed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    generation = models.PositiveIntegerField(default=1)  # raised whenever the dates move

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-called_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="inspection_ends_after_start"),
            # Of the same head: one who has left keeps hers, for the care after it, and her successor's is another.
            models.UniqueConstraint(
                fields=["school", "head"],
                condition=Q(closed_at__isnull=True, undone_at__isnull=True, followed_at__isnull=True),
                name="inspection_open_once_a_head",
            ),
            models.CheckConstraint(
                condition=Q(resumes_on__isnull=True) | Q(paused_on__isnull=False, resumes_on__gte=F("paused_on")),
                name="inspection_resumes_after_pause",
            ),
            models.CheckConstraint(
                condition=Q(draft_on__isnull=True) ^ Q(draft_noted_at__isnull=False),
                name="inspection_draft_on_and_noted",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) ^ Q(published_noted_at__isnull=False),
                name="inspection_published_on_and_noted",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.undone_at is None

    def is_live(self, today: date) -> bool:
        """As `live`, of one."""
        return self.is_open and self.deferred_at is None and self.ends_on >= today


UNDONE_IS_SHOWN_FOR = timedelta(days=1)


class ToldQuerySet(models.QuerySet):
    def with_told_again(self):
        """With `told_again`: whether the same person has been told of a later call of that head."""
        later = Told.objects.filter(
            person=OuterRef("person"), inspection__head=OuterRef("inspection__head"), told_at__gt=OuterRef("told_at")
        )
        return self.annotate(told_again=Exists(later))

    def not_surely_seen(self):
        """Nobody has pressed that they have seen it, or only in the message; nor that they have spoken."""
        return self.filter(Q(seen_at__isnull=True) | Q(seen_via=Told.LINK), spoken_at__isnull=True)

    def surely_seen(self):
        return self.filter(~Q(seen_via=Told.LINK) | Q(spoken_at__isnull=False), seen_at__isnull=False)

    def of_undone_calls(self, now):
        """Whoever was told of a call that was undone within a day before `now`, and has not pressed "Seen" since. Not
        where the same person has been told of a later call of that head."""
        rows = self.filter(inspection__undone_at__gt=now - UNDONE_IS_SHOWN_FOR, undo_seen_at__isnull=True)
        return rows.with_told_again().filter(told_again=False)

    def visible_to(self, person):
        """The head and the active buddy see who was told; anybody told sees her own row. Not the deputy: who stands
        by the head is the head's (matrix row 11)."""
        if not is_somebody(person):
            return self.none()
        ties = Tie.objects.live().filter(person=person, kind=Tie.BUDDY)
        return self.filter(Q(person=person) | Q(inspection__head=person) | Q(inspection__head__in=ties.values("head")))


class Told(models.Model):
    """Somebody was told of the call. `seen_at` is their own press, not the reading of a mail.

    `seen_via`: pressed in the message (LINK), where a mail filter might have done it, or signed in."""

    BUDDY, RESERVE, STAND_IN, CHOSEN = "buddy", "reserve", "stand_in", "chosen"
    LINK, SIGNED_IN = "link", "signed_in"
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    role = models.CharField(max_length=8)
    told_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_via = models.CharField(max_length=10, blank=True)  # empty: before it was written down, so signed in
    ringing_at = models.DateTimeField(null=True, blank=True)  # they have pressed "I am ringing"
    spoken_at = models.DateTimeField(null=True, blank=True)  # and, in the message, "We have spoken"
    reply = models.CharField(max_length=140, blank=True)  # "With you. Ringing at 12.30."
    passed_on_at = models.DateTimeField(null=True, blank=True)  # unseen for too long: the reserve stands in
    days_seen_at = models.DateTimeField(null=True, blank=True)  # they have read that the days have moved
    undo_seen_at = models.DateTimeField(null=True, blank=True)  # they have read that the call was undone

    objects = ToldQuerySet.as_manager()
    told_again: bool  # only where `with_told_again` was asked for

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "person"], name="told_once")]

    @property
    def seen_by_link(self) -> bool:
        return self.seen_at is not None and self.seen_via == self.LINK

    @property
    def surely_seen_at(self) -> datetime | None:
        """None while only the press in the message says so, which delays by one step what follows and stops nothing;
        "We have spoken" does."""
        return self.spoken_at if self.seen_by_link else self.seen_at
