"""Two presses, or a press and the tick, that meet on one call-out: on both databases one comes after the other."""

from datetime import timedelta

import pytest
from django.db import transaction

from directory.call_outs.actions import call_outs
from directory.models import Asked, CallOut, Listing
from network.rules import WrongState
from outbox.models import Message
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, later, raised, say
from tests.directory.meeting import Waiting, while_held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


def test_a_no_while_they_are_being_taken_does_not_make_them_the_winner(cast, time_machine):
    """They had said "only if nobody else can"; the waves have run out, and the tick is about to take them."""
    only, silent = make.listing(), make.listing()
    call = raised(cast)
    say(call, only, Asked.IF_NOBODY)
    time_machine.move_to(TUESDAY + timedelta(minutes=5), tick=False)
    met = while_held(call, call_outs.tick, lambda: say(call, only, Asked.NO))
    assert met.errors == []
    assert Asked.objects.get(call_out=call, listing=only).answer == Asked.NO
    assert fresh(call).winner is None
    assert Asked.objects.get(call_out=call, listing=silent).let_go_at is None


def test_giving_it_back_while_they_are_let_go_ends_in_no_deadlock(cast, time_machine):
    winner, other = make.listing(), make.listing()
    call = raised(cast)
    say(call, winner)
    time_machine.move_to(TUESDAY + timedelta(minutes=15), tick=False)
    met = while_held(call, call_outs.tick, lambda: say(call, winner, Asked.NO))
    assert met.errors == []
    assert (fresh(call).winner, fresh(call).state) == (None, CallOut.OPEN)
    assert call.events.filter(what__in=["let_go", "withdrew"]).count() == 1
    say(call, other)
    assert fresh(call).winner == other


def test_two_yes_that_meet_have_one_winner(cast):
    first, second = make.listing(), make.listing()
    call = raised(cast)
    met = while_held(call, lambda: say(call, first), lambda: say(call, second))
    assert met.errors == []
    assert fresh(call).winner in (first, second)
    assert call.events.filter(what="taken").count() == 1


def test_a_yes_while_the_head_cancels_opens_nothing(cast):
    only = make.listing()
    call = raised(cast)
    have_left()
    met = while_held(call, lambda: call_outs.cancel(by=cast.head, call=call), lambda: say(call, only))
    assert met.errors == []
    assert fresh(call).state == CallOut.CANCELLED
    assert not Message.objects.filter(kind="call-out", state=Message.DUE).exists()
    assert Message.objects.filter(kind="call-out-covered", to=only.person).exists(), "whichever came first"


def test_we_have_spoken_while_they_are_let_go_is_one_or_the_other(cast, time_machine):
    """Whoever presses a moment too late reads why; nobody is spoken with who has been let go."""
    winner = make.listing()
    call = raised(cast)
    say(call, winner)
    time_machine.move_to(TUESDAY + timedelta(minutes=15), tick=False)
    met = while_held(call, call_outs.tick, lambda: call_outs.spoken(by=cast.head, call=call))
    too_late = [type(error) for error in met.errors]
    assert too_late in ([], [WrongState])
    assert (fresh(call).spoken_at is None) == (fresh(call).winner is None) == bool(too_late)


def test_two_presses_of_the_call_make_one_call_and_alert_everybody_once(cast):
    """The head and her deputy, at the same moment: the second waits for the first, and is led to its call."""
    for _ in range(2):
        make.listing()
    waiting = Waiting()
    with transaction.atomic():
        call = raised(cast, words="")
        waiting.begin(lambda: raised(cast, by=cast.deputy, need="safeguarding", words="Please ring quickly"))
    waiting.join()
    assert waiting.errors == []
    assert waiting.gave == [call]
    assert CallOut.objects.live().count() == 1
    assert Message.objects.filter(kind="call-out").count() == Asked.objects.count() == 2


def test_two_presses_for_a_further_colleague_look_for_one(cast):
    helps = make.listing()
    call = raised(cast)
    say(call, helps)
    make.listing()
    met = while_held(call, *[lambda: raised(cast, beside=call)] * 2)
    assert met.errors == []
    assert CallOut.objects.live().filter(beside=call).count() == 1


def test_the_end_of_the_inspection_and_the_tick_take_several_calls_in_one_order(cast, time_machine):
    helps = make.listing()
    first = raised(cast)
    say(first, helps)
    make.listing()
    further = raised(cast, beside=first)
    later(time_machine, 5)
    time_machine.move_to(TUESDAY + timedelta(hours=6), tick=False)
    met = while_held(further, call_outs.tick, lambda: call_outs.end_for(head=cast.head, school=cast.school))
    assert met.errors == []
    assert not CallOut.objects.live().exists()
    assert set(Message.objects.filter(kind="call-out", state=Message.DUE)) == set()
    assert Listing.objects.count() == 2
