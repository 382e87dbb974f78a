"""What a message about a pairing announces stands on the page it leads to, until it is settled."""

import pytest

from buddies.pairings import messages
from buddies.steps.actions import contact, pairings, requests
from network import clock
from network.details.actions import people
from outbox.models import Message
from tests.announcing import announces, page_behind

pytestmark = pytest.mark.django_db


def newest(person, what):
    return Message.objects.filter(to=person, about__endswith=f":{what}").latest("pk")


@announces("pairing-asked")
@pytest.mark.parametrize("who", ["head", "buddy", "reserve"])
def test_the_question_stands_on_the_page_until_it_is_answered(trio, who):
    pairing = trio.pair()
    person = getattr(trio, who)
    question = newest(person, "asked")
    asked = {
        "head": "Is that all right? Please say by",
        "buddy": "Will you stand by Hollis Example?",
        "reserve": "Will you be the reserve for Hollis Example?",
    }[who]
    assert asked in page_behind(question)
    pairings.say_yes(pairing=pairing, by=person)
    assert asked not in page_behind(question)


@announces("pairing-news:by-phone")
@pytest.mark.parametrize("who", ["head", "buddy", "reserve"])
def test_who_noted_a_yes_in_her_name_stands_there_until_she_presses_it_herself(trio, who):
    pairing = trio.pair()
    pairings.note_yes_by_phone(pairing=pairing, whose=who, by=trio.officer)
    person = getattr(trio, who)
    message = newest(person, "by-phone")
    said = "that you said yes on the telephone. It becomes a yes only when you press it here."
    assert f"Ollie Example noted on {clock.today():%A} " in page_behind(message)
    assert said in page_behind(message)
    pairings.say_yes(pairing=pairing, by=person)
    assert said not in page_behind(message)
    assert not messages.still_wanted(message)


@announces("pairing-news:begun", "pairing-news:ended")
def test_that_it_began_stands_there_until_it_ends_and_then_that_she_waits_again(trio):
    requests.ask(by=trio.head)
    pairing = trio.in_force()
    begun = newest(trio.head, "begun")
    assert "Your buddy. Leads" in page_behind(begun)
    pairings.end(pairing=pairing, by=trio.buddy)
    ended = newest(trio.head, "ended")
    for message in (begun, ended):
        assert "Your buddy. Leads" not in page_behind(message)
    assert "You are waiting for a buddy." in page_behind(ended)
    pairings.pair_by_hand(head=trio.head, buddy=trio.reserve, by=trio.officer)
    assert "You are waiting for a buddy." not in page_behind(ended)


@announces("pairing-news:ended")
def test_whoever_stood_by_a_head_who_erases_her_account_hears_that_it_has_ended(trio):
    trio.in_force()
    message = newest(trio.buddy, "begun")
    assert "Hollis Example" in page_behind(message)
    people.erase(by=trio.head)
    ended = newest(trio.buddy, "ended")
    assert messages.still_wanted(ended)
    assert "Hollis" not in page_behind(ended)
    assert "You stand by nobody just now." in page_behind(ended)


@announces("pairing-news:changed")
def test_a_pause_stands_on_the_heads_page_until_it_is_over(trio):
    pairing = trio.in_force()
    contact.pause(pairing=pairing, until=clock.today().replace(year=clock.today().year + 1, day=1), by=trio.buddy)
    message = newest(trio.head, "changed")
    assert "Paused until" in page_behind(message)
    pairing.refresh_from_db()
    contact.resume(pairing=pairing, by=trio.buddy)
    assert "Paused until" not in page_behind(message)


@announces("pairing-news:left")
def test_who_is_the_reserve_no_longer_reads_so_until_asked_again(trio):
    pairing = trio.in_force()
    pairings.drop_reserve(pairing=pairing, by=None)
    message = newest(trio.reserve, "left")
    assert "You stand by nobody just now." in page_behind(message)
    pairing.refresh_from_db()
    pairings.name_reserve(pairing=pairing, reserve=trio.reserve, by=trio.officer)
    assert "You stand by nobody just now." not in page_behind(message)


@announces("pairing-news:not-heard")
def test_that_she_has_not_heard_stands_on_the_buddys_page_until_they_have_spoken(trio):
    pairing = trio.in_force()
    contact.not_heard(pairing=pairing, by=trio.head)
    message, stands_in = newest(trio.buddy, "not-heard"), newest(trio.reserve, "not-heard")
    assert "Hollis would like to hear from you. Please ring today." in page_behind(message)
    assert "You stand in just now." in page_behind(stands_in)
    pairing.refresh_from_db()
    contact.spoken(pairing=pairing, by=trio.buddy)
    assert "would like to hear from you" not in page_behind(message)
    assert "You stand in just now." not in page_behind(stands_in)


@announces("pairing-news:ring-first")
@pytest.mark.parametrize(("who", "other"), [("head", "buddy"), ("buddy", "head")])
def test_that_one_would_like_a_word_first_stands_on_the_others_page_until_it_is_settled(trio, who, other):
    pairing = trio.pair()
    contact.ring_me_first(pairing=pairing, by=getattr(trio, who))
    message = newest(getattr(trio, other), "ring-first")
    assert "would like a word before saying yes." in page_behind(message)
    pairings.decline(pairing=pairing, by=getattr(trio, other))
    assert "would like a word" not in page_behind(message)
