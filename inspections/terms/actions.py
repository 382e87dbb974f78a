"""Term dates of an area, or of one school where its own differ. Officers and administrators (matrix row 34)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from inspections.terms.lines import TERM, Line
from inspections.windows.actions import next_call_days
from network import audit, hooks
from network.models import Authority, Closure, Person, School, Term
from network.rules import check_runs_the_network


def replace(
    *,
    by: Person,
    lines: Iterable[Line],
    authority: Authority | None = None,
    school: School | None = None,
    source: str = "",
) -> tuple[int, int]:
    """What the file says takes the place of what was stored for the same stretch of days; days outside it stay. All or
    nothing. Returns how many rows were put and how many taken away; a file that changes nothing writes nothing."""
    check_runs_the_network(by)
    lines = sorted(set(lines))
    if not lines:
        return 0, 0
    first, last = min(line.first for line in lines), max(line.last for line in lines)
    with transaction.atomic():
        put, taken = 0, 0
        for model, wanted in (
            (Term, [line for line in lines if line.what == TERM]),
            (Closure, [line for line in lines if line.what != TERM]),
        ):
            stored = model.objects.filter(authority=authority, school=school, ends_on__gte=first, starts_on__lte=last)
            wishes = {(line.first, line.last, line.name) for line in wanted}
            keep, drop = set(), []
            for pk, *row in stored.values_list("pk", "starts_on", "ends_on", "name"):
                key = (row[0], row[1], row[2])
                if key in wishes and key not in keep:
                    keep.add(key)
                else:
                    drop.append(pk)
            model.objects.filter(pk__in=drop).delete()
            new = [
                model(authority=authority, school=school, name=name, starts_on=start, ends_on=end, source=source)
                for start, end, name in sorted(wishes - keep)
            ]
            objects: Any = model.objects  # one of two tables of the same shape
            objects.bulk_create(new)
            put, taken = put + len(new), taken + len(drop)
        if put or taken:
            _record(by, "term-dates.replace", authority, school, put=put, taken=taken)
            next_call_days.push_down()
    return put, taken


def add(
    *,
    by: Person,
    what: str,
    name: str,
    first: date,
    last: date,
    authority: Authority | None = None,
    school: School | None = None,
) -> None:
    check_runs_the_network(by)
    model = Term if what == TERM else Closure
    with transaction.atomic():
        _, made = model.objects.get_or_create(
            authority=authority,
            school=school,
            starts_on=first,
            ends_on=last,
            defaults={"name": name, "source": "typed"},
        )
        if made:
            _record(by, "term-dates.add", authority, school, kind=what)
            next_call_days.push_down()


def _record(by: Person, verb: str, authority: Authority | None, school: School | None, **detail: Any) -> None:
    """What was changed; and the plans that hang on it are made anew."""
    of_area = School.objects.filter(authority=authority).values_list("pk", flat=True) if authority else []
    hooks.call(hooks.facts_changed, schools=[school.pk] if school else of_area)
    what = f"school:{school.public_id}" if school else f"authority:{authority.code if authority else ''}"
    audit.record(by=by, verb=verb, what=what, **detail)
