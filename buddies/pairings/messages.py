"""Every message this app sends. The words are the same for each and at every stage; whether one may still go is asked
as it goes.

`about` is "pairing:<key>:<what>": what it asks or tells.
"""

from datetime import timedelta

from buddies.pairings.deadline import ANSWER_WITHIN
from buddies.pairings.models import Pairing
from outbox import kinds
from outbox.models import Message

ASKED, NEWS, NOW = "pairing-asked", "pairing-news", "pairing-now"


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
    if (
        pairing is None
    ):  # it goes with the account of a head who erases it, and whoever stood by her hears that it ended
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
