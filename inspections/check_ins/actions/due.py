"""Whose check-ins are planned anew: heads of whom a fact has changed, and once a night everybody's.

Whoever changes a fact writes a mark in the same transaction, by way of `network.hooks.facts_changed`; the tick plans
the heads that are marked and takes their marks away. Marks are added and never updated, so that no press waits for a
tick: one that was written while its head was being planned is still there for the next tick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from inspections.check_ins.actions import planning
from inspections.check_ins.actions.planning import Written
from inspections.check_ins.models import PlanDue
from inspections.visits.models import Inspection
from inspections.visits.moments import MIDNIGHT, at, local_day
from network import clock, guarded
from network.models import Membership, Person, Tie


def mark(*, people: Iterable[int] = (), schools: Iterable[int] = (), everybody: bool = False) -> None:
    """A hook (`facts_changed`). `people` and `schools` are keys. Of a buddy's facts the heads' plans are made too, and
    of a school's those of all who belong to it."""
    now = clock.now()
    heads = set(people)
    if heads:
        heads |= set(Tie.objects.live(now).filter(person__in=heads, kind=Tie.BUDDY).values_list("head", flat=True))
    if schools:
        heads |= set(Membership.objects.live(now).filter(school__in=schools).values_list("person", flat=True))
        heads |= set(Inspection.objects.open().filter(school__in=schools).values_list("head", flat=True))
    marks = [PlanDue(head_id=head, due_at=now) for head in heads]
    PlanDue.objects.bulk_create(marks + [PlanDue(due_at=now)] * everybody)


def post_changed(*, person: Person, membership: Membership, by: Person | None) -> None:
    """A hook (`membership_changed`)."""
    mark(people=[person.pk])


def person_erased(*, person: Person, by: Person) -> None:
    """A hook. The account's ties go after this: whose buddy this was is still known. Their plans are made anew; no mark
    is left that names who has gone."""
    heads = Tie.objects.live(clock.now()).filter(person=person, kind=Tie.BUDDY).values_list("head", flat=True)
    mark(people=[head for head in heads if head != person.pk])
    PlanDue.objects.filter(head=person).delete()


def register_applied(*, register_import: Any) -> None:
    """A hook. Schools may have closed, or belong to another area."""
    if register_import is None or register_import.counts.get("written", 1):
        mark(everybody=True)


def plan_due(*, by: None = None) -> Written:
    """Plans the heads that are marked, in slices that each are a transaction. Where a slice fails its marks stay."""
    now = clock.now()
    _mark_everybody_once_a_night(now)
    marks: dict[int, list[int]] = defaultdict(list)
    for pk, head in PlanDue.objects.filter(due_at__lte=now, head__isnull=False).values_list("pk", "head_id"):
        marks[head].append(pk)

    def plan(heads: Sequence[int]) -> Written:
        written = planning.plan_heads(heads=heads, now=now)
        PlanDue.objects.filter(pk__in=[pk for head in heads for pk in marks[head]]).delete()
        return written

    return sum(guarded.together(sorted(marks), plan, size=planning.CHUNK), Written())


def _mark_everybody_once_a_night(now: datetime) -> None:
    """A mark without a head stands for everybody. One is always there, due at the next midnight in London: days have
    passed then, and what nobody has marked is made good. Where there is none, all are planned now."""
    everybody = list(PlanDue.objects.filter(head__isnull=True).values_list("pk", "due_at"))
    due = [pk for pk, due_at in everybody if due_at <= now]
    if everybody and not due:
        return
    with transaction.atomic():
        PlanDue.objects.bulk_create(
            [PlanDue(head_id=head, due_at=now) for head in planning.everybody(now)], batch_size=planning.CHUNK
        )
        PlanDue.objects.filter(pk__in=due).delete()
        if len(due) == len(everybody):
            PlanDue.objects.create(due_at=at(local_day(now) + timedelta(days=1), MIDNIGHT))
