"""Deny wins: whoever gains a post that rules her out stops being buddy or reserve in the same transaction. Nor does
anybody stand by a head who has closed the account."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from buddies.matching import pair_rules
from buddies.pairings.models import Pairing
from buddies.pairings.rules import is_protected
from buddies.rounds.queries import candidates
from buddies.steps.actions import pairings
from network import guarded
from network.models import Membership, Person
from network.rules import check_somebody


def post_changed(*, person: Person, membership: Membership, by: Person | None) -> None:
    """Hook: somebody joined, left or changed post."""
    end_denied(pairings_of=Pairing.objects.filter(Q(head=person) | Q(buddy=person) | Q(reserve=person)))


def role_changed(*, person: Person, role: str, by: Person | None) -> None:
    """Hook: officer or administrator was granted or ended."""
    end_denied(pairings_of=Pairing.objects.filter(Q(buddy=person) | Q(reserve=person)))


def register_applied(*, register_import: Any) -> None:
    """Hook: schools may have changed trust or governing board. From the call to three months after publication no
    import ends a pairing, unless somebody comes to speak for the employer by it; a later import sees to the rest."""
    end_denied(pairings_of=Pairing.objects.all(), by_import=True)


@transaction.atomic
def end_denied(*, pairings_of: Any, by_import: bool = False) -> int:
    """Moves each denied pairing to its reserve at once, or ends it and lets the head wait again. Returns how many."""
    check_somebody(None)
    touched = 0
    for pairing in pairings_of.current().select_related("head", "buddy", "reserve", "school", "request"):
        conflicts = _conflicts(pairing, only_roles=by_import and is_protected(pairing))
        if pairing.reserve_id and conflicts.get(pairing.reserve_id):
            pairings.drop_reserve(pairing=pairing, by=None)
            touched += 1
        if conflicts[pairing.buddy_id]:
            _move_or_end(pairing)
            touched += 1
    return touched


def move_on_without() -> int:
    """By the tick: a buddy or a reserve who has closed the account stands by nobody, so nobody is told that they do.
    Returns how many pairings that was."""
    check_somebody(None)
    left = Q(buddy__is_active=False) | Q(reserve__is_active=False)
    rows = Pairing.objects.current().filter(left, head__is_active=True)
    touched = 0
    with guarded.rows() as each:
        for pairing in rows.select_related("head", "buddy", "reserve", "school", "request"):
            with each(pairing):
                if pairing.reserve and not pairing.reserve.is_active:
                    pairings.drop_reserve(pairing=pairing, by=None)
                if not pairing.buddy.is_active:
                    _move_or_end(pairing)
                touched += 1
    return touched


def _conflicts(pairing: Pairing, *, only_roles: bool) -> dict[int, bool]:
    head = candidates.head_without_request(pairing.head)
    people = [pk for pk in (pairing.buddy_id, pairing.reserve_id) if pk]
    conflict = pair_rules.conflict_of_roles if only_roles else pair_rules.conflict
    return {
        int(buddy.key): conflict(head, buddy) not in ("", pair_rules.FORMER) for buddy in candidates.buddies(people)
    }


def _move_or_end(pairing: Pairing) -> None:
    ready = pairing.reserve_id is not None and pairing.reserve_yes_at is not None
    if ready and pairing.state in (Pairing.IN_FORCE, Pairing.PAUSED):
        pairings.hand_over(pairing=pairing, by=None)
    else:
        pairings.end(pairing=pairing, by=None)
