"""Who may agree to the boundaries."""

from buddies.offers.rules import can_offer
from network.models import Person, Tie
from network.rules import NotAllowed, is_somebody


def can_agree(person: Person) -> bool:
    """Whoever stands by somebody, or may offer to."""
    if not is_somebody(person):
        return False
    ties = Tie.objects.live().filter(person=person, kind__in=[Tie.BUDDY, Tie.RESERVE])
    return can_offer(person) or ties.exists()


def check_may_agree(person: Person) -> None:
    if not can_agree(person):
        raise NotAllowed("a buddy, or who may offer to be one")
