"""The deadlines of one inspection, and their rules as an administrator keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from inspections.deadlines.deadlines import Deadline, Known, deadlines, next_day_call_on
from inspections.deadlines.models import DeadlineRule
from inspections.deadlines.seed import NEXT_DAY_CALL, Rule
from inspections.visits.models import Inspection
from network import audit, clock, hooks
from network.models import Person
from network.rules import check_administrator
from network.schools.school_days import SchoolCalendar, calendar_of, calendars_of


def of_inspection(*, inspection: Inspection) -> list[Deadline]:
    return of_inspections(inspections=[inspection])[inspection.pk]


def of_inspections(*, inspections: Sequence[Inspection]) -> dict[int, list[Deadline]]:
    """By primary key. Rows have `school` at hand; the same number of queries for one and for many."""
    calendars = calendars_of({(row.school_id, row.school.authority_id) for row in inspections})
    return by_calendars(inspections, DeadlineRule.objects.in_force(), calendars)


def by_calendars(
    inspections: Iterable[Inspection], rules: Sequence[Rule], calendars: Mapping[int, SchoolCalendar]
) -> dict[int, list[Deadline]]:
    """The same, where the rules and the calendars of their schools have been read."""
    found = ((row, calendars[row.school_id]) for row in inspections)
    return {row.pk: deadlines(rules, _known(row), school.closures, school.holidays) for row, school in found}


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
    """The last day on which how it was carried out can be raised by telephone."""
    school = calendar_of(inspection.school)
    return next_day_call_by(inspection, DeadlineRule.objects.in_force(), school)


def next_day_call_by(inspection: Inspection, rules: Iterable[Rule], school: SchoolCalendar) -> date:
    """The same, where the rules and the school's calendar have been read."""
    rule = next((each for each in rules if each.code == NEXT_DAY_CALL.code), NEXT_DAY_CALL)
    return next_day_call_on(inspection.ends_on, rule, school.closures, school.holidays)


@transaction.atomic
def change_rule(*, by: Person, rule: DeadlineRule, values: dict[str, Any]) -> None:
    """The next tick plans by the new number; every page shows it at once."""
    check_administrator(by)
    before = DeadlineRule.objects.get(pk=rule.pk)
    changed = sorted(name for name, value in values.items() if getattr(before, name) != value)
    if changed:
        DeadlineRule.objects.filter(pk=rule.pk).update(**values, checked_on=clock.today(), checked_by=by)
        audit.record(
            by=by, verb="deadline-rule.change", what=f"deadline-rule:{rule.public_id}", code=rule.code, fields=changed
        )
        hooks.call(hooks.facts_changed, everybody=True)
