""" "I am ringing", and then no ring: she says so by one press, and it is looked at again by itself."""

from datetime import timedelta

import pytest

from inspections.models import PleaseRing, WiderAsk, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from inspections.tasks import pass_on
from network import models as m
from network.rules import NotAllowed
from outbox.models import Message
from tests.announcing import words
from tests.inspections.calls.test_undo_and_seen import page, pressed
from tests.inspections.ringing.test_wider_asks import alone, colleague  # noqa: F401  fixture
from tests.inspections.story import MONDAY, call, waiting, wanted

pytestmark = pytest.mark.django_db


def asked(head):
    return please_ring.ask(head=head, by=head, via=PleaseRing.SIGNED_IN)


def sent():
    Message.objects.filter(state=Message.DUE).update(state=Message.SENT, sent_at=MONDAY)


def test_one_press_says_that_nobody_has_rung_and_the_reserve_is_asked_at_once(story, sign_in, now):
    ring = asked(story.head)
    please_ring.taking(by=story.buddy, ring=ring)
    sent()
    now.shift(timedelta(minutes=5))
    head = sign_in(story.head)
    text = words(page(head))
    assert "Blake Example is ringing you, since 09.52." in text
    assert "pressed “We have spoken” by 10.22, we ask again, and your reserve too, if they are free." in text
    said = words(pressed(head, page(head), "Nobody has rung yet").content.decode())
    assert "It is noted that nobody has rung." in said
    assert "Blake Example said that they would ring, and nobody has noted that you have spoken." in said
    assert "Since 09.57 it is asked again." in said
    assert "is ringing you" not in said
    assert "See who else can be asked" in said
    ring.refresh_from_db()
    assert (ring.taken_at, ring.let_go_of, ring.passed_on_at) == (None, story.buddy, ring.let_go_at)
    fresh = Message.objects.filter(about=f"ring:{ring.pk}", state=Message.DUE).select_related("to")
    assert {(row.to, wanted(row)) for row in fresh} == {(story.buddy, True), (story.reserve, True)}
    for person in (story.buddy, story.reserve):
        assert "Asks to be rung. Now, if you can." in page(sign_in(person))
    assert ("Brook", "nudge-now", "head") in waiting("nudge-now")


def test_that_somebody_is_ringing_is_not_said_once_they_have_spoken(story):
    ring = asked(story.head)
    please_ring.taking(by=story.buddy, ring=ring)
    message = Message.objects.get(about=f"ring-taken:{ring.pk}")
    assert (message.to, wanted(message)) == (story.head, True)
    please_ring.spoken(by=story.buddy, ring=ring)
    assert not wanted(message)


def test_that_somebody_beside_the_pair_rings_is_not_said_once_they_have_spoken(alone):  # noqa: F811
    kim = colleague()
    asked(alone.head)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    ask = WiderAsk.objects.get()
    message = Message.objects.get(about=f"asked-taken:{ask.pk}")
    assert (message.to, wanted(message)) == (alone.head, True)
    please_ring.rung(by=kim, ask=ask)
    assert not wanted(message)


def test_half_an_hour_later_it_is_asked_again_by_itself_and_she_hears_so(story, sign_in, now):
    ring = asked(story.head)
    please_ring.taking(by=story.buddy, ring=ring)
    sent()
    now.shift(timedelta(minutes=29))
    pass_on()
    assert PleaseRing.objects.get().taken_by == story.buddy
    now.shift(timedelta(minutes=1))
    pass_on()
    pass_on()
    ring.refresh_from_db()
    assert ring.taken_at is None
    to = [name for name, _, about in waiting("nudge-now") if about == "ring"]
    assert to.count("Blake") == 1
    assert [name for name, _, about in waiting("nudge-now") if about == "head"].count(
        "Hollis"
    ) == 2  # and who stands in
    assert "Since 10.22 it is asked again." in words(page(sign_in(story.head)))
    please_ring.taking(by=story.reserve, ring=ring)
    assert "Brook Example is ringing you" in page(sign_in(story.head))
    please_ring.spoken(by=story.head, ring=PleaseRing.objects.select_related("head").get())
    assert not PleaseRing.objects.open().exists()
    assert not m.Tie.objects.live().filter(person=story.reserve, kind=m.Tie.BUDDY).exists()


def test_once_they_have_spoken_nothing_is_asked_again(story, now):
    ring = asked(story.head)
    please_ring.taking(by=story.buddy, ring=ring)
    please_ring.spoken(by=story.buddy, ring=ring)
    now.shift(timedelta(hours=1))
    assert please_ring.let_go_waiting() == 0
    assert not please_ring.nobody_rang(by=story.head)


def test_without_a_reserve_no_page_speaks_of_one(story, sign_in):
    m.Tie.objects.filter(head=story.head, kind=m.Tie.RESERVE).delete()
    ring = asked(story.head)
    assert "you see here who else can be asked" in words(page(sign_in(story.head)))
    please_ring.taking(by=story.buddy, ring=ring)
    text = words(page(sign_in(story.head)))
    assert "by 10.22, we ask again." in text
    assert "reserve" not in text.partition("Only you see this")[0]


def test_whose_yes_it_was_is_asked_again_with_the_others_by_one_press_and_the_page_says_so(alone, sign_in, now):  # noqa: F811
    kim, lee = colleague(), colleague("Lee Example")
    asked(alone.head)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    assert PleaseRing.objects.get().taken_by == kim
    sent()
    now.shift(timedelta(minutes=10))
    head = sign_in(alone.head)
    assert "Kim Example has said yes" in page(head)
    said = words(pressed(head, page(head), "Nobody has rung yet").content.decode())
    assert "Kim Example has said yes" not in said
    assert "Kim Example said that they would ring, and nobody has noted that you have spoken." in said
    assert "stand by for any head" in said
    assert {name for name, _, about in waiting("nudge-now") if about == "wider-asked"} == {"Kim", "Lee"}
    assert PleaseRing.objects.get().taken_at is None
    assert not m.ContactPoint.objects.visible_to(kim).to_ring().filter(person=alone.head).exists()
    wider_asks.say_yes(by=lee, asked=WiderAsked.objects.get(person=lee))
    assert "Lee Example has said yes" in page(head)


def test_a_yes_without_a_ring_is_let_go_by_itself_too(alone, now):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get())
    now.shift(timedelta(minutes=29))
    pass_on()
    assert WiderAsk.objects.get().taken_by == kim
    now.shift(timedelta(minutes=1))
    pass_on()
    ask = WiderAsk.objects.get()
    assert (ask.taken_by, ask.let_go_of) == (None, kim)
    assert WiderAsked.objects.wait().get().person == kim


def test_nobody_but_a_head_says_so(story):
    with pytest.raises(NotAllowed):
        please_ring.nobody_rang(by=story.officer)
