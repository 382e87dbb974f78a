"""What is known of each head's window and inspections, as the schedule takes it. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from inspections.deadlines.deadlines import expected
from inspections.deadlines.models import DeadlineRule
from inspections.visits.models import Inspection
from inspections.visits.moments import local_day
from inspections.visits.schedule import Facts, Visit
from network import clock
from network.contact.quiet import Hours
from network.models import Membership, Person, School, Tie
from network.schools.calendar import bank_holidays
from network.schools.school_days import calendars_of, extra_holidays
from outbox.reach.days_off import days_of, posts_of

VISIT_FIELDS = (
    "id",
    "head_id",
    "school_id",
    "school__authority_id",
    "starts_on",
    "ends_on",
    "deferred_at",
    "paused_on",
    "resumes_on",
    "draft_expected_on",
    "publication_expected_on",
    "draft_on",
    "draft_noted_at",
    "published_on",
    "published_noted_at",
    "generation",
)


@dataclass(slots=True)
class Known:
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


def of_heads(*, heads: Sequence[int], now: datetime) -> dict[int, Known]:
    """Nothing is known, because nothing is planned, of a head who has closed her account or never joined."""
    people, posts, extra = _people(heads, now), posts_of(heads, now), extra_holidays()
    windows = list(
        Membership.objects.live(now)
        .heads()
        .filter(person__in=heads, school__in_window=True, school__status__in=[School.OPEN, School.CLOSING])
        .values_list("person_id", "school_id", "school__authority_id", "school__window_opens_on")
    )
    visits = list(Inspection.objects.open().filter(head__in=people).values(*VISIT_FIELDS))
    draft_days, publication_days = _expected_after()
    schools = {(school, authority) for _, school, authority, _ in windows}
    schools |= {(visit["school_id"], visit["school__authority_id"]) for visit in visits}
    calendars, bank = calendars_of(schools.union(*posts.values()), extra), bank_holidays(extra)
    days_off = {head: days_of(posts.get(head, ()), calendars, bank) for head in heads}
    known: dict[int, Known] = defaultdict(Known)
    dated = set()
    for visit in visits:
        person = people[visit["head_id"]]
        calendar = calendars[visit["school_id"]]
        draft, publication = expected(
            visit["ends_on"], calendar.closures, draft_days, publication_days, calendar.holidays
        )
        planned = _visit(visit, draft, publication)
        if planned.starts_on:
            dated.add(visit["head_id"])
        head = known[visit["head_id"]]
        head.visits[visit["id"]] = Facts(
            visit=planned,
            closures=calendar.closures,
            holidays=calendar.holidays,
            quiet=person.quiet,
            days_off=days_off[visit["head_id"]],
        )
        stored = visit["draft_expected_on"], visit["publication_expected_on"]
        if planned.starts_on and stored != (draft, publication):
            head.estimates[visit["id"]] = draft, publication, visit["generation"]
    for head, school, _, opens_on in sorted(windows, key=lambda row: row[1]):
        joined = people.get(head)
        if joined is None or head in dated or not joined.has_buddy or known[head].window.window_opened_on:
            continue
        calendar, joined_on = calendars[school], local_day(joined.joined_at)
        opened = max(opens_on, joined_on) if opens_on and opens_on <= local_day(now) else joined_on
        known[head].window = Facts(
            window_opened_on=opened,
            closures=calendar.closures,
            holidays=calendar.holidays,
            quiet=joined.quiet,
            days_off=days_off[head],
        )
    return known


@dataclass(frozen=True, slots=True)
class _Person:
    joined_at: datetime
    quiet: Hours
    has_buddy: bool


def _people(heads: Sequence[int], now: datetime) -> dict[int, _Person]:
    buddies = Tie.objects.live(now).filter(head=OuterRef("pk"), kind=Tie.BUDDY, person__is_active=True)
    rows = (
        Person.objects.joined()
        .filter(pk__in=heads)
        .annotate(has_buddy=Exists(buddies))
        .values_list("pk", "joined_at", "quiet_from", "quiet_until", "quiet_weekends", "quiet_holidays", "has_buddy")
    )
    return {
        pk: _Person(joined_at, Hours(starts, ends, weekends, holidays), has_buddy)
        for pk, joined_at, starts, ends, weekends, holidays, has_buddy in rows
    }


def of_inspection(*, inspection: Inspection) -> Facts:
    """Of one inspection, whether its head is still here or not: it closes in its own time."""
    head, school, extra = inspection.head, (inspection.school_id, inspection.school.authority_id), extra_holidays()
    posts = posts_of([head.pk], clock.now()).get(head.pk, set())
    calendars = calendars_of({school, *posts}, extra)
    calendar = calendars[inspection.school_id]
    draft, publication = expected(inspection.ends_on, calendar.closures, *_expected_after(), calendar.holidays)
    row = {name: getattr(inspection, name) for name in VISIT_FIELDS if "__" not in name}
    return Facts(
        visit=_visit(row, draft, publication),
        closures=calendar.closures,
        holidays=calendar.holidays,
        quiet=Hours(head.quiet_from, head.quiet_until, head.quiet_weekends, head.quiet_holidays),
        days_off=days_of(posts, calendars, bank_holidays(extra)),
    )


def _expected_after() -> tuple[int, int]:
    """In how many working days draft and publication are expected, by the rules as they stand."""
    days = {rule.code: rule.number for rule in DeadlineRule.objects.in_force()}
    return days.get("draft", 18), days.get("publication", 30)


def _visit(row: dict, draft: date, publication: date) -> Visit:
    if row["deferred_at"]:
        return Visit()
    return Visit(
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        paused_on=row["paused_on"],
        resumes_on=row["resumes_on"],
        draft_expected_on=draft,
        draft_on=row["draft_on"],
        draft_noted_at=row["draft_noted_at"],
        publication_expected_on=publication,
        published_on=row["published_on"],
        published_noted_at=row["published_noted_at"],
    )
