"""Who may do what with requests, offers and pairings, and in which state. Each as `can_x` and `check_x`."""

from collections.abc import Collection

from buddies.matching import pair_rules
from buddies.offers.models.offer import Offer
from buddies.pairings import states
from buddies.pairings.models import Pairing
from buddies.rounds import pool
from network import clock
from network.models import ContactPoint, Membership, Person, Tie
from network.rules import NotAllowed, WrongState, is_officer, is_somebody, leads_a_school

# From the call to three months after publication these are for the head and her buddy alone.
HERS_WHILE_PROTECTED = frozenset({"end", "hand over", "pause", "resume"})


def can_ask(person: Person) -> bool:
    return leads_a_school(person)


def check_ask(person: Person) -> None:
    if not can_ask(person):
        raise NotAllowed("head")
    if Pairing.objects.current().filter(head=person).exists():
        raise WrongState("You have a buddy, or one has been asked. To change that, ask for someone else.")


def can_offer(person: Person) -> bool:
    """Whoever leads a school or has led one. An officer never: she runs the network for every school."""
    if not is_somebody(person) or is_officer(person):
        return False
    return Membership.objects.heads().filter(person=person).exists()


def check_offer(person: Person) -> None:
    if not can_offer(person):
        raise NotAllowed("head, now or before")


def check_own_offer(person: Person, offer: Offer) -> None:
    if not is_somebody(person) or offer.person_id != person.pk:
        raise NotAllowed("whose offer it is")
    if offer.stepped_back_at is not None:
        raise WrongState("You have stepped back. To stand by somebody again, make a new offer.")


def check_own_wishes(person: Person) -> None:
    if not is_somebody(person):
        raise NotAllowed("signed in")


def check_system_or_somebody(person: Person | None) -> None:
    if person is not None and not is_somebody(person):
        raise NotAllowed("signed in")


def roles(person: Person | None, pairing: Pairing) -> frozenset[str]:
    """What this person is to this pairing; nobody is the system itself."""
    if person is None:
        return frozenset({states.SYSTEM})
    if not is_somebody(person):
        return frozenset()
    own = pairing.roles_of(person)
    return own | {states.OFFICER} if is_officer(person) else own


def check_step(person: Person | None, pairing: Pairing, step: str) -> None:
    own = roles(person, pairing)
    if not own & states.anybody(step):
        raise NotAllowed(step)
    if not states.exists(pairing.state, step):
        raise WrongState(states.SAID[pairing.state])
    if not states.may(pairing.state, step, own):
        raise NotAllowed(step)
    if step in HERS_WHILE_PROTECTED and own == {states.OFFICER} and is_protected(pairing):
        raise NotAllowed("Only the head or her buddy can do this now.")


def can_step(person: Person | None, pairing: Pairing, step: str) -> bool:
    try:
        check_step(person, pairing, step)
    except (NotAllowed, WrongState):
        return False
    return True


def check_ring_first(person: Person, pairing: Pairing) -> None:
    """Head or buddy who has not answered yet, with a way to be reached that is hers and not the school's."""
    check_step(person, pairing, "ring me first")
    yes = pairing.head_yes_at if person.pk == pairing.head_id else pairing.buddy_yes_at
    if yes is not None:
        raise WrongState("You have said yes already. You can still ask for someone else.")
    if not ContactPoint.objects.to_reach().filter(person=person, private=True).exists():
        raise WrongState("Give a private number first, on the page “My details”: it is what the other would ring.")


def can_note_spoken(person: Person, pairing: Pairing) -> bool:
    """Head and active buddy. A reserve who waits has nothing to note."""
    if not is_somebody(person):
        return False
    if person.pk in (pairing.head_id, pairing.buddy_id):
        return True
    return Tie.objects.live().filter(head=pairing.head_id, person=person, kind=Tie.BUDDY).exists()


def check_spoken(person: Person, pairing: Pairing) -> None:
    if not can_note_spoken(person, pairing):
        raise NotAllowed("spoken")


def is_protected(pairing: Pairing) -> bool:
    """From the call to three months after publication; `inspections` says until when."""
    if pairing.called_at is not None:
        return True
    return pairing.protected_until is not None and clock.now() < pairing.protected_until


def why_not(head: Person, others: list[Person]) -> dict[int, str]:
    """For each of these people, in words, why she cannot stand by this head; "" when she can."""
    wanted = pool.head_without_request(head)
    return {int(buddy.key): pair_rules.ruled_out(wanted, buddy) for buddy in pool.buddies([p.pk for p in others])}


def may_ring(head: Person, people: Collection[int]) -> set[int]:
    """Of these persons, those who may be asked to ring this head: no standing reason against it, not on her own list,
    and neither called nor resting themselves. How many they stand by already does not matter."""
    wanted = pool.head_without_request(head)
    return {
        int(buddy.key)
        for buddy in pool.buddies(people)
        if not (pair_rules.conflict(wanted, buddy) or buddy.called or buddy.resting or buddy.person in wanted.not_these)
    }


def denied(head: Person, person: Person) -> bool:
    """A standing reason that wins over everything: school, employer, line management, officer, representative."""
    (buddy,) = pool.buddies([person.pk])
    return pair_rules.conflict(pool.head_without_request(head), buddy) not in ("", pair_rules.FORMER)


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
