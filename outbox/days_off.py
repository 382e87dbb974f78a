"""On which days a person's ordinary messages wait, where she chose so: bank holidays, and the holidays of her school.

Whoever belongs to no school (an officer, say) has no school holidays. Whoever belongs to two is off when both are.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import cached_property

from network import calendar, clock
from network.models import Closure, Membership, Person, Term
from network.school_days import calendars_of, extra_holidays

AHEAD = timedelta(days=5)  # a bank holiday weekend may lead into a school holiday


class DaysOff:
    """What one run of a sender knows. In term time it asks nothing about a person."""

    @cached_property
    def bank(self) -> frozenset[date]:
        return calendar.bank_holidays(extra_holidays())

    def of(self, person: Person, moment: datetime) -> Container[date]:
        today = clock.local(moment).date()
        if not person.quiet_holidays or not self._somewhere_closed(today):
            return self.bank
        posts = Membership.objects.live(moment).filter(person=person.pk, school__isnull=False)
        schools = frozenset(posts.values_list("school_id", "school__authority_id"))
        if not schools:
            return self.bank
        if schools not in self._closed:
            self._closed[schools] = [one.closures for one in calendars_of(schools).values()]
        return _Days(self.bank, self._closed[schools])

    @cached_property
    def _closed(self) -> dict[frozenset[tuple[int, int]], list[tuple[calendar.Closure, ...]]]:
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
