"""When colleagues can next be asked: their weeks, their leave, and the holidays of the areas they work in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from directory.colleagues.models.availability import Leave, WeekDay
from network import clock
from network.models import Closure, Membership, Term
from network.schools.calendar import TERM_MISSING

FAR = timedelta(days=31)  # an inspection that is paused lasts a fortnight; nobody waits for a month
Span = tuple[int, date, date]  # of a listing or an area: first and last day, both counted


def next_free(listings: Collection[int], *, after: datetime, until: datetime) -> datetime | None:
    """The first moment later than `after` and before `until` (both aware) at which one of these listings (primary
    keys) begins an hour of the week in which the phone may ring. None when there is none. Four queries."""
    if not listings:
        return None
    first = clock.local(after).date()
    last = min(clock.local(until).date(), first + FAR)
    week = list(WeekDay.objects.filter(listing__in=listings).values_list("listing_id", "day", "from_time"))
    away = list(
        Leave.objects.filter(listing__in=listings, starts_on__lte=last, ends_on__gte=first).values_list(
            "listing_id", "starts_on", "ends_on"
        )
    )
    areas = _areas(listings)
    shut = holidays({area for some in areas.values() for area in some}, first, last)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        closed = shut(day)
        gone = {key for key, start, end in away if start <= day <= end}
        starts = [
            datetime.combine(day, start, tzinfo=clock.LONDON)
            for key, weekday, start in week
            if weekday == day.weekday() and key not in gone and not (areas[key] and areas[key] <= closed)
        ]
        found = min((moment for moment in starts if after < moment < until), default=None)
        if found:
            return found
    return None


def _areas(listings: Collection[int]) -> dict[int, set[int]]:
    """By listing, the areas of the schools at which its person works now."""
    posts = Membership.objects.live().filter(person__listing__in=listings, school__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for listing, area in posts.values_list("person__listing", "school__authority"):
        found[listing].add(area)
    return found


def holidays(areas: Collection[int], first: date, last: date):
    """A function from a day to those of the areas whose schools are shut on it (see `areas_on_holiday`)."""
    terms = Term.objects.filter(authority__in=areas, ends_on__gte=first, starts_on__lt=last + TERM_MISSING)
    shut = Closure.objects.filter(authority__in=areas, starts_on__lte=last, ends_on__gte=first)
    spans = ("authority_id", "starts_on", "ends_on")
    known, closed = list(terms.values_list(*spans)), list(shut.values_list(*spans))
    return lambda day: areas_on_holiday(day, known, closed)


def areas_on_holiday(day: date, terms: Iterable[Span], closures: Iterable[Span]) -> set[int]:
    """The areas whose term dates are known and whose schools are shut on this day. A next term that begins as late as
    TERM_MISSING after it does not mean a holiday until then: one was not typed in."""
    closed = {area for area, start, end in closures if start <= day <= end}
    known = [(area, start) for area, start, end in terms if end >= day and start < day + TERM_MISSING]
    in_term = {area for area, start in known if start <= day} - closed
    return {area for area, _ in known} - in_term
