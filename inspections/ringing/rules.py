"""Who may ask to be rung, ask more people, and take it on, and in what state."""

from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk
from inspections.rules import check_is_active_buddy, check_led_a_school
from inspections.visits.models import Inspection
from network import clock
from network.models import Person
from network.rules import NotAllowed, WrongState, is_somebody


def is_waiting_to_be_rung(head: Person) -> bool:
    """The call has come and the visit is not over, or she has asked to be rung."""
    called = Inspection.objects.live(clock.today()).filter(head=head)
    return called.exists() or PleaseRing.objects.open().filter(head=head).exists()


def check_can_ask_more(person: Person) -> None:
    check_led_a_school(person)
    if not is_waiting_to_be_rung(person):
        raise WrongState("First press “Please ring me”. Then you can ask more people here.")


def check_head_or_taker(person: Person, ask: WiderAsk) -> None:
    if not is_somebody(person) or person.pk not in (ask.head_id, ask.taken_by_id):
        raise NotAllowed("the head, or who said yes first")


def check_can_take(person: Person, ring: PleaseRing) -> None:
    check_is_active_buddy(person, ring.head)
    if ring.ended_at is not None:
        raise WrongState("This has been taken care of. Thank you.")
