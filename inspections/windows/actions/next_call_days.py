"""The next usual call day of each school in the window, pushed down to the school for the front page.

Worked out from the school's own term dates. None where nothing can be said: no term dates for those weeks, or a school
under monitoring, which may be rung on any day and is never shown a quiet one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import QuerySet

from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import WindowOpening
from inspections.windows.usual_days import usual_days
from inspections.windows.window import NO_QUIET_WEEKS
from network import clock, guarded
from network.batches import batched
from network.models import School
from network.schools.school_days import calendars_of

AHEAD = timedelta(weeks=10)  # longer than any school holiday


def push_down() -> int:
    """Writes what changed, in a fixed number of queries and one update a day that is new. Returns how many schools."""
    today = clock.today()
    stored = School.objects.in_network().values_list("pk", "authority_id", "next_call_day_on")
    known = {pk: (authority, day) for pk, authority, day in stored.exclude(next_call_day_on=None).order_by()}
    rows = {pk: (authority, day) for pk, authority, day in _who_may_be_rung(stored)}
    with guarded.rows() as each:
        days = _days({(pk, authority) for pk, (authority, _) in rows.items()}, today, each)
        new: dict[date | None, list[int]] = defaultdict(list)
        for pk, (_, day) in {**known, **rows}.items():
            if (found := days.get(pk)) != day:
                new[found].append(pk)
        for day, pks in new.items():
            for some in batched(pks):
                School.objects.filter(pk__in=some).update(next_call_day_on=day)
    return sum(len(pks) for pks in new.values())


def _who_may_be_rung(stored: QuerySet) -> list[tuple[int, int, date | None]]:
    monitored = WindowOpening.objects.in_force().filter(reason=WindowOpening.MONITORED).values("school")
    rows = stored.filter(in_window=True).exclude(window_rule__in=NO_QUIET_WEEKS).exclude(pk__in=monitored)
    return list(rows.order_by())


def _days(schools: set[tuple[int, int]], today: date, each: guarded.Guard) -> dict[int, date | None]:
    """A school whose calendar cannot be worked out has none: nothing is said of it."""
    if not schools:
        return {}
    autumn_days = estimates_in_force().number("autumn_school_days")
    answer = {}
    for school, calendar in calendars_of(schools).items():
        with each(school, in_transaction=False):
            answer[school] = next(iter(usual_days(calendar, today, today + AHEAD, autumn_days)), None)
    return answer
