"""The reserve stands in: called when the buddy cannot be reached in time, or has the inspectors in as well.

Both said yes to this when the pairing was made. While it lasts the reserve is an active buddy, by a tie of its own,
whose subject names what it is for. Whoever stands in steps out when the buddy is there: has seen the call, is ringing,
has spoken with her, or has no inspectors in any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from inspections.nudges.actions import nudge, reserve_of
from inspections.visits.models import Inspection, Told
from network import audit, clock, guarded
from network.members.actions import ties
from network.models import Person, Tie
from outbox import actions as outbox


def begin(*, by: Person | None, head: Person, why: str, urgent: bool = True) -> Person | None:
    """`why` names the thing it is for ("please-ring:<public id>", "inspection:<public id>"). `urgent`: both hear at
    once, whatever the hour. None: there is no reserve, or they have the inspectors in themselves, so that the next step
    is due."""
    reserve = free_reserve(head=head)
    if reserve is None:
        return None
    with transaction.atomic():
        if Tie.objects.live().filter(head=head, person=reserve, kind=Tie.BUDDY, subject=subject(why=why)).exists():
            return reserve
        tie = ties.open_tie(by=by, head=head, person=reserve, kind=Tie.BUDDY, subject=subject(why=why))
        audit.record(by=by, verb="reserve.stand-in", what=why, concerns=head)
        nudge(to=reserve, about=f"head:{head.pk}", occurrence=_begun(tie, why), by=by, now=urgent)
        nudge(to=head, about=f"head:{head.pk}", occurrence=_begun(tie, why), by=by, now=urgent)
        for other in _others(head, reserve):
            nudge(to=other.person, about=f"head:{head.pk}", occurrence=_begun(tie, why), by=by)
    return reserve


def free_reserve(*, head: Person) -> Person | None:
    """Her reserve, unless their own call is live."""
    reserve = reserve_of(head=head)
    return None if reserve is None or called_too(people=[reserve]) else reserve


def end(*, by: Person | None, head: Person, why: str) -> int:
    """What it was for is over."""
    return ties.end_ties(by=by, head=head, kind=Tie.BUDDY, subject=subject(why=why))


def step_out(*, by: Person | None, head: Person, why: str) -> int:
    """The buddy is there. Whoever stood in hears that there is nothing more to do, and reads it on their page; the
    head's page shows her buddy alone again."""
    standing = Tie.objects.live().filter(head=head, kind=Tie.BUDDY, subject=subject(why=why))
    with transaction.atomic():
        for tie in standing.select_related("person"):
            outbox.cancel(to=tie.person, occurrence=_begun(tie, why), why="the buddy is there")
            occurrence = f"stand-in-over:{tie.public_id}"
            nudge(to=tie.person, about=f"head:{head.pk}", occurrence=occurrence, by=by, soon=True)
        told = Told.objects.filter(inspection__head=head, inspection__in=_inspections_of(why), role=Told.STAND_IN)
        for row in told.select_related("person"):
            outbox.cancel(about=f"told:{row.pk}", why="the buddy is there")
        told.update(role=Told.RESERVE)
        return end(by=by, head=head, why=why)


def buddy_is_there(*, by: Person, head: Person) -> int:
    """By a press of theirs: the call is seen, or they have spoken. It ends whatever is about a call; not where they
    have the inspectors in themselves. Whoever stands in ends nothing by this."""
    if not is_buddy(person=by, head=head) or called_too(people=[by]):
        return 0
    standing = Tie.objects.live().filter(head=head, kind=Tie.BUDDY, subject__startswith=subject(why="inspection:"))
    return sum(step_out(by=by, head=head, why=tie.subject.removeprefix(Tie.STANDING_IN)) for tie in standing)


def look(*, by: Person | None = None) -> int:
    """By every tick: where the buddy has seen the call and has no inspectors in any more, the reserve steps out."""
    standing = Tie.objects.live().filter(kind=Tie.BUDDY, subject__startswith=subject(why="inspection:"))
    buddies = Tie.objects.live().filter(head=OuterRef("inspection__head"), person=OuterRef("person"), kind=Tie.BUDDY)
    proper = buddies.exclude(subject__startswith=Tie.STANDING_IN)
    ended = 0
    with guarded.rows() as each:
        for tie in standing.select_related("head"):
            with each(tie):
                why = tie.subject.removeprefix(Tie.STANDING_IN)
                seen = Told.objects.surely_seen().filter(
                    Exists(proper), inspection__in=_inspections_of(why), role=Told.BUDDY, person__is_active=True
                )
                people = [row.person for row in seen.select_related("person")]
                if len(called_too(people=people)) < len(people):
                    ended += step_out(by=by, head=tie.head, why=why)
    return ended


def is_buddy(*, person: Person, head: Person) -> bool:
    """Her buddy, and not somebody who stands in for them."""
    rows = Tie.objects.live().filter(person=person, head=head, kind=Tie.BUDDY)
    return rows.exclude(subject__startswith=Tie.STANDING_IN).exists()


def called_too(*, people: Iterable[Person]) -> set[int]:
    """Keys of those who have the inspectors in themselves, from the call to their last day."""
    open_now = Inspection.objects.open().filter(ends_on__gte=clock.today(), deferred_at__isnull=True)
    return set(open_now.filter(head__in=list(people)).values_list("head_id", flat=True))


def subject(*, why: str) -> str:
    return f"{Tie.STANDING_IN}{why}"


def _begun(tie: Tie, why: str) -> str:
    """Of the message: somebody may stand in a second time for one thing, and hears of it again."""
    return f"stand-in:{why}:{tie.pk}"


def _inspections_of(why: str) -> QuerySet[Inspection]:
    """The one it is for; none, where it is for something else."""
    kind, _, public_id = why.partition(":")
    rows = Inspection.objects.filter(public_id=public_id) if kind == "inspection" else Inspection.objects.none()
    return rows.order_by()


def _others(head: Person, reserve: Person) -> QuerySet[Tie]:
    ties = Tie.objects.live().filter(head=head, kind=Tie.BUDDY, person__is_active=True)
    return ties.exclude(person=reserve).select_related("person")
