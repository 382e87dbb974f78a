"""The deadlines of one inspection, and their rules as an administrator keeps them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from inspections.deadlines.deadlines import Deadline, Known, deadlines, needs_closures, next_day_call_on
from inspections.deadlines.models import DeadlineRule
from inspections.deadlines.seed import NEXT_DAY_CALL
from inspections.visits.models import Inspection
from network import audit, hooks
from network.models import Person
from network.rules import check_administrator
from network.schools.school_days import calendars_of, extra_holidays


def of_inspection(*, inspection: Inspection) -> list[Deadline]:
    return of_inspections(inspections=[inspection])[inspection.pk]


def of_inspections(*, inspections: Sequence[Inspection]) -> dict[int, list[Deadline]]:
    """By primary key. Rows have `school` at hand; the same number of queries for one and for many."""
    in_force = DeadlineRule.objects.in_force()
    extra = extra_holidays()
    calendars = calendars_of({(row.school_id, row.school.authority_id) for row in inspections}, extra)
    return {row.pk: deadlines(in_force, _known(row), calendars[row.school_id].closures, extra) for row in inspections}


def _known(row: Inspection) -> Known:
    return Known(
        last_day=row.ends_on,
        draft_on=row.draft_on,
        published_on=row.published_on,
        complained_on=row.complained_on,
        replied_on=row.replied_on,
        minor_points_on=row.minor_points_on,
    )


def loud(*, found: list[Deadline], today: date) -> list[Deadline]:
    """Those that run out while the school is shut, and have not yet."""
    return [each for each in found if each.holiday and each.keep_to >= today]


def next_day_call(*, inspection: Inspection) -> date:
    return next_day_calls(inspections=[inspection], extra=extra_holidays())[inspection.pk]


def next_day_calls(*, inspections: Sequence[Inspection], extra: frozenset[date]) -> dict[int, date]:
    """By primary key, the last day on which how it was carried out can be raised by telephone. Rows have `school` at
    hand; `extra` are the bank holidays that were added."""
    if not inspections:
        return {}
    rule = next((each for each in DeadlineRule.objects.in_force() if each.code == NEXT_DAY_CALL.code), NEXT_DAY_CALL)
    schools = {(row.school_id, row.school.authority_id) for row in inspections}
    calendars = calendars_of(schools, extra) if needs_closures(rule) else {}
    closures = {school: calendar.closures for school, calendar in calendars.items()}
    return {row.pk: next_day_call_on(row.ends_on, rule, closures.get(row.school_id, ()), extra) for row in inspections}


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
        hooks.call(hooks.facts_changed, everybody=True)
