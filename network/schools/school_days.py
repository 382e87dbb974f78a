"""When a school is in: its own days where it has typed them, the area's calendar otherwise."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import F, IntegerField, Q, QuerySet, Value

from network.schools.calendar import Closure, Term, bank_holidays, closures_between
from network.schools.models.school import School
from network.schools.models.term import Closure as ClosureRow
from network.schools.models.term import ExtraHoliday
from network.schools.models.term import Term as TermRow

TERM, CLOSURE, HOLIDAY = "term", "closure", "holiday"  # what is on record


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: frozenset[date] = frozenset()
    own: bool = False  # the school typed terms of its own


def extra_holidays() -> frozenset[date]:
    return frozenset(ExtraHoliday.objects.values_list("on", flat=True))


def days_on_record(of: Q) -> QuerySet:
    """What, of which school and area, from and until, its name: the terms and closures that `of` is true of, and every
    bank holiday that was added."""
    terms, closures = (
        model.objects.filter(of)
        .order_by()
        .values_list(Value(what), "school_id", "authority_id", "starts_on", "ends_on", "name")
        for what, model in ((TERM, TermRow), (CLOSURE, ClosureRow))
    )
    nobody = Value(None, IntegerField())
    added = ExtraHoliday.objects.order_by().values_list(Value(HOLIDAY), nobody, nobody, "on", F("on"), Value(""))
    return terms.union(closures, added)


def calendars_of(schools: Iterable[tuple[int, int]]) -> dict[int, SchoolCalendar]:
    """By school, for (school, authority) pairs of keys. One query, whatever their number.

    A school's own terms take the place of the area's; its own closures come on top of them.
    """
    pairs = list(schools)
    terms, closures, added = defaultdict(list), defaultdict(list), set()
    theirs = Q(authority__in={pair[1] for pair in pairs}) | Q(school__in={pair[0] for pair in pairs})
    for what, school, authority, first, last, name in days_on_record(theirs):
        place = ("school", school) if school else ("authority", authority)
        if what == TERM:
            terms[place].append(Term(first, last, name))
        elif what == CLOSURE:
            closures[place].append(Closure(first, last, name))
        else:
            added.add(first)
    holidays = bank_holidays(frozenset(added))
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
