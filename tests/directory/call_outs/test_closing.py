"""How a call-out ends, and what of it anybody reads: cancelled, done, over with the inspection."""

from datetime import timedelta

import pytest

from directory.call_outs.actions import call_outs
from directory.call_outs.timeline import timeline
from directory.models import Asked, CallOut, CallOutEvent, Listing
from network.models import Tie, WordKey
from network.rules import NotAllowed, WrongState
from outbox import kinds as outbox_kinds
from outbox.models import Message
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, later, raised, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def crowd(cast):
    return [make.listing() for _ in range(5)]


def test_cancel_and_done_are_the_head_sides_and_close_it(cast, crowd):
    call = fresh(raised(cast))
    for who in (cast.officer, cast.other_head, cast.reserve):
        with pytest.raises(NotAllowed):
            call_outs.cancel(by=who, call=call)
    call_outs.cancel(by=cast.deputy, call=call)
    call = fresh(call)
    assert call.state == CallOut.CANCELLED
    assert Message.objects.filter(kind="call-out", state=Message.DUE).count() == 0
    with pytest.raises(WrongState, match="closed"):
        call_outs.done(by=cast.head, call=call)


def test_done_thanks_the_one_who_helped(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.done(by=cast.head, call=fresh(call))
    assert fresh(call).state == CallOut.DONE
    assert Message.objects.get(kind="call-out-thanks").to == winner.person


def test_every_call_closes_itself_when_the_inspection_ends(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 6 * 60)
    call = fresh(call)
    assert (call.state, call.closed_at is not None) == (CallOut.ENDED, True)
    key = WordKey.objects.get(subject=f"call-out:{call.public_id}")
    assert key.keep_until == call.closed_at + timedelta(days=30)
    further = raised(cast, ends_at=TUESDAY + timedelta(hours=9))
    assert call_outs.end_for(head=cast.head, school=cast.school) == 1
    assert fresh(further).state == CallOut.ENDED


@pytest.mark.parametrize(
    ("how", "spoken", "heard"),
    [("cancelled", False, 1), ("cancelled", True, 1), ("ended", False, 1), ("ended", True, 0), ("done", True, 0)],
)
def test_who_was_about_to_ring_hears_that_nothing_more_is_needed(cast, crowd, how, spoken, heard):
    """The head reads that everybody who was reached is told; the others heard when it was taken, and are told once."""
    call = raised(cast)
    have_left()
    winner, other, _ = (row.listing for row in Asked.objects.filter(call_out=call).order_by("listing"))
    say(call, winner)
    if spoken:
        call_outs.spoken(by=cast.head, call=call)
    if how == "ended":
        call_outs.end_for(head=cast.head, school=cast.school)
    else:
        {"cancelled": call_outs.cancel, "done": call_outs.done}[how](by=cast.head, call=call)
    covered = Message.objects.filter(kind="call-out-covered")
    assert covered.filter(to=winner.person).count() == heard
    assert covered.filter(to=other.person).count() == 1


def test_the_timeline_names_only_the_one_who_came(cast, crowd):
    call = raised(cast)
    first, second, _ = Asked.objects.filter(call_out=call).order_by("listing")
    say(call, first.listing, Asked.NO)
    say(call, second.listing)
    lines = [line.words for line in timeline(list(CallOutEvent.objects.filter(call_out=call)), second.listing)]
    assert lines == [
        "You asked.",
        "Colleague 1 was asked.",
        "Colleague 2 was asked.",
        "Colleague 3 was asked.",
        "Colleague 1 cannot this time.",
        f"{second.listing.person.name} said yes and has your details.",
    ]


def test_who_may_see_a_call(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    sees = {name for name, person in cast.people.items() if CallOut.objects.visible_to(person).exists()}
    assert sees == {"HO", "DP", "BD"}
    assert CallOut.objects.visible_to(winner.person).exists()
    call_outs.done(by=cast.head, call=fresh(call))
    assert not CallOut.objects.visible_to(winner.person).exists()
    Tie.objects.filter(person=cast.buddy).update(to_at=TUESDAY)
    assert not CallOut.objects.visible_to(cast.buddy).exists()


@pytest.mark.parametrize("change", ["taken", "closed", "no", "let go", "paused", "another's"])
def test_an_alert_still_waiting_does_not_leave_once_it_is_not_wanted(cast, crowd, change):
    """Asked again in the moment of sending, should the cancelling have missed it."""
    call = raised(cast)
    message = Message.objects.filter(kind="call-out").first()
    row = Asked.objects.get(pk=message.about.removeprefix("asked:"))
    still_wanted = outbox_kinds.get("call-out").still_wanted
    assert still_wanted(message) is True
    if change == "taken":
        CallOut.objects.filter(pk=call.pk).update(winner=crowd[4], won_at=TUESDAY, state=CallOut.TAKEN)
    elif change == "closed":
        CallOut.objects.filter(pk=call.pk).update(closed_at=TUESDAY, state=CallOut.DONE)
    elif change == "no":
        Asked.objects.filter(pk=row.pk).update(answer=Asked.NO, answered_at=TUESDAY)
    elif change == "let go":
        Asked.objects.filter(pk=row.pk).update(let_go_at=TUESDAY)
    elif change == "paused":
        Listing.objects.filter(pk=row.listing_id).update(state=Listing.PAUSED)
    else:
        message.to = cast.head
    assert still_wanted(message) is False
