"""The open inspections that somebody may see, and who was told of them: read once for a front page."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from inspections.visits.models import UNDONE_IS_SHOWN_FOR, Inspection, Told
from network.models import Person
from network.people.asks import Viewer
from network.schools.school_days import SchoolCalendar, calendars_of


def open_visits(viewer: Viewer) -> list[Inspection]:
    """Newest call first: their own, and of heads by whom they stand, for whom they act, or who share the dates."""
    if not viewer.is_of_a_pair:
        return []
    rows = Inspection.objects.visible_to(viewer.person).open()
    return list(rows.select_related("head", "school").order_by("-called_at", "-pk"))


def own_visits(viewer: Viewer) -> list[Inspection]:
    return [row for row in viewer.once(open_visits) if row.head_id == viewer.person.pk]


def newest_visit_of(viewer: Viewer, head: int) -> Inspection | None:
    """Of the head of that key, as far as they may see it."""
    return next((row for row in viewer.once(open_visits) if row.head_id == head), None)


def told(viewer: Viewer) -> list[Told]:
    """Who was told of an inspection that is open or was undone within a day, as far as they may see it."""
    rows = Told.objects.visible_to(viewer.person).filter(inspection__closed_at=None).with_told_again()
    lately = Q(inspection__undone_at=None) | Q(inspection__undone_at__gt=viewer.now - UNDONE_IS_SHOWN_FOR)
    return list(rows.filter(lately).select_related("person", "inspection__head").order_by("pk"))


def told_of(viewer: Viewer, visit: Inspection) -> list[Told]:
    """Of one inspection that is open."""
    return [row for row in viewer.once(told) if row.inspection_id == visit.pk]


def told_to(viewer: Viewer, visit: Inspection, person: Person) -> Told | None:
    """Of one inspection that is open, how that person was told."""
    return next((row for row in told_of(viewer, visit) if row.person_id == person.pk), None)


def calendars(viewer: Viewer) -> dict[int, SchoolCalendar]:
    """Of the schools of those inspections, by the school's key."""
    return calendars_of({(row.school_id, row.school.authority_id) for row in viewer.once(open_visits)})


def holidays(viewer: Viewer) -> frozenset[date]:
    """Bank holidays, for whoever has such an inspection."""
    return next((calendar.holidays for calendar in viewer.once(calendars).values()), frozenset())
