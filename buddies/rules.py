"""Who may act at all. The rules of each room are in its own rules.py."""

from network.models import Person
from network.rules import NotAllowed, is_somebody


def check_signed_in(person: Person) -> None:
    if not is_somebody(person):
        raise NotAllowed("signed in")
