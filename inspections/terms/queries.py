"""The stored term dates as the officer's page shows them, and the areas and schools they can belong to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from inspections.terms.lines import CLOSURE, TERM
from network import clock
from network.models import Authority, Closure, School, Term
from network.schools.calendar import Term as CalendarTerm

SHOWN_BACK = timedelta(days=60)
FAR = timedelta(days=200)


def areas() -> list[Authority]:
    return list(Authority.objects.filter(in_network=True).order_by("name"))


def school_of(urn: str) -> School | None:
    return School.objects.in_network().filter(urn=urn).first()


def stored() -> list[dict[str, Any]]:
    """Of the last two months and on, at most 500 rows."""
    since = clock.today() - SHOWN_BACK
    found = []
    for model, what in ((Term, TERM), (Closure, CLOSURE)):
        rows = model.objects.filter(ends_on__gte=since).values_list(
            "authority__name", "school__name", "name", "starts_on", "ends_on", "source"
        )[:500]
        found += [
            {"place": area or school, "what": what, "name": name, "first": first, "last": last, "source": source}
            for area, school, name, first, last, source in rows
        ]
    return sorted(found, key=lambda row: (row["place"], row["first"]))


def places_without_next_term() -> list[str]:
    """The names of both."""
    return [name for places in without_next_term() for name in places.values_list("name", flat=True)]


def without_next_term() -> tuple[QuerySet[Authority], QuerySet[School]]:
    """Areas of the network, and schools with terms of their own, whose next term is not known: what comes after
    today's has no first day."""
    today = clock.today()
    coming = Term.objects.filter(starts_on__gt=today, starts_on__lte=today + FAR)
    in_network = Authority.objects.filter(in_network=True)
    own = School.objects.in_network().filter(pk__in=Term.objects.filter(school__isnull=False).values("school"))
    return (
        in_network.exclude(pk__in=coming.filter(authority__isnull=False).values("authority")),
        own.exclude(pk__in=coming.filter(school__isnull=False).values("school")),
    )


def is_next_term_missing(terms: Iterable[CalendarTerm], today: date) -> bool:
    """As above, for the terms one school goes by."""
    return not any(today < term.first <= today + FAR for term in terms)
