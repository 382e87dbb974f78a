"""What a message about a pairing announces stands on the page it leads to, until it is settled."""

import pytest

from buddies.pairings import messages
from buddies.steps.actions import pairings
from network import clock
from network.details.actions import people
from outbox.models import Message
from tests.announcing import page_behind

pytestmark = pytest.mark.django_db


def newest(person, what):
    return Message.objects.filter(to=person, about__endswith=f":{what}").latest("pk")


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


def test_whoever_stood_by_a_head_who_erases_her_account_hears_that_it_has_ended(trio):
    trio.in_force()
    message = newest(trio.buddy, "begun")
    assert "Hollis Example" in page_behind(message)
    people.erase(by=trio.head)
    ended = newest(trio.buddy, "ended")
    assert messages.still_wanted(ended)
    assert "Hollis" not in page_behind(ended)
    assert "You stand by nobody just now." in page_behind(ended)
