from django.db import models
from django.db.models import Q

from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.models import EncryptedText, Organisation, Person, Tie
from network.rules import is_somebody


class SupportPlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix rows 24 and 25: the head; anybody else, her buddy and her employer too, only by a live tie to this
        plan that she opened ("plan:<public id>"). Before publication her active buddy alone, whatever the ties say."""
        if not is_somebody(person):
            return self.none()
        buddies = Tie.objects.live().filter(person=person, kind=Tie.BUDDY).values("head")
        open_to_her = Q(inspection__published_on__lte=clock.today()) | Q(head__in=buddies)
        return self.filter(Q(head=person) | (Q(public_id__in=shared_plans(person)) & open_to_her))


def shared_plans(person) -> list[str]:
    """Public ids of the plans shared with this person."""
    subjects = Tie.objects.live().filter(person=person, kind=Tie.SHARED, subject__startswith="plan:")
    return [subject.partition(":")[2] for subject in subjects.values_list("subject", flat=True)]


class SupportPlan(Public):
    """Support first. Opens when the head records that the result was difficult (her word, not a grade). Before
    publication it exists for her, and her buddy if she shares it, alone: it counts in no total, board or message."""

    head = models.ForeignKey(Person, models.CASCADE, related_name="support_plans")
    inspection = models.OneToOneField(Inspection, models.CASCADE, related_name="support_plan")
    opened_at = models.DateTimeField(default=clock.now)
    private = EncryptedText(blank=True)  # her own notes: never shared
    shared = EncryptedText(blank=True)  # the words of the version she shares
    shared_version = models.PositiveSmallIntegerField(default=0)
    dispute_open = models.BooleanField(default=False)  # a complaint or dispute she marks as open keeps her log
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SupportPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The head sees every line; those she shared the plan with see the lines she marked as shared."""
        if not is_somebody(person):
            return self.none()
        return self.filter(Q(plan__head=person) | Q(plan__in=SupportPlan.objects.visible_to(person), shared=True))


class PlanLine(Public):
    """Who offers what, by when. It counts as kept only when the head confirms it."""

    KINDS = [
        ("peer_review", "Peer review"),
        ("specialist", "A specialist"),
        ("trust", "Help from the trust"),
        ("council", "Help from the council"),
        ("supervision", "Professional supervision"),
        ("union", "The union"),
        ("other", "Something else"),
    ]
    OFFERED, AGREED, KEPT, NOT_KEPT = "offered", "agreed", "kept", "not_kept"
    STATES = [(OFFERED, "Offered"), (AGREED, "Agreed"), (KEPT, "Kept"), (NOT_KEPT, "Not kept")]

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="lines")
    kind = EncryptedText()  # one of KINDS
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    lead = EncryptedText(blank=True)  # the named lead
    words = EncryptedText(blank=True)
    by_on = EncryptedText(blank=True)  # YYYY-MM-DD
    review_on = EncryptedText(blank=True)
    days_set_at = models.DateTimeField(default=clock.now)  # a day that had begun by then needs no reminder
    state = EncryptedText()  # one of STATES
    shared = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by the head alone

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]


class UnionContact(Public):
    """Whom of her union she named, and how to reach them. Another name makes another row once a meeting names the
    first, so that a meeting always says who was invited to it."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="union_contacts")
    name = EncryptedText(blank=True)
    reach = EncryptedText(blank=True)
    shared = models.BooleanField(default=False)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(replaced_at__isnull=True), name="union_contact_once")
        ]


class PlanMeeting(Public):
    """A meeting about the plan. None about her post without the union contact she named, invited."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="meetings")
    on = EncryptedText()  # YYYY-MM-DD
    noted_at = models.DateTimeField(default=clock.now)
    about_her_post = models.BooleanField(default=False)
    union_invited = models.BooleanField(default=False)
    union_contact = models.ForeignKey(UnionContact, models.RESTRICT, null=True, blank=True, related_name="meetings")
    shared = models.BooleanField(default=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about_her_post=False) | Q(union_invited=True, union_contact__isnull=False),
                name="plan_meeting_invites_the_union",
            ),
        ]


class PlanDeparture(Public):
    """A departure from "support the current leadership", with its reason and by whom it was imposed. The Department
    for Education can impose one: the covenant can not bind it."""

    COUNCIL, TRUST, GOVERNORS, DFE = "council", "trust", "governors", "dfe"
    IMPOSERS = [
        (COUNCIL, "The council"),
        (TRUST, "The trust"),
        (GOVERNORS, "The governing body"),
        (DFE, "The Department for Education"),
    ]

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="departures")
    on = EncryptedText()  # YYYY-MM-DD
    imposed_by = EncryptedText()  # one of IMPOSERS
    reason = EncryptedText(blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    shared = models.BooleanField(default=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]


class PlanCommentQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(Q(plan__in=SupportPlan.objects.visible_to(person))) if is_somebody(person) else self.none()


class PlanComment(Public):
    """What somebody she shared the plan with says to it; read by her and those she shares it with."""

    plan = models.ForeignKey(SupportPlan, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    words = EncryptedText()

    objects = PlanCommentQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
