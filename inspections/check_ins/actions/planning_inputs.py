"""What is known of each head's window and inspections, as the schedule takes it. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef

from inspections.deadlines.deadlines import expected
from inspections.deadlines.models import DeadlineRule
from inspections.visits.models import Inspection
from inspections.visits.moments import local_day
from inspections.visits.schedule import Facts, Visit
from inspections.visits.stages import visit_of
from network import clock
from network.contact.quiet import Days, Hours
from network.models import Membership, Person, School, Tie
from network.schools.calendar import bank_holidays
from network.schools.school_days import SchoolCalendar, calendars_of, extra_holidays
from outbox.reach.days_off import days_of, posts_of


@dataclass(slots=True)
class PlanningInputs:
    """One head: what is planned for her window, and for each open inspection of hers (by its key)."""

    window: Facts = field(default_factory=Facts)
    visits: dict[int, Facts] = field(default_factory=dict)
    estimates: dict[int, tuple[date, date, int]] = field(default_factory=dict)
    """Of draft and publication, where they differ from the stored ones, with the generation of the days they follow."""


def whom_to_plan(*, now: datetime) -> list[int]:
    """Heads in the window, and heads with an open inspection; nobody whose account is closed."""
    in_window = (
        Membership.objects.live(now)
        .heads()
        .filter(school__in_window=True, person__is_active=True, person__joined_at__isnull=False)
        .values_list("person_id", flat=True)
    )
    called = Inspection.objects.open().filter(head__in=Person.objects.joined().values("pk"))
    called = called.values_list("head_id", flat=True)
    return sorted({*in_window, *called})


def of_heads(*, heads: Sequence[int], now: datetime) -> dict[int, PlanningInputs]:
    """Nothing is known, because nothing is planned, of a head who has closed her account or never joined."""
    people, posts, extra = _people(heads, now), posts_of(heads, now), extra_holidays()
    windows = list(
        Membership.objects.live(now)
        .heads()
        .filter(person__in=heads, school__in_window=True, school__status__in=[School.OPEN, School.CLOSING])
        .values_list("person_id", "school_id", "school__authority_id", "school__window_opens_on")
    )
    visits = list(Inspection.objects.open().filter(head__in=people).annotate(authority_id=F("school__authority")))
    draft_days, publication_days = _expected_after()
    schools = {(school, authority) for _, school, authority, _ in windows}
    schools |= {(visit.school_id, visit.authority_id) for visit in visits}
    calendars, bank = calendars_of(schools.union(*posts.values())), bank_holidays(extra)
    days_off = {head: days_of(posts.get(head, ()), calendars, bank) for head in heads}
    found: dict[int, PlanningInputs] = defaultdict(PlanningInputs)
    dated = set()
    for row in visits:
        person, calendar = people[row.head_id], calendars[row.school_id]
        draft, publication = expected(row.ends_on, calendar.closures, draft_days, publication_days, calendar.holidays)
        visit = _visit(row, draft, publication)
        found[person.pk].visits[row.pk] = _facts(person, calendar, days_off[person.pk], visit=visit)
        if visit.starts_on:
            dated.add(person.pk)
            if (row.draft_expected_on, row.publication_expected_on) != (draft, publication):
                found[person.pk].estimates[row.pk] = draft, publication, row.generation
    for head, school, _, opens_on in sorted(windows, key=lambda row: row[1]):
        joined = people.get(head)
        if joined is None or head in dated or not joined.has_buddy or found[head].window.window_opened_on:
            continue
        calendar, joined_on = calendars[school], local_day(joined.joined_at)
        opened = max(opens_on, joined_on) if opens_on and opens_on <= local_day(now) else joined_on
        found[head].window = _facts(joined, calendar, days_off[head], window_opened_on=opened)
    return found


def _people(heads: Sequence[int], now: datetime) -> dict[int, Any]:
    """Each with `has_buddy`."""
    buddies = Tie.objects.live(now).filter(head=OuterRef("pk"), kind=Tie.BUDDY, person__is_active=True)
    people = Person.objects.joined().filter(pk__in=heads).annotate(has_buddy=Exists(buddies))
    return people.only("joined_at", "quiet_from", "quiet_until", "quiet_weekends", "quiet_holidays").in_bulk()


def of_inspection(*, inspection: Inspection) -> Facts:
    """Of one inspection, whether its head is still here or not: it closes in its own time."""
    head, school, extra = inspection.head, (inspection.school_id, inspection.school.authority_id), extra_holidays()
    posts = posts_of([head.pk], clock.now()).get(head.pk, set())
    calendars = calendars_of({school, *posts})
    calendar = calendars[inspection.school_id]
    draft, publication = expected(inspection.ends_on, calendar.closures, *_expected_after(), calendar.holidays)
    days_off = days_of(posts, calendars, bank_holidays(extra))
    return _facts(head, calendar, days_off, visit=_visit(inspection, draft, publication))


def _expected_after() -> tuple[int, int]:
    """In how many working days draft and publication are expected, by the rules as they stand."""
    days = {rule.code: rule.number for rule in DeadlineRule.objects.in_force()}
    return days.get("draft", 18), days.get("publication", 30)


def _visit(row: Inspection, draft: date, publication: date) -> Visit:
    visit = visit_of(row)
    return visit if row.deferred_at else replace(visit, draft_expected_on=draft, publication_expected_on=publication)


def _facts(head: Person, calendar: SchoolCalendar, days_off: Days, **about: Any) -> Facts:
    quiet = Hours(head.quiet_from, head.quiet_until, head.quiet_weekends, head.quiet_holidays)
    return Facts(closures=calendar.closures, holidays=calendar.holidays, quiet=quiet, days_off=days_off, **about)
