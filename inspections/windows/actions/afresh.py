"""Every school's window worked out from what is stored of it now, in a fixed number of queries. Writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from inspections.windows.history import Facts, Kind, Past
from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import WindowOpening, WindowRule
from inspections.windows.window import Window, opened_or_closed_by_hand, rules_in_force, window
from network import clock
from network.models import AreaGrade, PastInspection, School, SchoolLink

# The only grades that any rule looks at: of a hundred thousand rows, a few thousand.
TELLING_GRADES = ("Needs attention", "Urgent improvement", "Requires improvement", "Inadequate", "3", "4")
# Establishment groups whose schools are inspected under section 5; within them, the kinds that are not.
STATE_FUNDED = frozenset({"local authority maintained schools", "academies", "free schools", "special schools"})
NOT_SCHOOLS = ("other independent", "academy 16-19", "academy 16 to 19", "free schools 16 to 19", "free schools 16-19")


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


def windows_of(
    *,
    on: date,
    schools: QuerySet[School] | None = None,
    each: Callable[[int], AbstractContextManager[Any, Any]] = nullcontext,
) -> Iterator[Seen]:
    """In the order of ``schools`` (by default all that are open or still hold a window). ``each`` may guard a school
    (network/guarded.py): one whose window cannot be worked out is then left out."""
    if schools is None:
        schools = School.objects.filter(Q(status__in=[School.OPEN, School.CLOSING]) | ~Q(window_rule=""))
    rules = rules_in_force(WindowRule.objects.as_rules(), on)
    lead_months = estimates_in_force().number("window_lead")
    rows = [Stored(*row) for row in schools.values_list("pk", *Stored._fields[1:])]
    urns = {row.urn for row in rows} if len(rows) <= 500 else None
    links = _predecessors(urns)
    if urns is not None:
        urns |= {urn for found in links.values() for urn in found}
    histories = _histories(urns)
    by_hand = _by_hand(on)
    for row in rows:
        seen = None
        with each(row.pk):
            before = links.get(row.urn, ())
            history = list(histories.get(row.urn, ()))
            history += [replace(past, of_predecessor=True) for urn in before for past in histories.get(urn, ())]
            found = window(history, _facts(row, len(before), on), rules, on=on, lead_months=lead_months)
            own = [p for p in history if not p.of_predecessor and p.started_on <= on and p.kind in COUNTED]
            last_own = max(own, key=lambda past: past.started_on, default=None)
            hand = by_hand.get(row.pk)
            if found is not None and hand is not None and not is_caught_up(hand, last_own):
                monitored = hand.reason == WindowOpening.MONITORED
                found = opened_or_closed_by_hand(found, is_open=hand.is_open, since=hand.from_on, monitored=monitored)
            seen = Seen(row, found, hand, last_own)
        if seen is not None:
            yield seen


COUNTED = (Kind.FULL, Kind.GRADED, Kind.UNGRADED)


def is_caught_up(hand: ByHand, last_own: Past | None) -> bool:
    """Whether the register now shows the inspection for which the window was closed."""
    return hand.inspected_on is not None and last_own is not None and last_own.started_on >= hand.inspected_on


def _facts(row: Stored, predecessors: int, on: date) -> Facts:
    kind = row.kind.casefold()
    return Facts(
        opened_on=row.opened_on,
        # Closed since: on that day it was still open.
        is_closed=row.status == School.CLOSED and not (row.closed_on and row.closed_on > on),
        is_closing=row.status == School.CLOSING,
        is_state_funded=(not row.kind_group or row.kind_group.casefold() in STATE_FUNDED)
        and not kind.startswith(NOT_SCHOOLS),
        predecessors=predecessors,
    )


def _predecessors(urns: set[str] | None) -> dict[str, list[str]]:
    links = SchoolLink.objects.filter(kind__istartswith="predecessor")
    if urns is not None:
        links = links.filter(urn__in=urns)
    found: dict[str, list[str]] = defaultdict(list)
    for urn, link_urn in links.order_by("urn", "link_urn").values_list("urn", "link_urn").distinct():
        if urn != link_urn:
            found[urn].append(link_urn)
    return found


def _histories(urns: set[str] | None) -> dict[str, list[Past]]:
    inspections = PastInspection.objects.filter(kind__in=[kind.value for kind in COUNTED])
    grades = AreaGrade.objects.filter(grade__in=TELLING_GRADES)
    if urns is not None:
        inspections = inspections.filter(urn__in=urns)
        grades = grades.filter(inspection__urn__in=urns)
    telling: dict[int, dict[str, str]] = defaultdict(dict)
    for inspection, area, grade in grades.order_by().values_list("inspection_id", "area", "grade"):
        telling[inspection][area] = grade
    found: dict[str, list[Past]] = defaultdict(list)
    columns = ("pk", "urn", "urn_at_time", "kind", "started_on", "published_on", "outcome", "concern", "safeguarding")
    for pk, urn, then, kind, started, published, outcome, concern, safe in inspections.order_by().values_list(*columns):
        of_predecessor = bool(then) and then != urn
        found[urn].append(
            Past(Kind(kind), started, published, outcome, concern, safe, telling.get(pk, {}), of_predecessor)
        )
    return found


def _by_hand(on: date) -> dict[int, ByHand]:
    """What stood by hand at the end of that day."""
    end = datetime.combine(on, time.max, clock.LONDON)
    rows = WindowOpening.objects.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=end), made_at__lte=end)
    columns = ("school_id", "pk", "is_open", "from_on", "inspected_on", "reason")
    return {school: ByHand(*rest) for school, *rest in rows.order_by("made_at").values_list(*columns)}
