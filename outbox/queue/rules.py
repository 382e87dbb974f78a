"""Who may ask for a message to be sent again, and when that makes sense."""

from network import clock
from network.models import Person
from network.rules import NotAllowed, WrongState, is_administrator, is_somebody
from outbox import kinds
from outbox.models import Message

CODE_GOES_ANEW = "A code is not sent twice. Ask for a new one where you need it."
INVITATION_GOES_ANEW = "The link of an invitation is not kept. Under Invitations it can be sent anew."


def check_can_resend(person: Person, message: Message) -> None:
    if not (is_somebody(person) and (message.to_id == person.pk or is_administrator(person))):
        raise NotAllowed("resend")
    if message.state not in (Message.SENT, Message.DELIVERED, Message.FAILED):
        raise WrongState("This message is not one that can be sent again.")
    if message.kind in kinds.go_once():
        raise WrongState(CODE_GOES_ANEW if kinds.get(message.kind).is_code else INVITATION_GOES_ANEW)
    if clock.now() >= message.useful_until:
        raise WrongState("It is too late for this message to be useful, so it is not sent again.")


def can_resend(person: Person, message: Message) -> bool:
    try:
        check_can_resend(person, message)
    except (NotAllowed, WrongState):
        return False
    return True


def check_administrator(person: Person | None) -> None:
    """None is the command line, where whoever types is already on the server."""
    if person is not None and not is_administrator(person):
        raise NotAllowed("administrator")
