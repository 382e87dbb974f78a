"""The reserve stands in: called when the buddy cannot be reached in time, or has the inspectors in as well.

Both said yes to this when the pairing was made. While it lasts the reserve is an active buddy, by a tie of its own.
"""

from django.db import transaction
from django.db.models import QuerySet

from inspections.actions.nudges import nudge, reserve_of
from network import audit
from network.actions import ties
from network.models import Person, Tie


def begin(*, by: Person | None, head: Person, why: str, urgent: bool = True) -> Person | None:
    """`why` names the thing it is for ("ring:<public id>", "inspection:<public id>"). `urgent`: both hear at once,
    whatever the hour. None: there is no reserve."""
    reserve = reserve_of(head=head)
    if reserve is None:
        return None
    with transaction.atomic():
        if Tie.objects.live().filter(head=head, person=reserve, kind=Tie.BUDDY, subject=subject(why=why)).exists():
            return reserve
        ties.open_tie(by=by, head=head, person=reserve, kind=Tie.BUDDY, subject=subject(why=why))
        audit.record(by=by, verb="reserve.stand-in", what=why, concerns=head)
        nudge(to=reserve, about=f"head:{head.pk}", occurrence=f"stand-in:{why}", by=by, now=urgent)
        nudge(to=head, about=f"head:{head.pk}", occurrence=f"stand-in:{why}", by=by, now=urgent)
        for tie in _others(head, reserve):
            nudge(to=tie.person, about=f"head:{head.pk}", occurrence=f"stand-in:{why}", by=by)
    return reserve


def end(*, by: Person | None, head: Person, why: str) -> int:
    return ties.end_ties(by=by, head=head, kind=Tie.BUDDY, subject=subject(why=why))


def subject(*, why: str) -> str:
    return f"{Tie.STANDING_IN}{why}"


def _others(head: Person, reserve: Person) -> QuerySet[Tie]:
    ties = Tie.objects.live().filter(head=head, kind=Tie.BUDDY, person__is_active=True)
    return ties.exclude(person=reserve).select_related("person")
