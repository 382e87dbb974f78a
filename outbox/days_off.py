"""On which days a person's ordinary messages wait, where she chose so: bank holidays, and the holidays of her school.

Whoever belongs to no school (an officer, say) has no school holidays. Whoever belongs to two is off when both are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from network import calendar, clock
from network.models import Closure, Membership, Person, Term
from network.school_days import calendars_of, extra_holidays

AHEAD = timedelta(days=5)  # a bank holiday weekend may lead into a school holiday
MANY = 5000  # people asked about at once


class DaysOff:
    """What one run of a sender knows. In term time it asks nothing about a person."""

    @cached_property
    def bank(self) -> frozenset[date]:
        return calendar.bank_holidays(self._extra)

    @cached_property
    def _extra(self) -> frozenset[date]:
        return extra_holidays()

    def of(self, person: Person, moment: datetime) -> Container[date]:
        if not person.quiet_holidays or not self._somewhere_closed(clock.local(moment).date()):
            return self.bank
        if (person.pk, moment) not in self._schools:
            self._look_up([person.pk], moment)
        schools = self._schools[person.pk, moment]
        return _Days(self.bank, [self._closed[school] for school in schools]) if schools else self.bank

    def ask_for(self, people: Iterable[Person], moment: datetime) -> None:
        """Many at once, in a few queries, before each is asked about by herself."""
        if not self._somewhere_closed(clock.local(moment).date()):
            return
        keys = list({one.pk for one in people if one.quiet_holidays and (one.pk, moment) not in self._schools})
        for start in range(0, len(keys), MANY):
            self._look_up(keys[start : start + MANY], moment)

    def _look_up(self, people: Sequence[int], moment: datetime) -> None:
        self._schools |= {(pk, moment): set() for pk in people}
        posts = Membership.objects.live(moment).filter(person__in=people, school__isnull=False)
        unknown: dict[int, int] = {}
        for pk, school, authority in posts.order_by().values_list("person_id", "school_id", "school__authority_id"):
            self._schools[pk, moment].add(school)
            if school not in self._closed:
                unknown[school] = authority
        if unknown:
            found = calendars_of(unknown.items(), self._extra)
            self._closed |= {school: one.closures for school, one in found.items()}

    @cached_property
    def _schools(self) -> dict[tuple[int, datetime], set[int]]:
        return {}

    @cached_property
    def _closed(self) -> dict[int, tuple[calendar.Closure, ...]]:
        return {}

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


class _Days:
    def __init__(self, bank: frozenset[date], closed: list[tuple[calendar.Closure, ...]]) -> None:
        self.bank, self.closed = bank, closed

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return day in self.bank or all(any(day in closure for closure in closures) for closures in self.closed)
