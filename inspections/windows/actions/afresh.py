"""Every school's window worked out from what is stored of it now, in a fixed number of queries. Writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from inspections.windows import kinds
from inspections.windows.history import Facts, Kind, Past
from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import WindowOpening, WindowRule
from inspections.windows.seed import Rule
from inspections.windows.window import Window, opened_or_closed_by_hand, rules_in_force, window
from network import clock
from network.models import AreaGrade, PastInspection, School, SchoolLink
from network.schools.models.school import has_closed, open_on

# The only grades that any rule looks at: of a hundred thousand rows, a few thousand.
TELLING_GRADES = ("Needs attention", "Urgent improvement", "Requires improvement", "Inadequate", "3", "4")


class Stored(NamedTuple):
    """The school's row as far as windows need it: its facts, then what was worked out the last time."""

    pk: int
    urn: str
    name: str
    authority_id: int
    status: str
    kind: str
    kind_group: str
    opened_on: date | None
    closed_on: date | None
    last_inspected_on: date | None
    window_rule: str
    window_opens_on: date | None
    window_due_on: date | None
    window_limit_on: date | None
    window_confidence: str
    window_sentence: str
    in_window: bool
    window_sort_on: date | None


class ByHand(NamedTuple):
    pk: int
    is_open: bool
    from_on: date
    inspected_on: date | None
    reason: str = ""


class Seen(NamedTuple):
    school: Stored
    window: Window | None
    by_hand: ByHand | None
    last_own: Past | None  # the latest inspection that counts, of the school itself
    without: Rule | None  # why it has no window, where it has none


def windows_of(
    *,
    on: date,
    schools: QuerySet[School] | None = None,
    each: Callable[[int], AbstractContextManager[Any, Any]] = nullcontext,
) -> Iterator[Seen]:
    """In the order of ``schools`` (by default all that are open on that day or still hold a window). ``each`` may guard
    a school (network/guarded.py): one whose window cannot be worked out is then left out."""
    if schools is None:
        schools = School.objects.filter(open_on(on) | ~Q(window_rule=""))
    rules = rules_in_force(WindowRule.objects.as_rules(), on)
    lead_months = estimates_in_force().number("window_lead")
    rows = [Stored(*row) for row in schools.values_list("pk", *Stored._fields[1:])]
    urns = {row.urn for row in rows} if len(rows) <= 500 else None
    links = _predecessors(urns, on)
    if urns is not None:
        urns |= {urn for found in links.values() for urn in found}
    histories = _histories(urns, on)
    by_hand = _by_hand(on)
    for row in rows:
        seen = None
        with each(row.pk):
            before = links.get(row.urn, ())
            history = list(histories.get(row.urn, ()))
            history += [replace(past, of_predecessor=True) for urn in before for past in histories.get(urn, ())]
            facts = _facts(row, len(before), on)
            found = window(history, facts, rules, on=on, lead_months=lead_months)
            own = [p for p in history if not p.of_predecessor and p.started_on <= on and p.kind in COUNTED]
            last_own = max(own, key=lambda past: past.started_on, default=None)
            hand = by_hand.get(row.pk)
            if found is not None and hand is not None and not is_caught_up(hand, last_own):
                monitored = hand.reason == WindowOpening.MONITORED
                found = opened_or_closed_by_hand(found, is_open=hand.is_open, since=hand.from_on, monitored=monitored)
            seen = Seen(row, found, hand, last_own, rules.get(facts.without))
        if seen is not None:
            yield seen


COUNTED = (Kind.FULL, Kind.GRADED, Kind.UNGRADED)


def is_caught_up(hand: ByHand, last_own: Past | None) -> bool:
    """Whether the register now shows the inspection for which the window was closed."""
    return hand.inspected_on is not None and last_own is not None and last_own.started_on >= hand.inspected_on


def _facts(row: Stored, predecessors: int, on: date) -> Facts:
    return Facts(
        opened_on=row.opened_on,
        without=_why_none(row, on),
        is_closing=row.status == School.CLOSING or row.closed_on is not None,
        predecessors=predecessors,
        kind=row.kind,
    )


def _why_none(row: Stored, on: date) -> str:
    if has_closed(row.status, row.closed_on, on):
        return kinds.CLOSED
    return kinds.NOT_YET_OPEN if row.status == School.PROPOSED else kinds.not_inspected(row.kind, row.kind_group)


def _predecessors(urns: set[str] | None, on: date) -> dict[str, list[str]]:
    links = SchoolLink.objects.replaced(on)
    if urns is not None:
        links = links.filter(urn__in=urns)
    found: dict[str, list[str]] = defaultdict(list)
    for urn, link_urn in links.order_by("urn", "link_urn").values_list("urn", "link_urn").distinct():
        if urn != link_urn:
            found[urn].append(link_urn)
    return found


def _histories(urns: set[str] | None, on: date) -> dict[str, list[Past]]:
    inspections = PastInspection.objects.handed_on(on).filter(kind__in=[kind.value for kind in COUNTED])
    grades = AreaGrade.objects.filter(grade__in=TELLING_GRADES)
    if urns is not None:
        inspections = inspections.filter(urn__in=urns)
        grades = grades.filter(inspection__urn__in=urns)
    telling: dict[int, dict[str, str]] = defaultdict(dict)
    for inspection, area, grade in grades.order_by().values_list("inspection_id", "area", "grade"):
        telling[inspection][area] = grade
    found: dict[str, list[Past]] = defaultdict(list)
    graded = Exists(AreaGrade.objects.filter(inspection=OuterRef("pk")).exclude(grade="Not judged"))
    columns = ("pk", "urn", "urn_at_time", "kind", "started_on", "published_on", "outcome", "concern", "safeguarding")
    rows = inspections.order_by().values_list(*columns, graded)
    for pk, urn, then, kind, started, published, outcome, concern, safe, is_graded in rows:
        of_predecessor = bool(then) and then != urn
        found[urn].append(
            Past(Kind(kind), started, published, outcome, concern, safe, telling.get(pk, {}), of_predecessor, is_graded)
        )
    return found


def _by_hand(on: date) -> dict[int, ByHand]:
    """What stood by hand at the end of that day."""
    end = datetime.combine(on, time.max, clock.LONDON)
    rows = WindowOpening.objects.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=end), made_at__lte=end)
    columns = ("school_id", "pk", "is_open", "from_on", "inspected_on", "reason")
    return {school: ByHand(*rest) for school, *rest in rows.order_by("made_at").values_list(*columns)}
