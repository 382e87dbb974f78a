"""The call, and what becomes of it: undone, moved, paused, closed. Each in one transaction with its check-ins, its
messages and its audit row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from buddies.steps.actions import calls
from inspections.call_outs import actions as call_outs
from inspections.calls.actions import notify_call
from inspections.check_ins.actions import planning_inputs, retention
from inspections.check_ins.actions.planning import plan_check_ins
from inspections.check_ins.models import CheckIn
from inspections.deadlines.deadlines import usual_days
from inspections.nudges.actions import tell_buddies
from inspections.standing_in import actions as standing_in
from inspections.support.actions import log
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.moments import MIDNIGHT, at
from inspections.visits.schedule import closes_on
from inspections.windows.actions import windows
from inspections.windows.dates import add_months
from inspections.windows.models.estimates import estimates_in_force
from network import audit, clock, guarded
from network.models import Person, School
from network.schools.school_days import calendar_of

# What may be changed by hand, and by whom: the head, or the deputy she named.
WORDS = frozenset({"kind", "lead_inspector", "senior_number", "welfare_contact", "chair"})
DAYS = frozenset({"starts_on", "ends_on"})
REST = timedelta(days=7)  # nobody new is suggested to her in the week after her own inspection


def the_call_has_come(
    *,
    by: Person,
    school: School,
    head: Person,
    kind: str = Inspection.FULL,
    starts_on: date | None = None,
    ends_on: date | None = None,
    **words: str,
) -> Inspection:
    """Everything but who and where is optional: the days are filled in; `words` are the others of WORDS. A second press
    finds the first; a call that comes while the care after an earlier inspection lasts is another, and both go on."""
    visit_rules.check_can_call(by, school=school, head=head)
    visit_rules.check_no_other_head_called(school, head)
    length = estimates_in_force().number("full_days" if kind == Inspection.FULL else "other_days")
    calendar = calendar_of(school)
    first, last = usual_days(clock.today(), length, calendar.closures, calendar.holidays)
    starts_on = starts_on or first
    ends_on = ends_on or max(starts_on, last if starts_on == first else starts_on + (last - first))
    try:
        with transaction.atomic():
            now = clock.now()
            _follow(school, head, now)
            inspection = Inspection.objects.create(
                school=school,
                head=head,
                called_at=now,
                kind=kind,
                called_by=by,
                starts_on=starts_on,
                ends_on=ends_on,
                **words,
            )
            audit.record(by=by, verb="inspection.call", what=_what(inspection), concerns=head, kind=kind)
            notify_call.tell(by=by, inspection=inspection)
            retention.call_came(inspection=inspection)
            plan_check_ins(heads=[head], by=by)
            _push_down(inspection.head, by)
            inspection.refresh_from_db()
    except IntegrityError:
        standing = _current(school, head)
        if standing is None:
            raise
        return standing
    return inspection


def _current(school: School, head: Person) -> Inspection | None:
    return Inspection.objects.open().filter(school=school, head=head, followed_at__isnull=True).first()


def _follow(school: School, head: Person, now: datetime) -> None:
    standing = _current(school, head)
    if standing is not None and visit_rules.is_over(standing):
        Inspection.objects.filter(pk=standing.pk, followed_at__isnull=True).update(followed_at=now)


def undo(*, by: Person, inspection: Inspection) -> None:
    """Within ten minutes. Whoever was told reads on their page that there is nothing to do. Pressed twice, it is
    simply undone."""
    visit_rules.check_can_change(by, inspection)
    if inspection.undone_at is not None:
        return
    visit_rules.check_can_undo(inspection)
    with transaction.atomic():
        if not Inspection.objects.open().filter(pk=inspection.pk).update(undone_at=clock.now()):
            return
        audit.record(by=by, verb="inspection.undo", what=_what(inspection), concerns=inspection.head)
        earlier = Inspection.objects.filter(school=inspection.school, head=inspection.head)
        earlier.filter(followed_at=inspection.called_at).update(followed_at=None)
        notify_call.undone(by=by, inspection=inspection)
        _over(inspection, by)
        calls.taken_back(head=inspection.head, by=by)
        retention.call_undone(inspection=inspection)
        _push_down(inspection.head, by)


def change(*, by: Person, inspection: Inspection, **given: Any) -> Inspection:
    """The days, the names and the numbers. New days move what is planned; a question already asked is not repeated."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    if unknown := given.keys() - WORDS - DAYS:
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    changes = {name: value for name, value in given.items() if value != getattr(inspection, name)}
    if not changes:
        return inspection
    moved = bool(changes.keys() & DAYS)
    if moved:
        changes |= {"generation": F("generation") + 1, "deferred_at": None}
    with transaction.atomic():
        Inspection.objects.open().filter(pk=inspection.pk).update(**changes)
        inspection.refresh_from_db()
        audit.record(
            by=by, verb="inspection.change", what=_what(inspection), concerns=inspection.head, fields=sorted(given)
        )
        if moved:
            dates_moved(inspection=inspection, by=by)
        elif "senior_number" in changes:
            call_outs.follow(inspection=inspection)
    return inspection


def note_dates(
    *,
    by: Person,
    inspection: Inspection,
    draft_on: date | None = None,
    published_on: date | None = None,
    minor_points_on: date | None = None,
    complained_on: date | None = None,
    replied_on: date | None = None,
) -> Inspection:
    """The draft came, the report was published: the days as she says them. There is no outcome to note."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    now, changes = clock.now(), {}
    given = {"minor_points_on": minor_points_on, "complained_on": complained_on, "replied_on": replied_on}
    for name, day in given.items():
        if day != getattr(inspection, name):
            changes[name] = day
    for name, day in (("draft", draft_on), ("published", published_on)):
        if day != getattr(inspection, f"{name}_on"):
            changes |= {f"{name}_on": day, f"{name}_noted_at": now if day else None}
    if not changes:
        return inspection
    with transaction.atomic():
        Inspection.objects.open().filter(pk=inspection.pk).update(**changes)
        inspection.refresh_from_db()
        audit.record(by=by, verb="inspection.note-dates", what=_what(inspection), concerns=inspection.head)
        plan_check_ins(heads=[inspection.head], by=by)
        _push_down(inspection.head, by)
        inspection.refresh_from_db()
        if changes.keys() & {"draft_on", "published_on"}:  # their page shows these two
            tell_buddies(
                head=inspection.head,
                about=f"inspection:{inspection.pk}",
                occurrence=f"dates:{inspection.public_id}:{now:%Y%m%d%H%M%S}",
                by=by,
            )
    return inspection


def close(*, by: Person | None, inspection: Inspection) -> None:
    """The head says it is over, or (by None) the last check-in has passed: what is planned ends, words have 30 days."""
    if by is not None:
        visit_rules.check_can_change(by, inspection)
    with transaction.atomic():
        if not Inspection.objects.open().filter(pk=inspection.pk).update(closed_at=clock.now()):
            return
        audit.record(by=by, verb="inspection.close", what=_what(inspection), concerns=inspection.head)
        _over(inspection, by)
        retention.closed(inspection=inspection)
        calls.over(head=inspection.head, by=by, protected_until=_protected_until(inspection))
        _push_down(inspection.head, by)
        if inspection.kind == Inspection.FULL and inspection.starts_on <= clock.today():
            windows.close_after_inspection(by=by, school=inspection.school, started_on=inspection.starts_on)


def close_passed(*, by: Person | None = None) -> int:
    """Inspections whose last check-in has passed, a year and two weeks after publication."""
    today, closed = clock.today(), 0
    long_ago = today - timedelta(days=365)
    rows = Inspection.objects.open().filter(ends_on__lte=long_ago).select_related("school", "head")
    with guarded.rows() as each:
        for inspection in rows:
            with each(inspection):
                last = closes_on(planning_inputs.of_inspection(inspection=inspection))
                if last and last <= today:
                    close(by=None, inspection=inspection)
                    closed += 1
    return closed


def dates_moved(*, inspection: Inspection, by: Person) -> None:
    """The plan follows, the pairing knows, and who stands by her hears of it."""
    Inspection.objects.filter(pk=inspection.pk).update(days_moved_at=clock.now())
    retention.moved(inspection=inspection)
    call_outs.follow(inspection=inspection)
    plan_check_ins(heads=[inspection.head], by=by)
    _push_down(inspection.head, by)
    inspection.refresh_from_db()
    tell_buddies(
        head=inspection.head,
        about=f"inspection:{inspection.pk}",
        occurrence=f"moved:{inspection.public_id}.{inspection.generation}",
        by=by,
        soon=True,
    )


def _push_down(head: Person, by: Person | None) -> None:
    """What the pairing has to know, as plain values: the call came, and nobody else may end it until later. Of several
    open inspections the newest says that she is called, and the longest protects."""
    going = list(Inspection.objects.open().filter(head=head).order_by("-called_at"))
    if not going:
        return
    newest = going[0]
    calls.came(
        head=head,
        by=by,
        called_at=newest.called_at,
        protected_until=max(_protected_until(each) for each in going),
        busy_until=newest.ends_on,
        rest_until=newest.ends_on + REST,
    )


def _protected_until(inspection: Inspection) -> datetime:
    """Three months after publication, or after the day it is expected."""
    settled = inspection.published_on or inspection.publication_expected_on or inspection.ends_on + timedelta(days=60)
    return at(add_months(settled, 3), MIDNIGHT)


def _over(inspection: Inspection, by: Person | None) -> None:
    CheckIn.objects.filter(inspection=inspection, rule=CheckIn.AGAIN, state=CheckIn.PLANNED).update(
        state=CheckIn.CANCELLED
    )
    inspection.refresh_from_db()
    plan_check_ins(heads=[inspection.head], by=by)
    call_outs.follow(inspection=inspection)
    log.inspection_closed(inspection=inspection)
    standing_in.end(by=by, head=inspection.head, why=_what(inspection))


def _what(inspection: Inspection) -> str:
    return f"inspection:{inspection.public_id}"
