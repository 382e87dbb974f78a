"""Who may ask for a buddy, and when."""

from buddies.pairings.models import Pairing
from network.models import Person
from network.rules import NotAllowed, WrongState, leads_a_school

# From the call to three months after publication these are for the head and her buddy alone.
HERS_WHILE_PROTECTED = frozenset({"end", "hand over", "pause", "resume"})


def can_ask(person: Person) -> bool:
    return leads_a_school(person)


def check_ask(person: Person) -> None:
    if not can_ask(person):
        raise NotAllowed("head")
    if Pairing.objects.current().filter(head=person).exists():
        raise WrongState("You have a buddy, or one has been asked. To change that, ask for someone else.")
