"""A pause asked for and agreed, an inspection put off before it starts: both move the plan. And the days after it, each
noted in one press on the day itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from inspections.aftercare.pauses import last_day_after, usual_return
from inspections.calls.actions.inspections import dates_moved, note_dates
from inspections.deadlines import actions as deadlines
from inspections.deadlines.deadlines import choice_among
from inspections.nudges.actions import nudge
from inspections.ringing.actions import wider_asks
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.stages import visit_of
from inspections.windows.models.estimates import estimates_in_force
from network import audit, clock, guarded
from network.models import Person
from network.rules import WrongState
from network.schools.school_days import calendar_of
from outbox.models import Message

CHOICE_AT_MOST = timedelta(days=90)  # after the draft: whatever an administrator makes of the five days
NOTED_TODAY = {
    "draft": "draft_on",
    "minor-points": "minor_points_on",
    "complaint": "complained_on",
    "publication": "published_on",
}


def note_today(*, by: Person, inspection: Inspection, what: str) -> bool:
    """It came, was sent or was published today; the other days stay. A day that is written down stays as well: whether
    there was none."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    name, today = NOTED_TODAY[what], clock.today()
    if today < inspection.ends_on:
        raise WrongState("Inspectors have not left yet.")
    other = {"minor-points": inspection.complained_on, "complaint": inspection.minor_points_on}.get(what)
    if other is not None:
        raise WrongState("The other way is written down already. Change the days if that is not so.")
    if getattr(inspection, name) is not None:
        return False
    days = {each: getattr(inspection, each) for each in (*NOTED_TODAY.values(), "replied_on")}
    note_dates(by=by, inspection=inspection, **days | {name: today})
    return True


def remind_of_choice(*, by: Person | None = None) -> int:
    """On the morning of the last working day of the one choice after the draft, and of the one before it, the head
    hears that there is something on her page. Looked at again each hour: days that move need no case of their own."""
    today, written = clock.today(), 0
    drafts = Inspection.objects.open().filter(
        draft_on__lte=today, published_on=None, minor_points_on=None, complained_on=None, head__is_active=True
    )
    lately = drafts.filter(draft_on__gt=today - CHOICE_AT_MOST).select_related("head", "school")
    with guarded.rows() as each:
        for row in lately:
            with each(row):
                if _is_to_be_reminded(row, today):
                    nudge(
                        to=row.head,
                        about=f"choice:{row.pk}",
                        occurrence=f"day:{row.public_id}:{today:%Y%m%d}",
                        by=by,
                        soon=True,
                    )
                    written += 1
    return written


def reminder_is_wanted(*, message: Message, inspection: str) -> bool:
    """Asked as it goes: the choice is still open, and these are its last days."""
    rows = Inspection.objects.open().filter(pk=inspection, head=message.to_id, published_on=None)
    row = rows.select_related("school").first()
    return row is not None and row.draft_on is not None and _is_to_be_reminded(row, clock.today())


def _is_to_be_reminded(row: Inspection, today: date) -> bool:
    choice = choice_among(deadlines.of_inspection(inspection=row))
    return choice is not None and choice.is_open(today) and today in (choice.days[-2:] or (choice.last_day,))


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
