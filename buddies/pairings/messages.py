"""Every message this app sends. The words are the same for each and at every stage; whether one may still go is asked
as it goes.

`about` is "pairing:<key>:<what>": what it asks or tells.
"""

from collections.abc import Iterable
from datetime import timedelta

from buddies.pairings.deadline import ANSWER_WITHIN
from buddies.pairings.models import Pairing
from network.models import Person
from outbox import actions as outbox
from outbox import kinds
from outbox.models import Message

ASKED, NEWS, NOW = "pairing-asked", "pairing-news", "pairing-now"


def questions(pairing: Pairing, people: Iterable[Person] | None = None) -> list[outbox.Wanted]:
    """To head, buddy and reserve, or to these people alone."""
    all_three = [person for person in (pairing.head, pairing.buddy, pairing.reserve) if person is not None]
    return [
        outbox.Wanted(
            to=person,
            kind=ASKED,
            occurrence=f"{pairing.public_id}.{pairing.asked_at:%Y%m%d%H%M%S}",
            useful_until=pairing.answer_by,
            about=f"pairing:{pairing.pk}:asked",
            path=page_of(pairing, person),
        )
        for person in (all_three if people is None else people)
    ]


def page_of(pairing: Pairing, person: Person) -> str:
    return "/buddy/" if person.pk == pairing.head_id else "/standing-by/"


def _asked(message: Message, pairing: Pairing) -> bool:
    """Still waiting for this person's answer."""
    waiting = {
        pairing.head_id: pairing.head_yes_at is None and pairing.state == Pairing.ASKED,
        pairing.buddy_id: pairing.buddy_yes_at is None and pairing.state == Pairing.ASKED,
    }
    if pairing.reserve_id:
        waiting.setdefault(pairing.reserve_id, pairing.reserve_yes_at is None and pairing.is_current)
    return waiting.get(message.to_id, False)


def _concerns(message: Message, pairing: Pairing) -> bool:
    return message.to_id in (pairing.head_id, pairing.buddy_id, pairing.reserve_id)


def _other_asked(message: Message, pairing: Pairing) -> bool:
    """The other of the two would like a word first, and the question still stands."""
    asked = {pairing.head_id: pairing.buddy_ring_first_at, pairing.buddy_id: pairing.head_ring_first_at}
    return pairing.state == Pairing.ASKED and asked.get(message.to_id) is not None


WHATS = {
    "asked": _asked,
    "by-phone": _asked,
    "begun": lambda message, pairing: _concerns(message, pairing) and pairing.is_current,
    "not-heard": lambda message, pairing: _concerns(message, pairing) and pairing.not_heard_at is not None,
    "ring-first": _other_asked,
    "changed": _concerns,
    "ended": lambda message, pairing: _concerns(message, pairing) and not pairing.is_current,
    "left": lambda message, pairing: True,  # to a reserve who is no longer one
}


def still_wanted(message: Message) -> bool:
    noun, _, rest = message.about.partition(":")
    pk, _, what = rest.partition(":")
    if noun != "pairing" or what not in WHATS or not pk.isdigit():
        return False
    pairing = Pairing.objects.filter(pk=pk).first()
    if pairing is None:  # gone with the account of its head, who erased it; whoever stood by her hears that it ended
        return what == "ended"
    return WHATS[what](message, pairing)


def register_all() -> None:
    says = {
        ASKED: "somebody asks something of you; yes or no, both are fine",
        NEWS: "there is news on the page for you",
        NOW: "there is something on the page for you that should not wait",
    }
    for name, useful in ((ASKED, ANSWER_WITHIN), (NEWS, timedelta(days=7)), (NOW, timedelta(days=1))):
        kinds.register(
            kinds.Kind(
                name=name,
                template=f"buddies/messages/{name}.txt",
                still_wanted=still_wanted,
                useful_for=useful,
                says=says[name],
                urgent=name == NOW,
                quiet_hours=name != NOW,
            )
        )
