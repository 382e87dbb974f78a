"""The coming weeks' cover, from the rows, in a fixed number of queries."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import FilteredRelation, Q, QuerySet

from directory.call_outs import colleagues
from directory.call_outs.rows import settings_row
from directory.colleagues.models.listing import Listing
from directory.cover import days as cover
from directory.drills.models import Drill
from directory.needs import phases_of
from network import clock
from network.models import School, Term
from network.schools import calendar
from network.schools.school_days import CLOSURE, TERM, days_on_record

WEEKS = 4
SUMMER = timedelta(weeks=7)


def members(
    also_away: dict[int, tuple[date, date]] | None = None,
    *,
    other_weeks: dict[int, set[int]] | None = None,
    whom_nothing_reaches: bool = False,
) -> list[cover.Member]:
    """Those who can be asked; `whom_nothing_reaches`: also those on call who cannot be reached."""
    on_call = Listing.objects.on_call()
    if not whom_nothing_reaches:
        on_call = on_call.reachable()
    coming = FilteredRelation("leave", condition=Q(leave__ends_on__gte=clock.today()))
    # One row for each of their weekdays and each of their leaves: few, and one query.
    rows = on_call.annotate(coming=coming).values_list(
        "pk", "phases", "week__day", "coming__starts_on", "coming__ends_on"
    )
    days, away, knows = defaultdict(set), defaultdict(set), {}
    for key, phases, day, first, last in rows:
        knows[key] = frozenset(phases or ())
        days[key].add(day)
        if first:
            away[key].add((first, last))
    days.update(other_weeks or {})
    for key, span in (also_away or {}).items():
        away[key].add(span)
    return [cover.Member(key, frozenset(days[key]), phases, tuple(away[key])) for key, phases in knows.items()]


def closed_days(start: date, weeks: int) -> frozenset[date]:
    """Bank holidays, and the holidays and closures of the network's areas. A day is closed when no area of the network
    is in school. Beyond the terms on record nobody knows: such a day is not closed."""
    terms, shut, extra = defaultdict(list), defaultdict(list), set()
    for what, _, area, first, last, _ in days_on_record(Q(authority__in_network=True)):
        if what == TERM:
            terms[area].append(calendar.Term(first, last))
        elif what == CLOSURE:
            shut[area].append(calendar.Closure(first, last))
        else:
            extra.add(first)
    bank = calendar.bank_holidays(frozenset(extra))
    areas = [calendar.closures_between(known) + shut[area] for area, known in terms.items()]

    def on_holiday(day: date) -> bool:
        return bool(areas) and all(any(day in closure for closure in closures) for closures in areas)

    return frozenset(day for day in cover.school_days(start, weeks) if day in bank or on_holiday(day))


def terms_known_until() -> date | None:
    """The last day on record of the area whose term dates end first; None where no area has any."""
    last: dict[int, date] = {}
    for area, ends_on in Term.objects.filter(authority__in_network=True).values_list("authority_id", "ends_on"):
        last[area] = max(ends_on, last.get(area, ends_on))
    return min(last.values(), default=None)


def coming(
    *,
    weeks: int = WEEKS,
    enough: int | None = None,
    also_away: dict[int, tuple[date, date]] | None = None,
    other_weeks: dict[int, set[int]] | None = None,
    start: date | None = None,
    needed: frozenset[str] | None = None,
) -> list[cover.Day]:
    """`also_away`: as if these listings were away as well, from and until; `other_weeks`: as if theirs were these
    weekdays. `enough` and `needed`, what the settings and the schools say, where they are known already."""
    if enough is None:
        enough = settings_row().thin_cover
    if needed is None:
        needed = phases_of_the_network()
    start = start or clock.today()
    days = cover.school_days(start, weeks, closed_days(start, weeks))
    return cover.table(members(also_away, other_weeks=other_weeks), days, enough, needed)


def phases_of_the_network() -> frozenset[str]:
    """What any open school of the network has: somebody may ask about it, whether or not anybody knows it."""
    kinds = School.objects.open().in_network().order_by().values_list("phase", "kind").distinct()
    return frozenset().union(*(phases_of(phase, kind) for phase, kind in kinds))


def cannot_be_reached() -> list[Listing]:
    """Approved colleagues on somebody's rota whom no message can reach now, or whom no head could ring: nobody asks
    them. In a fixed number of queries."""
    listings = list(Listing.objects.on_call().filter(week__isnull=False).distinct().select_related("person"))
    there = colleagues.reachable(listings)
    return [listing for listing in listings if listing.pk not in there]


def drill_is_due() -> bool:
    """None yet in the running term (or, where no term is on record, in the last four months)."""
    today = clock.today()
    terms = Term.objects.filter(authority__in_network=True, ends_on__gte=today)
    running = terms.filter(starts_on__lte=today)
    start = running.order_by("starts_on").values_list("starts_on", flat=True).first()
    if start is None and (_next_is_near(terms, today) or _term_has_just_ended(today)):
        return False  # holidays
    start = start or today - timedelta(days=120)
    return not Drill.objects.filter(started_at__date__gte=start).exists()


def _next_is_near(terms: QuerySet[Term], today: date) -> bool:
    return terms.filter(starts_on__lt=today + calendar.TERM_MISSING).exists()


def _term_has_just_ended(today: date) -> bool:
    """No holiday is longer than seven weeks: until then, terms that nobody has typed in need not have begun."""
    return Term.objects.filter(authority__in_network=True, ends_on__lt=today, ends_on__gte=today - SUMMER).exists()
