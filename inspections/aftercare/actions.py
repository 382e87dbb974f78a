"""A pause asked for and agreed, and an inspection put off before it starts. Both move the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from inspections.aftercare.pauses import last_day_after, usual_return
from inspections.calls.actions.inspections import dates_moved
from inspections.ringing.actions import wider_asks
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.stages import visit_of
from inspections.windows.models.estimates import estimates_in_force
from network import audit, clock
from network.models import Person
from network.rules import WrongState
from network.schools.school_days import calendar_of


def pause(*, by: Person, inspection: Inspection, paused_on: date, resumes_on: date | None = None) -> Inspection:
    """They left during `paused_on`. Without a day for their return the next working day is taken."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    if inspection.deferred_at:
        raise WrongState("It is put off. Give it a new date first.")
    if not inspection.starts_on <= paused_on <= inspection.ends_on:
        raise WrongState("A pause begins on a day when inspectors are on site.")
    calendar = calendar_of(inspection.school)
    resumes_on = resumes_on or usual_return(
        paused_on, estimates_in_force().number("pause_back"), calendar.closures, calendar.holidays
    )
    if resumes_on <= paused_on:
        raise WrongState("They come back on a later day.")
    visit = visit_of(inspection)  # with a pause noted before: the days it took were not on site
    ends_on = last_day_after(visit, paused_on, resumes_on, calendar.closures, calendar.holidays)
    return _record(by, inspection, "inspection.pause", paused_on=paused_on, resumes_on=resumes_on, ends_on=ends_on)


def put_off(*, by: Person, inspection: Inspection) -> Inspection:
    """Agreed before it starts, and no new date yet. A new date is a change of the days."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    if inspection.starts_on < clock.today():
        raise WrongState("It has begun. What can be asked for now is a pause.")
    with transaction.atomic():
        _record(by, inspection, "inspection.put-off", deferred_at=clock.now())
        wider_asks.put_off(inspection=inspection, by=by)
    return inspection


def _record(by: Person, inspection: Inspection, verb: str, **changes: Any) -> Inspection:
    with transaction.atomic():
        Inspection.objects.open().filter(pk=inspection.pk).update(**changes, generation=F("generation") + 1)
        inspection.refresh_from_db()
        audit.record(by=by, verb=verb, what=f"inspection:{inspection.public_id}", concerns=inspection.head)
        dates_moved(inspection=inspection, by=by)
    return inspection
