from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.db import models

from inspections.deadlines import seed as deadline_rules
from inspections.deadlines.seed import Rule
from network import clock
from network.base import Public
from network.people.models.checked import Checked
from network.people.models.seen_by import AdministratorsQuerySet


class DeadlineRuleQuerySet(AdministratorsQuerySet):
    """The rows are the administrator's; what they say stands on every deadline's line."""

    def in_force(self) -> list[Rule]:
        today = clock.today()
        rows: Iterable[Any] = self.filter(from_date__lte=today).exclude(to_date__lt=today).order_by("code", "from_date")
        return list({row.code: row.as_rule() for row in rows}.values())


class DeadlineRule(Checked, Public):
    """One rule of the weeks after an inspection: its number, calendar, source and how sure. Seeded from
    `deadline_rules.RULES`."""

    COUNTS_FROM = [
        (deadline_rules.LAST_DAY, "the last day on site"),
        (deadline_rules.DRAFT, "the day the draft was sent"),
        (deadline_rules.PUBLICATION, "the day of publication"),
        (deadline_rules.COMPLAINT, "the day of the complaint"),
        (deadline_rules.REPLY, "the day of the reply to a complaint"),
    ]
    COUNTED_IN = [
        (deadline_rules.STATUTORY, "working days, statutory: not in longer school holidays"),
        (deadline_rules.OFSTED, "working days, Ofsted's own: school holidays count"),
        (deadline_rules.BOTH, "working days, both ways: the earlier is kept to"),
        (deadline_rules.MONTHS, "months"),
    ]
    WHOSE = [(deadline_rules.HERS, "the school's: it can be missed"), (deadline_rules.THEIRS, "expected of others")]
    CONFIDENCES = [(deadline_rules.HIGH, "High"), (deadline_rules.MEDIUM, "Medium"), (deadline_rules.LOW, "Low")]

    code = models.SlugField(max_length=20)
    title = models.CharField(max_length=80)
    says = models.TextField(max_length=400)
    counts_from = models.CharField(max_length=12, choices=COUNTS_FROM)
    number = models.PositiveSmallIntegerField()
    counted_in = models.CharField(max_length=6, choices=COUNTED_IN)
    whose = models.CharField(max_length=6, choices=WHOSE)
    only_if = models.CharField(max_length=120, blank=True)
    source = models.TextField(max_length=400)
    confidence = models.CharField(max_length=6, choices=CONFIDENCES)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        ordering = ["code", "from_date"]
        constraints = [models.UniqueConstraint(fields=["code", "from_date"], name="deadline_rule_once_from_a_date")]

    def as_rule(self) -> Rule:
        return Rule(**{field.name: getattr(self, field.name) for field in fields(Rule)})
