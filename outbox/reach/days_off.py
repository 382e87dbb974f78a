"""On which days a person's ordinary messages wait, where she chose so: bank holidays, and the holidays of her school.

Whoever belongs to no school (an officer, say) has no school holidays. Whoever belongs to two is off when both are.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from network import clock
from network.batches import batched
from network.contact.quiet import LONGEST, Days
from network.models import Closure, Membership, Person, Term
from network.schools import calendar
from network.schools.school_days import SchoolCalendar, calendars_of, extra_holidays

AHEAD = timedelta(days=5)  # a bank holiday weekend may lead into a school holiday
MANY = 5000  # people asked about at once


def posts_of(people: Iterable[int], moment: datetime) -> dict[int, set[tuple[int, int]]]:
    """By person: the schools they belong to, each with its authority (keys of both). One query."""
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    posts = Membership.objects.live(moment).filter(person__in=people, school__isnull=False).order_by()
    for person, school, authority in posts.values_list("person_id", "school_id", "school__authority_id"):
        found[person].add((school, authority))
    return found


def days_of(posts: Iterable[tuple[int, int]], calendars: Mapping[int, SchoolCalendar], bank: frozenset[date]) -> Days:
    """Of somebody with these posts (`posts_of`). `calendars` has all of these schools, from `calendars_of`."""
    closures = {calendars[school].closures for school, _ in posts}
    return Days(bank, tuple(sorted(closures)))


def days_off_of(people: Sequence[int], moment: datetime) -> dict[int, Days]:
    """By key, as values that are good for any day. A fixed number of queries, whatever the number of people."""
    posts, extra = posts_of(people, moment), extra_holidays()
    calendars, bank = calendars_of(set().union(*posts.values())), calendar.bank_holidays(extra)
    return {person: days_of(posts.get(person, ()), calendars, bank) for person in people}


class DaysOff:
    """What one run of a sender knows. In term time it asks nothing about a person."""

    def __init__(self) -> None:
        self._schools: dict[tuple[int, datetime], set[int]] = {}  # by person and moment asked about
        self._closed: dict[int, tuple[calendar.Closure, ...]] = {}  # by school

    @cached_property
    def bank(self) -> frozenset[date]:
        return calendar.bank_holidays(self._extra)

    @cached_property
    def _extra(self) -> frozenset[date]:
        return extra_holidays()

    def of(self, person: Person, moment: datetime) -> Container[date]:
        """Good for what begins within days of `moment`."""
        if not person.quiet_holidays or not self._somewhere_closed(clock.local(moment).date()):
            return self.bank
        if (person.pk, moment) not in self._schools:
            self._look_up([person.pk], moment)
        schools = self._schools[person.pk, moment]
        return Days(self.bank, tuple(self._closed[school] for school in schools)) if schools else self.bank

    def days_back(self, moment: datetime, number: int) -> datetime:
        """Midnight of the day since which `number` days have passed on which everybody can be asked: what is older is
        older than so many days by anybody's clock."""
        day = clock.local(moment).date()
        for _ in range(LONGEST + 2 * number):
            day -= timedelta(days=1)
            if day.weekday() < 5 and day not in self.bank and not any(day in closure for closure in self._everywhere):
                number -= 1
            if number < 0:
                break
        return datetime.combine(day, time(0), tzinfo=clock.LONDON).astimezone(UTC)

    def ask_for(self, people: Iterable[Person], moment: datetime) -> None:
        """Many at once, in a few queries, before each is asked about by herself."""
        if not self._somewhere_closed(clock.local(moment).date()):
            return
        keys = list({one.pk for one in people if one.quiet_holidays and (one.pk, moment) not in self._schools})
        for some in batched(keys, MANY):
            self._look_up(some, moment)

    def _look_up(self, people: Sequence[int], moment: datetime) -> None:
        self._schools |= {(pk, moment): set() for pk in people}
        posts = posts_of(people, moment)
        for pk, schools in posts.items():
            self._schools[pk, moment] = {school for school, _ in schools}
        unknown = {post for schools in posts.values() for post in schools if post[0] not in self._closed}
        if unknown:
            found = calendars_of(unknown)
            self._closed |= {school: one.closures for school, one in found.items()}

    def _somewhere_closed(self, today: date) -> bool:
        return any(closure.last >= today and closure.first <= today + AHEAD for closure in self._everywhere)

    @cached_property
    def _everywhere(self) -> list[calendar.Closure]:
        found = [
            calendar.Closure(*row) for row in Closure.objects.values_list("starts_on", "ends_on", "name").distinct()
        ]
        terms: dict[tuple[int | None, int | None], list[calendar.Term]] = {}
        known = Term.objects.values_list("authority_id", "school_id", "starts_on", "ends_on", "name")
        for area, school, first, last, name in known:
            terms.setdefault((area, school), []).append(calendar.Term(first, last, name))
        return found + [closure for one in terms.values() for closure in calendar.closures_between(one)]
