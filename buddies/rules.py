"""Who may act at all. The rules of each room are in its own rules.py."""

from network.models import Person
from network.rules import NotAllowed, is_somebody


def check_somebody(person: Person) -> None:
    if not is_somebody(person):
        raise NotAllowed("signed in")


def check_system_or_somebody(person: Person | None) -> None:
    if person is not None and not is_somebody(person):
        raise NotAllowed("signed in")
