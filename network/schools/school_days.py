"""When a school is in: its own days where it has typed them, the area's calendar otherwise."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from network.schools.calendar import Closure, Term, bank_holidays, closures_between
from network.schools.models.school import School
from network.schools.models.term import Closure as ClosureRow
from network.schools.models.term import ExtraHoliday
from network.schools.models.term import Term as TermRow


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: frozenset[date] = frozenset()
    own: bool = False  # the school typed terms of its own


def extra_holidays() -> frozenset[date]:
    return frozenset(ExtraHoliday.objects.values_list("on", flat=True))


def calendars_of(schools: Iterable[tuple[int, int]], extra: frozenset[date] | None = None) -> dict[int, SchoolCalendar]:
    """By school, for (school, authority) pairs of keys. Three queries, whatever their number; two where the extra
    bank holidays are known.

    A school's own terms take the place of the area's; its own closures come on top of them.
    """
    pairs = list(schools)
    school_ids, authority_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    terms, closures = (
        _rows(TermRow, Term, school_ids, authority_ids),
        _rows(ClosureRow, Closure, school_ids, authority_ids),
    )
    holidays = bank_holidays(extra_holidays() if extra is None else extra)
    whole = cache(lambda known, shut: tuple(sorted({*shut, *closures_between(known)})))
    answer = {}
    for school, authority in pairs:
        own = terms["school", school]
        known = tuple(sorted(own or terms["authority", authority]))
        shut = tuple(sorted(closures["school", school] + closures["authority", authority]))
        answer[school] = SchoolCalendar(known, whole(known, shut), holidays, bool(own))
    return answer


def calendar_of(school: School) -> SchoolCalendar:
    return calendars_of([(school.pk, school.authority_id)])[school.pk]


def _rows(model, value, school_ids, authority_ids):
    found = defaultdict(list)
    rows = model.objects.filter(authority__in=authority_ids) | model.objects.filter(school__in=school_ids)
    for school, authority, first, last, name in rows.values_list(
        "school_id", "authority_id", "starts_on", "ends_on", "name"
    ):
        found[("school", school) if school else ("authority", authority)].append(value(first, last, name))
    return found
