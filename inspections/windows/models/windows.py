from dataclasses import fields

from django.db import models
from django.db.models import Q

from inspections.windows import seed as window_rules
from inspections.windows.seed import Rule
from network import clock
from network.base import Public
from network.models import Membership, Person, School, Tie
from network.people.models.checked import Checked
from network.people.models.seen_by import AdministratorsQuerySet
from network.rules import is_somebody, runs_the_network


class WindowRuleQuerySet(AdministratorsQuerySet["WindowRule"]):
    """Matrix row 38. What a rule says stands on every window's page; the rows are the administrator's."""

    def as_rules(self) -> list[Rule]:
        return [row.as_rule() for row in self.order_by("code", "from_date")]


class WindowRule(Checked, Public):
    """One rule of the window with its numbers, its source and how sure it is. Seeded from `window_rules.RULES`."""

    COUNTS_FROM = [
        (window_rules.START, "the day the inspection began"),
        (window_rules.PUBLICATION, "the day its report was published"),
        (window_rules.SCHOOL_YEAR, "31 July of the school year it began in"),
        (window_rules.OPENING, "the day the school opened"),
        (window_rules.ALWAYS, "in the window all the time"),
        (window_rules.NOTHING, "nothing: a note beside another rule"),
    ]
    CONFIDENCES = [
        (window_rules.HIGH, "High"),
        (window_rules.MEDIUM, "Medium"),
        (window_rules.LOW, "Low"),
        (window_rules.NONE, "None: we cannot tell"),
    ]

    code = models.CharField(max_length=4)
    applies = models.CharField(max_length=200)
    explanation = models.TextField(max_length=600)
    counts_from = models.CharField(max_length=12, choices=COUNTS_FROM, blank=True)
    usual_from_months = models.PositiveSmallIntegerField(null=True, blank=True)
    usual_months = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_school_years = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_on = models.DateField(null=True, blank=True)
    events_from = models.DateField(null=True, blank=True)
    events_to = models.DateField(null=True, blank=True)
    not_for = models.TextField(max_length=400, blank=True, default="", db_default="")
    source = models.TextField()
    confidence = models.CharField(max_length=6, choices=CONFIDENCES)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    objects = WindowRuleQuerySet.as_manager()

    class Meta:
        ordering = ["code", "from_date"]
        constraints = [models.UniqueConstraint(fields=["code", "from_date"], name="window_rule_once_from_a_date")]

    def as_rule(self) -> Rule:
        return Rule(**{field.name: getattr(self, field.name) for field in fields(Rule)})


class SchoolWindowQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 8: officers and administrators, the head of the school; and her deputy, buddy and reserve, who
        see only whether it is open (`rules_windows.sees_whole_window`)."""
        if not is_somebody(person):
            return self.none()
        if runs_the_network(person):
            return self.all()
        live = Membership.objects.live().heads()
        stands_by = (
            Tie.objects.live().filter(person=person, kind__in=[Tie.DEPUTY, Tie.BUDDY, Tie.RESERVE]).values("head")
        )
        seen = live.filter(Q(person=person) | Q(person__in=stands_by), school__isnull=False)
        return self.filter(pk__in=seen.values("school"))

    def changeable_by(self, person):
        """Who may open or close it by hand: officers, administrators and its head."""
        if not is_somebody(person):
            return self.none()
        if runs_the_network(person):
            return self.all()
        return self.led_by(person)

    def led_by(self, person):
        led = Membership.objects.live().heads().filter(person=person, school__isnull=False)
        return self.filter(pk__in=led.values("school"))


class SchoolWindow(School):
    """A school, looked at for its window: the register's facts are every member's, the window is not."""

    objects = SchoolWindowQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        ordering = ["name", "urn"]

    def __str__(self) -> str:  # not the school's name
        return f"window of school {self.public_id}"


class WindowOpeningQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, person):
        return self.filter(school__in=SchoolWindow.objects.changeable_by(person).values("pk"))


class WindowOpening(Public):
    """A person opened or closed a window, with a reason. It wins over the estimate until it is withdrawn."""

    EXPECTED, BEHIND, INSPECTED = "expected", "behind", "inspected"
    MONITORED, MONITORING_ENDED, AGREED = "monitored", "ended", "agreed"
    OPEN_REASONS = [
        (EXPECTED, "The school has reason to expect a visit"),
        (MONITORED, "Ofsted is making monitoring visits"),
        (BEHIND, "The register is behind or wrong"),
        (AGREED, "The head asks for it"),
    ]
    CLOSE_REASONS = [
        (INSPECTED, "The school has just been inspected"),
        (MONITORING_ENDED, "Monitoring has ended"),
        (BEHIND, "The register is behind or wrong"),
        (AGREED, "The head asks for it"),
    ]
    REASONS = list(dict(OPEN_REASONS + CLOSE_REASONS).items())

    school = models.ForeignKey(School, models.CASCADE, related_name="window_openings")
    is_open = models.BooleanField()
    from_on = models.DateField()
    reason = models.CharField(max_length=10, choices=REASONS)
    # Closed because the inspectors have been: withdrawn by itself once the register shows an inspection since.
    inspected_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = WindowOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(withdrawn_at__isnull=True), name="window_opening_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False),
                name="window_opening_withdrawn_by_and_at",
            ),
        ]
