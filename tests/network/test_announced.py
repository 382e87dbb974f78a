"""What a message of the network announces stands on the page it leads to, until it is settled."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from network.help.actions import break_glass, help_requests
from network.invitations import actions as invitations
from network.models import HelpRequest, Invitation
from outbox.models import Message
from outbox.wording import wording
from tests.announcing import announces, page_behind, words
from tests.network.sign_in.test_second_factor import half_way, set_up_app
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@announces("invitation")
def test_an_invitation_can_be_accepted_behind_its_link_until_it_is_withdrawn(cast, network_ready):
    wanted = Invitation(name="Robin Example", email="robin@example.org", role="head", school=cast.school)
    sent = invitations.send(by=cast.officer, wanted=wanted)
    text = wording.words(Message.objects.get(kind="invitation", to=sent.person)).text
    path = re.search(r"/invitation/\S+", text)[0]

    def behind():
        return words(Client().get(path, follow=True).content.decode())

    assert "You are invited" in behind()
    invitations.withdraw(by=cast.officer, invitation=sent)
    assert "You are invited" not in behind()


@announces("help-request")
def test_somebody_who_asked_to_be_rung_stands_there_until_an_officer_has_rung(cast):
    help_requests.ask(by=None, name="Robin Example", phone="+442380000000")
    message = Message.objects.get(kind="help-request", to=cast.officer)
    assert "Robin Example 02380 000 000" in page_behind(message)
    help_requests.mark_answered(by=cast.officer, help_request=HelpRequest.objects.get())
    assert "Robin Example" not in page_behind(message)


@announces("break-glass")
def test_that_a_second_person_is_needed_stands_there_until_there_is_one(cast):
    row = break_glass.ask(by=cast.officer, about=cast.head)
    message = Message.objects.get(kind="break-glass", to=cast.administrator)
    first = page_behind(message)
    assert "I agree: show the numbers to the two of us" in first
    break_glass.open_numbers(by=cast.administrator, row=row)
    assert "I agree: show the numbers to the two of us" not in page_behind(message)


@announces("number-asked-for")
def test_that_her_number_was_asked_for_stands_among_who_looked_from_then_on(cast):
    said = "asked for your telephone numbers, for fear for your life"
    before = words(signed_in(cast.head).get("/my-details/who-looked/").content.decode())
    assert said not in before
    break_glass.ask(by=cast.officer, about=cast.head)
    assert said in page_behind(Message.objects.get(kind="number-asked-for", to=cast.head))


@announces("security-notice")
def test_an_app_that_was_set_up_stands_on_the_page_until_it_is_removed(cast):
    set_up_app(half_way(cast.head))
    message = Message.objects.filter(kind="security-notice", to=cast.head).latest("pk")
    assert "Remove the app" in page_behind(message)
    Authenticator.objects.filter(user=cast.head).delete()
    assert "Remove the app" not in page_behind(message)
