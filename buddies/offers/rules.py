"""Who may offer to stand by others."""

from buddies.offers.models.offer import Offer
from network.models import Membership, Person
from network.rules import NotAllowed, WrongState, is_officer, is_somebody


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
