"""Who may raise a call-out and change it, and in what state it must be for that."""

from directory.call_outs.models import CallOut
from network.models import Tie
from network.rules import NotAllowed, WrongState, is_somebody


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
