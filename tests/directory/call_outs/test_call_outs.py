"""A call-out's life, each step with its success and each refusal. Times are a Tuesday in term."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from directory.call_outs.actions import call_outs
from directory.call_outs.timeline import timeline, undelivered
from directory.models import Asked, CallOut, CallOutEvent, DirectorySettings, Listing
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.wording import wording
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, kinds, later, raised, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def crowd(cast):
    return [make.listing() for _ in range(5)]


def test_a_press_asks_and_writes_the_same_whatever_the_number_of_colleagues(cast, crowd, django_assert_num_queries):
    """She waits for it: eight questions and six rows' worth of writing, beside the transaction's own two."""
    DirectorySettings.objects.create(id=1, wave_size=30)
    call = raised(cast)  # statements that are written once are written
    for listings in (5, 12):
        call_outs.cancel(by=cast.head, call=call)
        while Listing.objects.count() < listings:
            make.listing()
        with django_assert_num_queries(19):
            call = raised(cast)
        assert Asked.objects.filter(call_out=call).count() == listings


@pytest.mark.parametrize("who", ["head", "deputy", "buddy"])
def test_the_head_her_deputy_and_her_buddy_may_raise_one(cast, crowd, who):
    call = raised(cast, by=getattr(cast, who))
    assert call.head == cast.head
    assert Asked.objects.filter(call_out=call).count() == 3


@pytest.mark.parametrize("who", ["other_head", "reserve", "ex_buddy", "shared_with", "officer", "representative"])
def test_nobody_else_may(cast, crowd, who):
    with pytest.raises(NotAllowed):
        raised(cast, by=getattr(cast, who))
    assert not CallOut.objects.exists()


def test_not_after_the_inspection(cast, crowd):
    with pytest.raises(WrongState, match="over"):
        raised(cast, ends_at=TUESDAY)


def test_the_words_are_sealed_and_the_alert_names_nobody(cast, crowd):
    call = fresh(raised(cast))
    assert "SENCO" not in call.words
    assert keys.unseal(call.words) == "They will not meet our SENCO"
    message = Message.objects.filter(kind="call-out").first()
    words = wording.words(message)
    assert words.subject == "A colleague needs you on the phone"
    assert "Need: Special educational needs and disabilities" in words.text
    assert "Area: Exampleton" in words.text
    assert "Until: Tuesday 1 December, 16.00" in words.text
    for private in (cast.school.name, cast.head.name, cast.school.urn, "SENCO"):
        assert private not in f"{words}"


def test_waves_grow_and_earlier_ones_stay_asked(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 4)
    assert Asked.objects.filter(call_out=call).count() == 3
    later(time_machine, 5)
    assert Asked.objects.filter(call_out=call).count() == 5
    assert sorted(Asked.objects.filter(call_out=call).values_list("wave", flat=True)) == [1, 1, 1, 2, 2]


def test_the_first_yes_takes_it_and_the_others_are_thanked(cast, crowd):
    call = raised(cast)
    first, second, third = (row.listing for row in Asked.objects.filter(call_out=call).order_by("listing"))
    have_left()
    say(call, third, Asked.NO)
    say(call, second)
    say(call, first)
    call = fresh(call)
    assert (call.state, call.winner) == (CallOut.TAKEN, second)
    alerts = Message.objects.filter(kind="call-out").order_by("to")
    assert {message.state for message in alerts} == {Message.SENT}
    assert kinds() == ["call-out", "call-out", "call-out", "call-out-covered", "call-out-news"]
    assert list(Message.objects.filter(kind="call-out-covered").values_list("to", flat=True)) == [first.person_id]
    assert Message.objects.get(kind="call-out-news").to == cast.head


def test_a_yes_from_a_time_soon_counts_at_once_and_a_late_one_waits(cast, time_machine):
    late, soon = make.listing(), make.listing()
    call = raised(cast)
    say(call, late, Asked.YES_FROM, available_from=TUESDAY + timedelta(hours=2))
    assert fresh(call).winner is None
    say(call, soon, Asked.YES_FROM, available_from=TUESDAY + timedelta(minutes=10))
    assert fresh(call).winner == soon
    assert fresh(call).available_from == TUESDAY + timedelta(minutes=10)


def test_only_if_nobody_else_is_taken_at_the_end(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    say(call, only, Asked.IF_NOBODY)
    assert fresh(call).winner == only


def test_an_answer_needs_to_be_one_of_four_and_a_time_to_come(cast, crowd):
    call = raised(cast)
    row = Asked.objects.filter(call_out=call).first()
    with pytest.raises(WrongState, match="one of the four"):
        say(call, row.listing, "maybe")
    with pytest.raises(WrongState, match="what time"):
        say(call, row.listing, Asked.YES_FROM, available_from=TUESDAY)
    with pytest.raises(NotAllowed):
        call_outs.answer(by=cast.other_head, asked=row, answer=Asked.YES, via=Asked.LINK)


def test_not_spoken_in_time_re_opens_it_for_the_others(cast, crowd, time_machine):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    later(time_machine, 14)
    assert fresh(call).winner == winner
    later(time_machine, 15)
    assert (fresh(call).winner, fresh(call).state) == (None, CallOut.OPEN)
    assert winner not in [row.listing for row in Asked.objects.filter(call_out=call, let_go_at__isnull=True)]
    other = Asked.objects.filter(call_out=call, let_go_at__isnull=True).first().listing
    say(call, other)
    assert fresh(call).winner == other


@pytest.mark.parametrize("presser", ["head", "buddy", "winner"])
def test_we_have_spoken_stops_the_clock(cast, crowd, time_machine, presser):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.spoken(by=winner.person if presser == "winner" else getattr(cast, presser), call=fresh(call))
    later(time_machine, 60)
    assert (fresh(call).winner, fresh(call).state) == (winner, CallOut.SPOKEN)


def test_spoken_is_refused_to_strangers_and_before_a_yes(cast, crowd):
    call = fresh(raised(cast))
    with pytest.raises(WrongState):
        call_outs.spoken(by=cast.head, call=call)
    with pytest.raises(NotAllowed):
        call_outs.spoken(by=cast.officer, call=call)


def test_when_nobody_answers_the_head_reads_it_and_the_officer_hears_no_name(cast, crowd, time_machine):
    call = raised(cast)
    for minutes in (5, 10, 15, 20):
        have_left()
        later(time_machine, minutes)
    assert fresh(call).state == CallOut.UNANSWERED
    assert Message.objects.filter(kind="call-out-news", to=cast.head).count() == 1
    told = Message.objects.get(kind="call-out-unanswered")
    assert told.to == cast.officer
    text = f"{wording.words(told)}"
    assert cast.school.name not in text
    assert cast.head.name not in text
    assert str(call.public_id) not in text


def test_each_time_nobody_is_left_the_head_and_the_officer_hear_of_it(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    have_left()
    later(time_machine, 5)
    say(call, only)
    later(time_machine, 25)
    assert fresh(call).state == CallOut.UNANSWERED
    assert Message.objects.filter(kind="call-out-unanswered", to=cast.officer).count() == 2


def test_who_said_yes_may_still_say_no_and_the_others_are_asked_at_once(cast, crowd):
    call = raised(cast)
    first, second, third = (row.listing for row in Asked.objects.filter(call_out=call).order_by("listing"))
    say(call, first)
    say(call, second)
    say(call, first, Asked.NO)
    call = fresh(call)
    assert (call.state, call.winner) == (CallOut.OPEN, None)
    due = Message.objects.filter(kind="call-out", state=Message.DUE)
    assert set(due.values_list("to", flat=True)) >= {second.person_id, third.person_id}
    assert first.person_id not in due.values_list("to", flat=True)
    assert "withdrew" in call.events.values_list("what", flat=True)
    say(call, third)
    assert fresh(call).winner == third


def test_after_they_have_spoken_a_no_changes_nothing(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.spoken(by=cast.head, call=fresh(call))
    say(call, winner, Asked.NO)
    assert (fresh(call).state, fresh(call).winner) == (CallOut.SPOKEN, winner)


def test_a_second_yes_after_a_re_opening_thanks_the_others_again(cast, time_machine):
    """And each alert of the new round leaves although one left before."""
    first, second, third = (make.listing() for _ in range(3))
    call = raised(cast)
    say(call, first)
    later(time_machine, 15)
    again = Message.objects.filter(kind="call-out", state=Message.DUE).values_list("to", flat=True)
    assert set(again) == {second.person_id, third.person_id}
    say(call, second)
    later(time_machine, 30)
    again = Message.objects.filter(kind="call-out", state=Message.DUE).values_list("to", flat=True)
    assert list(again) == [third.person_id]
    say(call, third)
    assert fresh(call).winner == third


def test_whoever_was_let_go_hears_that_it_is_covered_and_is_thanked_if_they_spoke_after_all(cast, crowd, time_machine):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    later(time_machine, 15)
    assert Message.objects.filter(kind="call-out-covered", to=winner.person).count() == 1
    call_outs.done(by=cast.head, call=fresh(call))
    assert Message.objects.get(kind="call-out-thanks").to == winner.person


def test_an_alert_that_could_not_be_delivered_stands_in_the_timeline(cast, crowd):
    call = raised(cast)
    alert = Message.objects.filter(kind="call-out").first()
    Message.objects.filter(pk=alert.pk).update(state=Message.FAILED, why="the address was refused (550)")
    (line,) = undelivered(fresh(call))
    assert line.listing_id == Asked.objects.get(pk=alert.about.removeprefix("asked:")).listing_id
    text = [line.words for line in timeline([*CallOutEvent.objects.filter(call_out=call), line], None)]
    assert any("could not be delivered" in words for words in text)


def test_a_call_of_which_nothing_is_written_down_yet_has_no_lines():
    assert timeline([], None) == []


def test_later_waves_say_so_in_the_timeline(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 5)
    lines = [line.words for line in timeline(list(CallOutEvent.objects.filter(call_out=call)), None)]
    assert lines[-1] == "Colleague 5 was asked too, in wave 2."


def test_two_presses_at_the_same_moment_ask_once(cast, crowd):
    """The second finds no call yet, and the database refuses it."""
    raised(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.call_out(cast.head, cast.school)


def test_the_senior_number_comes_along_and_follows(cast, crowd):
    call = raised(cast, senior_number="0300 000 0001")
    assert fresh(call).senior_number == "0300 000 0001"
    end = TUESDAY + timedelta(hours=8)
    call_outs.follow(head=cast.head, school=cast.school, ends_at=end, senior_number="0300 000 0002")
    assert (fresh(call).senior_number, fresh(call).ends_at) == ("0300 000 0002", end)


def test_a_late_yes_still_takes_an_unanswered_call(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    have_left()
    later(time_machine, 5)
    assert fresh(call).state == CallOut.UNANSWERED
    say(call, only)
    assert (fresh(call).state, fresh(call).winner) == (CallOut.TAKEN, only)
