"""From the facts to the stored check-ins and their messages. May run at any time, any number of times: it writes what
differs, and nothing when nothing does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from inspections.check_ins.actions import planning_inputs
from inspections.check_ins.actions.store import Place, store
from inspections.check_ins.models import CheckIn, PlanDue
from inspections.check_ins.plan_diff import Changes, Row, Stored, compare, one_a_day
from inspections.visits.models import Inspection
from inspections.visits.schedule import Planned, plan
from network import clock, guarded, hooks
from network.batches import batched
from network.models import Person
from outbox import actions as outbox
from outbox.models import Message

CHUNK = 1_000
HISTORY = timedelta(days=430)  # a year and its two months: no stored check-in of an open plan is older
PATH = "/c/{token}/"
MOMENTS = ("due_at", "send_at", "useful_until")
STATES = {
    CheckIn.PLANNED: Stored.PLANNED,
    CheckIn.ANSWERED: Stored.ANSWERED,
    CheckIn.MISSED: Stored.ASKED,
    CheckIn.NOT_ASKED: Stored.CANCELLED,  # wanted at another time, it is asked then
    CheckIn.CANCELLED: Stored.CANCELLED,
}
Key = tuple[str, str]


@dataclass
class Written:
    added: int = 0
    moved: int = 0
    cancelled: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.added + other.added, self.moved + other.moved, self.cancelled + other.cancelled)

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.cancelled)


def plan_check_ins(*, heads: Iterable[Person] | None = None, by: Person | None = None) -> Written:
    """Of these heads, or of everybody who has something to plan. What the tick does is in `due.py`; it looks at these
    heads once more, since a tick of this very moment may have read what they had before the press."""
    now = clock.now()
    if heads is None:
        some = everybody(now)
        return sum(guarded.together(some, lambda ids: plan_heads(heads=ids, now=now, by=by), size=CHUNK), Written())
    ids = [head.pk for head in heads]
    written = Written()
    for part in batched(ids, CHUNK):
        with transaction.atomic():
            written += plan_heads(heads=part, now=now, by=by)
            PlanDue.objects.bulk_create(PlanDue(head_id=pk, due_at=now) for pk in part)
    return written


def plan_by_new_hours(*, person: Person, by: Person) -> datetime | None:
    """Called when quiet hours were saved: no page says an hour in which nothing is sent any more. When the next
    check-in comes now, in UTC; None where none is planned."""
    plan_check_ins(heads=[person], by=by)
    asked = CheckIn.objects.filter(head=person, state=CheckIn.PLANNED, send_at__gt=clock.now())
    return asked.order_by("send_at").values_list("send_at", flat=True).first()


def mark_missed(*, by: Person | None = None) -> int:
    """What could have been answered until now and was not; what was never asked is called so. Known to the pair
    alone. How many were missed."""
    now = clock.now()
    over = CheckIn.objects.filter(state=CheckIn.PLANNED, due_at__lte=now, useful_until__lte=now)
    missed = over.was_asked().update(state=CheckIn.MISSED)
    never_asked = over.asked_no_more(now)
    if heads := set(never_asked.values_list("head_id", flat=True)):
        with transaction.atomic():
            never_asked.update(state=CheckIn.NOT_ASKED)
            hooks.call(hooks.facts_changed, people=heads)  # it may be wanted at another time
    return missed


def message_of(*, check_in: CheckIn) -> outbox.Wanted:
    return outbox.Wanted(
        to=check_in.head,
        kind="check-in",
        occurrence=f"{check_in.public_id}.{check_in.generation}",
        due_at=check_in.send_at,
        useful_until=check_in.useful_until,
        about=f"checkin:{check_in.pk}",
        path=PATH,
    )


def everybody(now: datetime) -> list[int]:
    """Keys of all who have something to plan, or something planned."""
    stored = CheckIn.objects.filter(state=CheckIn.PLANNED).order_by().values_list("head_id", flat=True).distinct()
    return sorted({*planning_inputs.whom_to_plan(now=now), *stored})


def plan_heads(*, heads: Sequence[int], now: datetime, by: Person | None = None) -> Written:
    """Of heads by their keys, in the caller's transaction.

    What is stored is read before the facts: days that are moved between the two reads have moved the rows as well, and
    what is written below holds for the rows as they were read. So no day is planned back to where it was.

    A question that is leaving at this moment is left as it is. Should it not leave after all, it has to be planned by
    what is known now: its head is marked for the next tick."""
    stored, leaving = _stored(heads, now)
    if leaving:
        PlanDue.objects.bulk_create(PlanDue(head_id=head, due_at=now) for head in sorted(leaving))
    inputs = planning_inputs.of_heads(heads=heads, now=now)
    wanted: dict[Place, list[Planned]] = {}
    estimates: dict[tuple[date, date, int], list[int]] = defaultdict(list)
    for head, known in inputs.items():
        if known.window.window_opened_on:
            wanted[head, None] = list(plan(known.window, now))
        for inspection, estimate in known.estimates.items():
            estimates[estimate].append(inspection)
        plans = {inspection: list(plan(facts, now)) for inspection, facts in known.visits.items()}
        if len(plans) > 1:
            rows = {inspection: stored.get((head, inspection), {}) for inspection in plans}
            plans = one_a_day(plans, rows, now)
        for inspection, planned in plans.items():
            wanted[head, inspection] = planned
    for (draft, publication, generation), inspections in estimates.items():
        Inspection.objects.filter(pk__in=inspections, generation=generation).update(
            draft_expected_on=draft, publication_expected_on=publication
        )
    changes = {}
    for place in sorted(wanted.keys() | stored.keys(), key=lambda place: (place[0], place[1] or 0)):
        change = compare(wanted.get(place, []), stored.get(place, {}).values(), now)
        if change:
            changes[place] = change
    return _write(changes, stored, by) if changes else Written()


def _stored(heads: Sequence[int], now: datetime) -> tuple[dict[Place, dict[Key, Row]], set[int]]:
    """What is stored; and the keys of heads to whom a question is being sent at this moment."""
    rows = (
        CheckIn.objects.filter(head__in=heads, due_at__gte=now - HISTORY)
        .exclude(rule=CheckIn.AGAIN)
        .order_by()
        .values_list("pk", "head_id", "inspection_id", "rule", "occurrence", *MOMENTS, "state", "generation")
    )
    found: dict[Place, dict[Key, Row]] = defaultdict(dict)
    in_flight: list[tuple[Place, Row]] = []
    for pk, head, inspection, rule, occurrence, due_at, send_at, useful_until, state, generation in rows:
        row = Row((rule, occurrence), due_at, send_at, useful_until, STATES[state], pk, generation)
        found[head, inspection][row.key] = row
        if row.state is Stored.PLANNED and send_at <= now:
            in_flight.append(((head, inspection), row))
    waiting, leaving = _not_left([row for _, row in in_flight])
    for place, row in in_flight:
        if row.pk not in waiting:
            found[place][row.key] = replace(row, state=Stored.ASKED)
    return found, {head for (head, _), row in in_flight if row.pk in leaving}


def _not_left(rows: list[Row]) -> tuple[set[int], set[int]]:
    """Keys of those whose question is due and still waits (no mail server, say), which may yet be moved; and of those
    whose question is leaving at this moment."""
    if not rows:
        return set(), set()
    by_about = {f"checkin:{row.pk}": row.pk for row in rows}
    found: dict[str, set[int]] = {Message.DUE: set(), Message.SENDING: set()}
    messages = Message.objects.filter(about__in=by_about, kind="check-in", state__in=found)
    for about, state in messages.values_list("about", "state"):
        found[state].add(by_about[about])
    return found[Message.DUE], found[Message.SENDING]


def _write(changes: dict[Place, Changes], stored: dict[Place, dict[Key, Row]], by: Person | None) -> Written:
    people = Person.objects.in_bulk({head for head, _ in changes})
    moved, written = [], Written()
    for place, change in changes.items():
        rows = stored.get(place, {})
        for planned in change.move:
            if _move(rows[planned.key], planned):
                moved.append(rows[planned.key].pk)
        if change.cancel:
            written.cancelled += sum(_cancel(rows[key]) for key in change.cancel)
    new = store(wanted={place: change.add for place, change in changes.items() if change.add})
    written.added = len(new)
    again = list(CheckIn.objects.filter(pk__in=moved))
    written.moved = len(again)
    for check_in in new + again:
        check_in.head = people[check_in.head_id]
    messages = [message_of(check_in=check_in) for check_in in new + again]
    outbox.put_many(wanted=messages, by=by)
    return written


def _move(row: Row, planned: Planned) -> bool:
    """Only where the row is as it was read: still planned, or still cancelled or never asked."""
    states = [state for state, stored in STATES.items() if stored is row.state]
    as_read = CheckIn.objects.filter(pk=row.pk, generation=row.generation, state__in=states)
    changed = as_read.update(
        due_at=planned.due_at,
        send_at=planned.send_at,
        useful_until=planned.useful_until,
        state=CheckIn.PLANNED,
        generation=F("generation") + 1,
    )
    if changed:
        outbox.cancel(about=f"checkin:{row.pk}", why="moved")
    return bool(changed)


def _cancel(row: Row) -> bool:
    as_read = CheckIn.objects.filter(pk=row.pk, generation=row.generation, state=CheckIn.PLANNED)
    cancelled = as_read.update(state=CheckIn.CANCELLED)
    if cancelled:
        outbox.cancel(about=f"checkin:{row.pk}", why="no longer planned")
    return bool(cancelled)
