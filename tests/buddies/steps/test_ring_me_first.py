"""The third answer to a suggested pairing: a word first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.models import Pairing
from buddies.offers import actions as offers
from buddies.pairings import messages
from buddies.rounds.actions import rounds, solving
from buddies.steps.actions import contact, pairings, passing_on, requests
from network import clock
from network.models import ContactPoint, Tie
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f

pytestmark = pytest.mark.django_db


def phone(person):
    return ContactPoint.objects.get(person=person, channel=ContactPoint.SMS).address


def sees(person, other) -> bool:
    return ContactPoint.objects.visible_to(person).filter(person=other).exists()


def page(sign_in, person, name):
    return sign_in(person).get(reverse(f"buddies:{name}")).content.decode()


def press(sign_in, person, pairing):
    return sign_in(person).post(reverse("buddies:pairing-ring-me-first", args=[pairing.public_id]))


def test_pairing_ring_me_first_shows_the_other_her_number_and_nobody_elses(trio, sign_in):
    pairing = trio.pair()
    assert "Ring me first" in page(sign_in, trio.head, "my-buddy")
    assert not sees(trio.buddy, trio.head)
    assert press(sign_in, trio.head, pairing).status_code == 302
    asked = page(sign_in, trio.buddy, "standing-by")
    assert "Hollis would like a word before saying yes." in asked
    assert f'href="tel:{phone(trio.head)}"' in asked
    mine = page(sign_in, trio.head, "my-buddy")
    assert "You asked Blake to ring you first." in mine
    assert "Ring me first" not in mine
    assert phone(trio.buddy) not in mine
    assert not sees(trio.head, trio.buddy)
    assert not any(sees(person, trio.head) for person in (trio.reserve, trio.officer, f.PersonFactory()))


def test_pairing_ring_me_first_by_the_buddy_shows_hers_to_the_head(trio, sign_in):
    pairing = trio.pair()
    press(sign_in, trio.buddy, pairing)
    mine = page(sign_in, trio.head, "my-buddy")
    assert "Blake would like a word before saying yes." in mine
    assert f'href="tel:{phone(trio.buddy)}"' in mine
    assert not sees(trio.buddy, trio.head)
    assert "You asked Hollis to ring you first." in page(sign_in, trio.buddy, "standing-by")


def test_the_other_is_told_that_there_is_news_and_only_while_the_question_stands(trio):
    pairing = trio.pair()
    contact.ring_me_first(pairing=pairing, by=trio.head)
    (news,) = Message.objects.filter(kind=messages.NEWS)
    assert news.to == trio.buddy
    assert messages.still_wanted(news)
    pairings.decline(pairing=pairing, by=trio.buddy)
    assert not messages.still_wanted(news)


@pytest.mark.parametrize("settled", ["yes", "no", "lapsed", "ended"])
def test_the_number_is_hidden_again_when_the_question_is_settled(trio, settled):
    pairing = trio.pair()
    contact.ring_me_first(pairing=pairing, by=trio.head)
    assert sees(trio.buddy, trio.head)
    if settled == "yes":
        for person in (trio.head, trio.buddy):
            pairings.say_yes(pairing=pairing, by=person)
    elif settled == "no":
        pairings.decline(pairing=pairing, by=trio.buddy)
    elif settled == "lapsed":
        Pairing.objects.update(answer_by=clock.now())
        assert passing_on.pass_on_unanswered() == 1
    else:
        pairings.end(pairing=pairing, by=trio.officer)
    assert not Tie.objects.live().filter(kind=Tie.RING).exists()
    assert sees(trio.buddy, trio.head) is (settled == "yes")  # as her buddy, by then


def test_both_have_the_full_time_again_once(trio):
    pairing = trio.pair()
    Pairing.objects.update(answer_by=clock.now() + timedelta(minutes=1))
    contact.ring_me_first(pairing=pairing, by=trio.head)
    pairing.refresh_from_db()
    assert pairing.answer_by >= clock.now() + timedelta(days=2, hours=23)
    Pairing.objects.update(answer_by=clock.now() + timedelta(minutes=1))
    contact.ring_me_first(pairing=pairing, by=trio.head)  # pressed twice
    pairing.refresh_from_db()
    assert pairing.answer_by < clock.now() + timedelta(minutes=2)
    assert Message.objects.filter(kind=messages.NEWS).count() == 1


def test_it_is_between_the_two(trio, sign_in):
    pairing = trio.pair()
    contact.ring_me_first(pairing=pairing, by=trio.head)
    assert [step.verb for step in pairing.steps.all()] == ["publish"]
    for name, given in (("pairing", [pairing.public_id]), ("pairings", []), ("this-week", [])):
        shown = sign_in(trio.officer).get(reverse(f"buddies:{name}", args=given)).content.decode()
        assert "Hollis" in shown
        for word in ("ring you first", "Ring me first", "a word before", phone(trio.head)):
            assert word not in shown


def test_only_head_or_buddy_before_her_own_yes_and_with_a_number_of_her_own(trio):
    pairing = trio.pair()
    for person in (trio.reserve, trio.officer, f.PersonFactory()):
        with pytest.raises(NotAllowed):
            contact.ring_me_first(pairing=pairing, by=person)
    ContactPoint.objects.filter(person=trio.head).update(private=False)
    with pytest.raises(WrongState, match="private number first"):
        contact.ring_me_first(pairing=pairing, by=trio.head)
    pairings.say_yes(pairing=pairing, by=trio.buddy)
    with pytest.raises(WrongState, match="said yes already"):
        contact.ring_me_first(pairing=pairing, by=trio.buddy)
    pairings.say_yes(pairing=pairing, by=trio.head)
    with pytest.raises(WrongState):
        contact.ring_me_first(pairing=pairing, by=trio.head)


def test_it_is_an_answer_so_a_round_can_no_longer_be_undone(trio):
    requests.ask(by=trio.head)
    offers.make(by=trio.buddy, capacity=1)
    round_ = rounds.begin(by=trio.officer)
    solving.solve_waiting()
    round_.refresh_from_db()
    rounds.publish(round_=round_, by=trio.officer)
    contact.ring_me_first(pairing=Pairing.objects.get(), by=trio.head)
    with pytest.raises(WrongState, match="answered already"):
        rounds.undo(round_=round_, by=trio.officer)
