"""The nudges: "there is something on the page for you". The words are the same at every stage; whether one may still go
is asked as it goes, of the room that its `about` names.

`about` says what a nudge stands for: "told:7", "ring:2", "head:5" (somebody who stands by this head). Each beginning
belongs to one model, whichever app sends the message (tests/house/test_what_messages_are_about.py).
"""

from collections.abc import Callable
from datetime import timedelta

from network.models import Tie
from outbox import kinds
from outbox.models import Message

PRESS = "press"  # what the token of a link may do
OLD_NAME = "nudge-today"  # nothing is put under it any more; what waited when the name was changed may still go

StillWanted = Callable[[Message, str], bool]  # the message, and what follows the colon of its `about`


def stands_by(message: Message, head: int, *kinds_of_tie: str) -> bool:
    return Tie.objects.live().filter(person=message.to_id, head=head, kind__in=kinds_of_tie).exists()


def is_about_a_head(message: Message, pk: str) -> bool:
    """She herself, or somebody who stands by her still."""
    return message.to_id == int(pk) or stands_by(message, int(pk), Tie.BUDDY, Tie.RESERVE, Tie.SHARED)


# Each room adds its own (inspections/messages.py).
ABOUT: dict[str, StillWanted] = {"head": is_about_a_head}


def still_wanted(message: Message) -> bool:
    what, _, pk = message.about.partition(":")
    return what in ABOUT and ABOUT[what](message, pk)


def register_all() -> None:
    says = "there is something on the page for you"
    template = "inspections/messages/nudge.txt"
    for name, quiet_hours in (("nudge", True), ("nudge-soon", False), (OLD_NAME, False)):
        kinds.register(
            kinds.Kind(
                name=name,
                template=template,
                still_wanted=still_wanted,
                useful_for=timedelta(days=3),
                says=says,
                quiet_hours=quiet_hours,
            )
        )
    kinds.register(
        kinds.Kind(
            name="nudge-now",
            template="inspections/messages/nudge-now.txt",
            still_wanted=still_wanted,
            useful_for=timedelta(hours=24),
            purpose=PRESS,
            says="there is something on the page for you, and it cannot wait",
            urgent=True,
            quiet_hours=False,
        )
    )
