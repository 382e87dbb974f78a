"""Who may do what with a pairing, and in which state. Each as `can_x` and `check_x`."""

from buddies.pairings import states
from buddies.pairings.models import Pairing
from network import clock
from network.models import ContactPoint, Person, Tie
from network.rules import NotAllowed, WrongState, is_officer, is_somebody

# From the call to three months after publication these are for the head and her buddy alone.
HERS_WHILE_PROTECTED = frozenset({"end", "hand over", "pause", "resume"})


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
