"""What is told of who rings a head: her reserve who stands in, whoever stands by her, and people beside the pair."""

from datetime import timedelta

from buddies.models import Offer, Pairing
from inspections.calls.actions import inspections, notify_call
from inspections.models import PleaseRing, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from network import clock
from network.contact import actions as any_head
from network.models import Tie
from tests import factories as f
from tests.announced import Maker, Row
from tests.announced.calls import CALLED, called, close, nobody_has_seen_it, three_days_pass
from tests.people import Cast


def the_buddy_sees_it(cast: Cast) -> None:
    notify_call.seen(by=cast.buddy, inspection=cast.inspection)


def the_buddy_is_there_again(cast: Cast) -> None:
    nobody_has_seen_it(cast)
    cast.clock.shift(60)
    the_buddy_sees_it(cast)


# --- "Please ring me" ---


def asks_to_be_rung(cast: Cast) -> None:
    cast.things["ring"] = please_ring.ask(by=cast.head, head=cast.head, via=PleaseRing.SIGNED_IN)


def nobody_rings(cast: Cast) -> None:
    asks_to_be_rung(cast)
    cast.clock.shift(timedelta(minutes=31))
    please_ring.pass_on_waiting()


def ringing(cast: Cast, via: str = PleaseRing.SIGNED_IN) -> None:
    cast.ring.refresh_from_db()
    please_ring.taking(by=cast.buddy, ring=cast.ring, via=via)


def somebody_rings(cast: Cast) -> None:
    asks_to_be_rung(cast)
    ringing(cast)


def spoken(cast: Cast) -> None:
    cast.ring.refresh_from_db()
    please_ring.spoken(by=cast.buddy, ring=cast.ring)


def spoken_by_link(cast: Cast) -> None:
    somebody_rings(cast)
    cast.clock.shift(timedelta(minutes=5))
    please_ring.spoken(by=cast.buddy, ring=cast.ring, via=PleaseRing.LINK)


def asks_again(cast: Cast) -> None:
    cast.clock.shift(60)
    asks_to_be_rung(cast)


def they_did_not_ring(cast: Cast) -> None:
    somebody_rings(cast)
    cast.clock.shift(timedelta(minutes=31))
    please_ring.let_go_waiting()


# --- people beside the pair ---


def with_nobody(cast: Cast) -> None:
    """A head whom nobody stands by; Kim stands by for any head."""
    Tie.objects.filter(head=cast.head).exclude(kind=Tie.DEPUTY).delete()
    cast.things["any_head"] = f.MembershipFactory(person=f.PersonFactory(name="Kim Example")).person
    Offer.objects.create(person=cast.any_head, capacity=1)
    any_head.choose(by=cast.any_head, on=True)


def pending_is_asked(cast: Cast) -> None:
    """She has said yes to a buddy whose own yes is waited for."""
    with_nobody(cast)
    given = {"head": cast.head, "buddy": cast.buddy, "school": cast.school}
    Pairing.objects.create(asked_at=clock.now(), head_yes_at=clock.now(), **given)
    called(cast)


def any_head_is_asked(cast: Cast) -> None:
    with_nobody(cast)
    called(cast)
    wider_asks.ask_any_head(by=cast.head)


def any_head_says_yes(cast: Cast) -> None:
    any_head_is_asked(cast)
    wider_asks.say_yes(by=cast.any_head, asked=WiderAsked.objects.get())


def any_head_does_not_ring(cast: Cast) -> None:
    any_head_says_yes(cast)
    cast.clock.shift(timedelta(minutes=31))
    wider_asks.look()


def not_today(cast: Cast) -> None:
    asked = WiderAsked.objects.get()
    wider_asks.say_no(by=asked.person, asked=asked)


def they_have_spoken(cast: Cast) -> None:
    wider_asks.spoken(by=cast.head, ask=WiderAsked.objects.get().ask)


def settled(asked: Maker) -> Maker:
    def settled(cast: Cast) -> None:
        asked(cast)
        inspections.undo(by=cast.head, inspection=cast.inspection)

    return settled


def read_that_it_is_settled(cast: Cast) -> None:
    asked = WiderAsked.objects.get()
    wider_asks.over_seen(by=asked.person, asked=asked)


STANDS_IN, OVER = "Brook Example stands in just now.", "You stand in for Hollis Example no longer"
ASKS, SETTLED = "Asks to be rung. Now, if you can.", "That was undone: there is nothing to do."
QUESTION = "A head in the network would like to be rung today"
RINGING = "inspections/ringing/actions/"

ROWS: dict[str, list[Row]] = {
    "inspections/standing_in/actions.py::begin": [
        Row("nudge:head", "reserve", nobody_has_seen_it, CALLED, the_buddy_sees_it),
        Row("nudge:head", "head", nobody_has_seen_it, "Brook Example, standing in", the_buddy_sees_it),
        Row("nudge:head", "buddy", nobody_has_seen_it, STANDS_IN, the_buddy_sees_it),
        Row("nudge:head", "reserve", nobody_rings, ASKS, ringing),
        Row("nudge:head", "head", nobody_rings, "Brook Example Stands in just now.", ringing),
        Row("nudge:head", "buddy", nobody_rings, STANDS_IN, ringing),
    ],
    "inspections/standing_in/actions.py::step_out": [
        Row("nudge:head", "reserve", the_buddy_is_there_again, OVER, three_days_pass),
    ],
    f"{RINGING}please_ring.py::ask": [
        Row("nudge:ring", "buddy", asks_to_be_rung, ASKS, ringing),
    ],
    f"{RINGING}please_ring.py::_pass_on": [
        Row("nudge:ring", "reserve", nobody_rings, ASKS, ringing),
    ],
    f"{RINGING}please_ring.py::taking": [
        Row("nudge:ring-taken", "head", somebody_rings, "Blake Example is ringing you, since 09.52.", spoken),
    ],
    f"{RINGING}please_ring.py::spoken": [
        Row("nudge:head", "head", spoken_by_link, "Blake Example says that you have spoken", asks_again),
    ],
    f"{RINGING}please_ring.py::_let_go": [
        Row("nudge:head", "head", they_did_not_ring, "Since 10.23 it is asked again.", ringing),
        Row("nudge:ring", "buddy", they_did_not_ring, ASKS, ringing),
    ],
    f"{RINGING}wider_ask_steps.py::_alert": [
        Row("nudge:wider-asked", "buddy", pending_is_asked, QUESTION, not_today),
        Row("nudge:wider-asked", "any_head", any_head_is_asked, QUESTION, not_today),
    ],
    f"{RINGING}wider_ask_steps.py::take": [
        Row("nudge:asked-taken", "head", any_head_says_yes, "Kim Example rings you", they_have_spoken),
    ],
    f"{RINGING}wider_asks.py::look_at": [
        Row("nudge:head", "head", any_head_does_not_ring, "Kim Example said that they would ring", close),
    ],
    f"{RINGING}wider_ask_steps.py::_say_that_it_is_settled": [
        Row("nudge:asked-over", "buddy", settled(pending_is_asked), SETTLED, read_that_it_is_settled),
        Row("nudge:asked-over", "any_head", settled(any_head_is_asked), SETTLED, read_that_it_is_settled),
    ],
}
