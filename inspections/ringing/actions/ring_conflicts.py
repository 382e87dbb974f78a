"""Hooks: whoever has said yes to ringing a head and may do so no longer loses name and number in the same transaction
in which that came about. The tick would find it too, minutes later."""

from typing import Any

from django.db.models import Q

from inspections.ringing.actions.wider_asks import release_if_ruled_out
from inspections.ringing.models.wider_ask import WiderAsk
from network.models import Membership, Person
from network.rules import check_somebody


def role_changed(*, person: Person, role: str, by: Person | None) -> None:
    """Officer or administrator was granted or ended."""
    _look_at(Q(taken_by=person))


def post_changed(*, person: Person, membership: Membership, by: Person | None) -> None:
    """Somebody joined, left or changed post: who rings, or the head herself."""
    _look_at(Q(taken_by=person) | Q(head=person))


def not_wanted(*, head: Person, person: Person, by: Person) -> None:
    """She will not have this person."""
    _look_at(Q(taken_by=person, head=head))


def register_applied(*, register_import: Any) -> None:
    """Schools may have changed trust or governing board."""
    _look_at(Q())


def _look_at(which: Q) -> None:
    """By the system: whose act it was says nothing about the head."""
    check_somebody(None)
    taken = WiderAsk.objects.open().filter(which, taken_by__isnull=False)
    for ask in taken.select_related("head", "taken_by"):
        release_if_ruled_out(ask=ask, by=None)
