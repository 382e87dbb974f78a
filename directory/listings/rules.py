"""Who may read the directory and join it, and whose listing it is."""

from directory.colleagues.models.listing import Listing, works_in_a_school
from network.rules import NotAllowed, is_somebody, runs_the_network


def can_read_the_directory(person) -> bool:
    """Matrix row 31: whoever has a post in a school or a listing, and whoever runs the network."""
    if not is_somebody(person):
        return False
    return runs_the_network(person) or works_in_a_school(person) or Listing.objects.filter(person=person).exists()


def check_can_join(person) -> None:
    if not can_read_the_directory(person):
        raise NotAllowed("a post in a school")


def check_own_listing(person, listing: Listing) -> None:
    if not is_somebody(person) or listing.person_id != person.pk:
        raise NotAllowed("own listing")
