"""What the network itself tells: invitations, who asks to be rung from outside, fear for a life, sign-in."""

import re

from allauth.mfa.models import Authenticator

from network import clock
from network.help.actions import break_glass, help_requests
from network.invitations import actions as invitations
from network.models import HelpRequest, Invitation
from outbox.models import Message
from outbox.network_kinds import actions as network_kinds
from outbox.wording import wording
from tests.announced import Maker, Row
from tests.network.sign_in.test_second_factor import half_way, set_up_app
from tests.people import Cast


def invited(cast: Cast) -> None:
    wanted = Invitation(name="Robin Example", email="robin@example.org", role="head", school=cast.school)
    cast.things["invitation"] = invitations.send(by=cast.officer, wanted=wanted)
    cast.things["invited"] = cast.invitation.person


def invited_again(cast: Cast) -> None:
    invited(cast)
    cast.clock.shift(60)
    invitations.send_again(by=cast.officer, invitation=cast.invitation)


def withdraw(cast: Cast) -> None:
    invitations.withdraw(by=cast.officer, invitation=cast.invitation)


def asks_to_be_rung(cast: Cast) -> None:
    help_requests.ask(by=None, name="Robin Example", phone="+442380000000")


def asks_for_hours(cast: Cast) -> None:
    asks_to_be_rung(cast)
    Message.objects.update(state=Message.SENT, sent_at=clock.now())
    cast.clock.shift(4 * 3600 + 60)
    network_kinds.remind()


def ring(cast: Cast) -> None:
    help_requests.mark_answered(by=cast.officer, help_request=HelpRequest.objects.get())


def feared_for(by: str) -> Maker:
    def feared_for(cast: Cast) -> None:
        cast.things["glass"] = break_glass.ask(by=getattr(cast, by), about=cast.head)

    return feared_for


def agree(by: str) -> Maker:
    return lambda cast: break_glass.open_numbers(by=getattr(cast, by), row=cast.glass)


def opened(cast: Cast) -> None:
    feared_for("officer")(cast)
    agree("administrator")(cast)


def two_hours_pass(cast: Cast) -> None:
    cast.clock.shift(7300)


def app_set_up(cast: Cast) -> None:
    set_up_app(half_way(cast.head))


def remove_the_app(cast: Cast) -> None:
    Authenticator.objects.all().delete()


def sealed_link(message: Message) -> str:
    return re.search(r"/invitation/\S+", wording.words(message).text)[0]


AGREE = "I agree: show the numbers to the two of us"
LOOKED = "asked for your telephone numbers, for fear for your life"

ROWS: dict[str, list[Row]] = {
    "network/invitations/actions.py::send_many": [
        Row("invitation", "invited", invited, "You are invited", withdraw, page=sealed_link),
    ],
    "network/invitations/actions.py::send_again": [
        Row("invitation", "invited", invited_again, "You are invited", withdraw, page=sealed_link),
    ],
    "network/help/actions/help_requests.py::ask": [
        Row("help-request", "officer", asks_to_be_rung, "Robin Example 02380 000 000", ring),
    ],
    "outbox/network_kinds/actions.py::remind": [
        Row("help-request", "officer", asks_for_hours, "Robin Example 02380 000 000", ring),
    ],
    "network/help/actions/break_glass.py::_tell": [
        Row("break-glass", "administrator", feared_for("officer"), AGREE, agree("administrator")),
        Row("break-glass", "officer", feared_for("administrator"), AGREE, agree("officer")),
        Row("break-glass", "officer", opened, "You can see this until two hours after", two_hours_pass),
        Row("number-asked-for", "head", feared_for("officer"), LOOKED, None, page="/my-details/who-looked/"),
    ],
    "network/sign_in/actions/sign_in.py::tell_of_change": [
        Row("security-notice", "head", app_set_up, "Remove the app", remove_the_app),
    ],
}
