"""Who may agree to the boundaries, and answer the check-in a buddy gets."""

from __future__ import annotations

from datetime import date

from buddies.offers.rules import can_offer
from inspections.looked_after.models import BuddyAgreement, BuddyCheckIn
from network import clock
from network.models import Person, Tie
from network.rules import NotAllowed, WrongState, is_somebody


def can_agree(person: Person) -> bool:
    """Whoever stands by somebody, or may offer to."""
    if not is_somebody(person):
        return False
    ties = Tie.objects.live().filter(person=person, kind__in=[Tie.BUDDY, Tie.RESERVE])
    return can_offer(person) or ties.exists()


def check_may_agree(person: Person) -> None:
    if not can_agree(person):
        raise NotAllowed("a buddy, or who may offer to be one")


def check_own(person: Person, agreement: BuddyAgreement) -> None:
    if not is_somebody(person) or agreement.buddy_id != person.pk:
        raise NotAllowed("the buddy alone")


def check_past(*days: date | None) -> None:
    if any(day and day > clock.today() for day in days):
        raise WrongState("Note a day once it is over: this one is still to come.")


def check_may_answer(person: Person, check_in: BuddyCheckIn) -> None:
    if not is_somebody(person) or check_in.buddy_id != person.pk:
        raise NotAllowed("the buddy alone")
