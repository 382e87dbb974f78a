"""Who may stand by whom, asked of the stored rows: the rules of a pair are in `buddies/matching/pair_rules.py`."""

from collections.abc import Collection

from buddies.matching import pair_rules
from buddies.pairings.models import Pairing
from buddies.rounds.queries import candidates
from network.models import Person
from network.rules import WrongState, is_somebody


def why_not(head: Person, others: list[Person]) -> dict[int, str]:
    """For each of these people, in words, why she cannot stand by this head; "" when she can."""
    wanted = candidates.head_without_request(head)
    return {int(buddy.key): pair_rules.ruled_out(wanted, buddy) for buddy in candidates.buddies([p.pk for p in others])}


def may_ring(head: Person, people: Collection[int]) -> set[int]:
    """Of these persons, those who may be asked to ring this head: no standing reason against it, not on her own list,
    and neither called nor resting themselves. How many they stand by already does not matter."""
    wanted = candidates.head_without_request(head)
    return {
        int(buddy.key)
        for buddy in candidates.buddies(people)
        if not (pair_rules.conflict(wanted, buddy) or buddy.called or buddy.resting or buddy.person in wanted.not_these)
    }


def denied(head: Person, person: Person) -> bool:
    """A standing reason that wins over everything: school, employer, line management, officer, representative."""
    (buddy,) = candidates.buddies([person.pk])
    return pair_rules.conflict(candidates.head_without_request(head), buddy) not in ("", pair_rules.FORMER)


def check_pair(head: Person, buddy: Person, reserve: Person | None) -> None:
    """By hand. The words are for the officer, and tell nothing private."""
    if not (is_somebody(head) and head.joined_at):
        raise WrongState("This head has not joined yet. The request waits for her.")
    if reserve is not None and reserve.pk == buddy.pk:
        raise WrongState("The reserve must be somebody else than the buddy.")
    others = [person for person in (buddy, reserve) if person is not None]
    for person in others:
        if not (is_somebody(person) and person.joined_at):
            raise WrongState("This person has not joined yet.")
    reasons = why_not(head, others)
    if reasons[buddy.pk]:
        raise WrongState(f"{buddy.name} cannot be her buddy: {reasons[buddy.pk]}.")
    if reserve is not None and reasons[reserve.pk] not in ("", pair_rules.FULL):  # a reserve is another kind of load
        raise WrongState(f"{reserve.name} cannot be her reserve: {reasons[reserve.pk]}.")


def check_pair_reserve(pairing: Pairing, reserve: Person) -> None:
    if pairing.reserve_id is not None and pairing.reserve_yes_at is not None:
        raise WrongState("She has a reserve who said yes. The head or the reserve can end that, not the officer.")
    if reserve.pk in (pairing.buddy_id, pairing.head_id):
        raise WrongState("The reserve must be somebody else than the pair.")
    if not (is_somebody(reserve) and reserve.joined_at):
        raise WrongState("This person has not joined yet.")
    reason = why_not(pairing.head, [reserve])[reserve.pk]
    if reason not in ("", pair_rules.FULL):
        raise WrongState(f"{reserve.name} cannot be her reserve: {reason}.")
