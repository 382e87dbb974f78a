"""Hooks: whoever has taken a call and may no longer advise that head loses name and number in the same transaction in
which that came about: a role, a post, a register applied, or her own list of people."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from directory.call_outs import colleagues
from directory.call_outs.actions.steps import close, go_on, let_go, lock
from directory.call_outs.models import CallOut
from network import clock
from network.models import Membership, Person


def role_changed(*, person: Person, role: str, by: Person | None) -> None:
    """Officer or administrator was granted or ended."""
    _look_at(Q(winner__person=person))


def post_changed(*, person: Person, membership: Membership, by: Person | None) -> None:
    """Somebody joined, left or changed post: who took a call, or the head herself."""
    _look_at(Q(winner__person=person) | Q(head=person))


def not_wanted(*, head: Person, person: Person, by: Person) -> None:
    """She will not have this person."""
    _look_at(Q(winner__person=person, head=head))


def register_applied(*, register_import: Any) -> None:
    """Schools may have changed trust or governing board."""
    _look_at(Q())


def _look_at(which: Q) -> None:
    """By the system. Before they have spoken, others are asked; afterwards the call is over."""
    taken = CallOut.objects.live().filter(which, winner__isnull=False)
    with transaction.atomic():
        for key in list(taken.values_list("pk", flat=True)):
            call = lock(key)
            if call.closed_at is not None or call.winner is None or colleagues.may_advise(call, call.winner):
                continue
            if call.spoken_at is not None:
                close(call=call, state=CallOut.ENDED)
            elif let_go(call=call, now=clock.now(), withdrew=True):
                go_on(call=call)
