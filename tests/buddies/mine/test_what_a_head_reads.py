"""A head's own pages: whom she knows, when the two mean to speak, who stands in, what is left when she has somebody."""

import pytest
from django.urls import reverse

from buddies.steps.actions import contact
from network import clock

pytestmark = pytest.mark.django_db


def page(sign_in, person, name, *args, **query):
    response = sign_in(person).get(reverse(f"buddies:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_whoever_wishes_somebody_she_knows_is_asked_whom(trio, sign_in):
    head = sign_in(trio.head)
    assert head.post(reverse("buddies:ask"), {"known": ""}).url == reverse("buddies:my-buddy")
    assert head.post(reverse("buddies:ask"), {"known": "known"}).url == reverse("buddies:people-wishes")
    head.post(reverse("buddies:people-wishes"), {"person": trio.buddy.public_id, "what": "known"})
    assert head.post(reverse("buddies:ask"), {"known": "known"}).url == reverse("buddies:my-buddy")


def test_both_read_when_they_mean_to_speak(trio, sign_in):
    pairing = trio.in_force()
    day = clock.today().replace(day=1).replace(year=clock.today().year + 1)
    type(pairing).objects.filter(pk=pairing.pk).update(next_contact_on=day)
    said = f"You mean to speak on {day:%A} {day.day} {day:%B} {day.year}."  # the year, where it is not this one
    assert said in page(sign_in, trio.head, "my-buddy")
    assert said in page(sign_in, trio.buddy, "standing-by")


def test_a_reserve_who_stands_in_is_not_said_to_wait(trio, sign_in):
    pairing = trio.in_force()
    assert "Steps in when Blake cannot be there" in page(sign_in, trio.head, "my-buddy")
    contact.not_heard(pairing=pairing, by=trio.head)
    text = page(sign_in, trio.head, "my-buddy")
    assert "Steps in when" not in text
    assert text.count("Stands in for Blake just now.") == 2


def test_a_head_with_a_buddy_is_not_offered_to_ask_and_keeps_her_list(trio, sign_in):
    trio.in_force()
    text = page(sign_in, trio.head, "ask")
    assert "You have a buddy" in text
    assert ">Ask</button>" not in text
    assert reverse("buddies:people-wishes") in page(sign_in, trio.head, "my-buddy")
    assert f'href="{reverse("buddies:my-buddy")}">My buddy</a>' in page(sign_in, trio.head, "people-wishes")
