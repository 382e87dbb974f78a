"""The deadlines of one inspection, and their rules as an administrator keeps them."""

from datetime import date
from typing import Any

from django.db import transaction

from inspections.deadline_rules import NEXT_DAY_CALL
from inspections.deadlines import Deadline, Known, deadlines, needs_closures, next_day_call_on
from inspections.models import DeadlineRule, Inspection
from network import audit
from network.models import Person
from network.rules import check_administrator
from network.school_days import calendar_of, extra_holidays


def of_inspection(*, inspection: Inspection) -> list[Deadline]:
    known = Known(
        inspection.ends_on,
        inspection.draft_on,
        inspection.published_on,
        inspection.complained_on,
        inspection.replied_on,
    )
    return deadlines(DeadlineRule.objects.in_force(), known, calendar_of(inspection.school).closures, extra_holidays())


def loud(*, found: list[Deadline], today: date) -> list[Deadline]:
    """Those that run out while the school is shut, and have not yet."""
    return [each for each in found if each.holiday and each.keep_to >= today]


def next_day_call(*, inspection: Inspection) -> date:
    in_force = {rule.code: rule for rule in DeadlineRule.objects.in_force()}
    rule = in_force.get(NEXT_DAY_CALL.code, NEXT_DAY_CALL)
    closures = calendar_of(inspection.school).closures if needs_closures(rule) else ()
    return next_day_call_on(inspection.ends_on, rule, closures, extra_holidays())


@transaction.atomic
def change_rule(*, by: Person, rule: DeadlineRule, values: dict[str, Any]) -> None:
    """The next tick plans by the new number; every page shows it at once."""
    check_administrator(by)
    before = DeadlineRule.objects.get(pk=rule.pk)
    changed = sorted(name for name, value in values.items() if getattr(before, name) != value)
    if changed:
        DeadlineRule.objects.filter(pk=rule.pk).update(**values)
        audit.record(
            by=by, verb="deadline-rule.change", what=f"deadline-rule:{rule.public_id}", code=rule.code, fields=changed
        )
