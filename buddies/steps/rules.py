"""Who may ask for a buddy, and when."""

from buddies.pairings.models import Pairing
from network.models import Person
from network.rules import NotAllowed, WrongState, leads_a_school


def check_ask(person: Person) -> None:
    if not leads_a_school(person):
        raise NotAllowed("head")
    if Pairing.objects.current().filter(head=person).exists():
        raise WrongState("You have a buddy, or one has been asked. To change that, ask for someone else.")
