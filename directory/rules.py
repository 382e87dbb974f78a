"""Who may do what in the directory, and in what state a call-out must be for it."""

from directory.call_outs.models import CallOut
from directory.colleagues.models.listing import Listing, works_in_a_school
from network.models import Tie
from network.rules import NotAllowed, WrongState, check_officer, is_somebody, runs_the_network

__all__ = ["check_officer"]


def can_raise_for(person, head) -> bool:
    """Matrix row 27: the head, the deputy she named, her active buddy."""
    if not is_somebody(person):
        return False
    if person.pk == head.pk:
        return True
    return Tie.objects.live().filter(head=head, person=person, kind__in=[Tie.BUDDY, Tie.DEPUTY]).exists()


def check_can_raise_for(person, head) -> None:
    if not can_raise_for(person, head):
        raise NotAllowed("head, deputy or buddy")


def check_can_change(person, call: CallOut) -> None:
    check_can_raise_for(person, call.head)
    if call.closed_at is not None:
        raise WrongState("This call is closed. If you need somebody now, you can call again.")


def check_own_listing(person, listing: Listing) -> None:
    if not is_somebody(person) or listing.person_id != person.pk:
        raise NotAllowed("own listing")


def can_read_the_directory(person) -> bool:
    """Matrix row 31: whoever has a post in a school or a listing, and whoever runs the network."""
    if not is_somebody(person):
        return False
    return runs_the_network(person) or works_in_a_school(person) or Listing.objects.filter(person=person).exists()


def check_can_join(person) -> None:
    if not can_read_the_directory(person):
        raise NotAllowed("a post in a school")
