"""What holds a question holds its clock: nobody has failed to answer what never left, and the page says so."""

from datetime import timedelta

import pytest

from directory.call_outs.actions import call_outs
from directory.models import Asked, CallOut, CallOutEvent
from network import clock
from outbox.models import Message
from tests.announcing import words
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, later, raised, say
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def two(cast):
    return [make.listing(cast.acceptor), make.listing(cast.directory_member)]


def pages(cast, call) -> list[str]:
    browser = signed_in(cast.head)
    return [words(browser.get(url).content.decode()) for url in (f"/directory/call-out/{call.public_id}/", "/today/")]


def lines(call) -> list[str]:
    return list(CallOutEvent.objects.filter(call_out=call).values_list("what", flat=True))


def test_while_no_question_has_left_nobody_is_said_not_to_have_answered(cast, two, time_machine):
    call = raised(cast)
    for minutes in range(5, 40, 5):
        later(time_machine, minutes)
    assert fresh(call).state == CallOut.OPEN
    assert lines(call) == ["raised", "asked", "asked"]
    assert not Message.objects.filter(kind__in=["call-out-unanswered", "call-out-news"]).exists()
    for page in pages(cast, call):
        assert "No message has left yet. We keep trying. Do not wait for us: ring somebody" in page
        assert "in your pocket" not in page
        assert "we ask more of them" not in page
        assert "nobody is left" not in page
        assert "was asked" not in page


def test_from_when_it_left_they_have_their_time(cast, two, time_machine):
    call = raised(cast)
    later(time_machine, 20)
    have_left()
    later(time_machine, 24)
    assert fresh(call).state == CallOut.OPEN
    assert "No message has left yet" not in pages(cast, call)[0]
    later(time_machine, 25)
    assert fresh(call).state == CallOut.UNANSWERED
    assert lines(call)[-1] == "unanswered"
    assert "Nobody whom we could reach has said yes." in pages(cast, call)[0]
    assert Message.objects.filter(kind="call-out-unanswered", to=cast.officer).count() == 1


def test_a_wave_that_left_late_has_its_gap_before_the_next(cast, time_machine):
    for _ in range(4):
        make.listing()
    raised(cast)
    later(time_machine, 3)
    have_left()
    later(time_machine, 7)
    assert Asked.objects.count() == 3
    later(time_machine, 8)
    assert Asked.objects.count() == 4


def test_while_nothing_leaves_others_are_asked_all_the_same(cast, time_machine):
    """Another service may reach them, and a head waits."""
    for _ in range(4):
        make.listing()
    raised(cast)
    later(time_machine, 5)
    assert Asked.objects.count() == 4


def test_one_who_answered_does_not_make_the_others_silent(cast, two, time_machine):
    call = raised(cast)
    say(call, two[0], Asked.NO)
    later(time_machine, 10)
    assert fresh(call).state == CallOut.OPEN, "the other's question waits"
    have_left()
    later(time_machine, 15)
    assert fresh(call).state == CallOut.UNANSWERED


def test_who_can_if_nobody_else_can_is_taken_while_the_others_cannot_be_reached(cast, two, time_machine):
    call = raised(cast)
    say(call, two[1], Asked.IF_NOBODY)
    later(time_machine, 5)
    assert fresh(call).winner == two[1]


def test_those_who_are_asked_again_have_their_time_from_when_that_left(cast, two, time_machine):
    call = raised(cast)
    have_left()
    say(call, two[0])
    time_machine.shift(timedelta(minutes=1))
    call_outs.answer(by=cast.acceptor, asked=Asked.objects.get(listing=two[0]), answer=Asked.NO, via=Asked.LINK)
    later(time_machine, 10)
    assert fresh(call).state == CallOut.OPEN, "the second question has not left"
    have_left()
    later(time_machine, 14)
    assert fresh(call).state == CallOut.OPEN
    later(time_machine, 15)
    assert fresh(call).state == CallOut.UNANSWERED


def test_questions_that_no_service_took_reached_nobody(cast, two, time_machine):
    call = raised(cast)
    Message.objects.filter(kind="call-out").update(state=Message.FAILED, why="refused (550)")
    later(time_machine, 5)
    assert fresh(call).state == CallOut.UNANSWERED
    assert lines(call)[-1] == "not_reached"
    page, today = pages(cast, call)
    for text in (page, today):
        assert "Nobody could be reached" in text
        assert "in your pocket" not in text
    assert "No message to a colleague could be delivered." in page
    assert "Nobody has said yes" not in page


def test_a_few_seconds_on_the_way_move_nothing(cast, two, time_machine):
    call = raised(cast)
    time_machine.shift(timedelta(seconds=20))
    have_left()
    assert clock.now() > TUESDAY
    later(time_machine, 5)
    assert fresh(call).state == CallOut.UNANSWERED
