"""The words could hang on the staff-room wall: the same to each, and no name or school in them."""

import pytest

from buddies.pairings import messages
from buddies.steps.actions import contact, pairings
from outbox.models import Message
from outbox.wording.wording import words

pytestmark = pytest.mark.django_db


def test_the_question(trio, settings):
    trio.pair()
    said = {words(message).subject for message in Message.objects.all()}
    assert said == {"There is something for you"}
    message = Message.objects.get(to=trio.buddy)
    text = words(message).text
    assert "There is a question for you. Yes or no, both are fine, and you need give no reason:" in text
    assert f"{settings.BASE_URL}/standing-by/" in text
    assert "After that we ask somebody else." in text


def test_no_message_names_anybody_or_any_school(trio):
    pairing = trio.in_force()
    contact.not_heard(pairing=pairing, by=trio.head)
    pairings.ask_for_someone_else(pairing=pairing, by=trio.head)
    sent = list(Message.objects.all())
    assert {message.kind for message in sent} == {messages.ASKED, messages.NEWS, messages.NOW}
    for message in sent:
        said = words(message)
        for word in ("Hollis", "Blake", "Brook", trio.school.name, "buddy", "inspect"):
            assert word not in said.subject + said.text.replace("/buddy/", "") + said.short.replace("/buddy/", "")


def test_a_question_that_is_answered_is_not_sent(trio):
    pairing = trio.pair()
    asked = {message.to_id: message for message in Message.objects.filter(kind=messages.ASKED)}
    assert all(messages.still_wanted(message) for message in asked.values())
    pairings.say_yes(pairing=pairing, by=trio.head)
    assert not messages.still_wanted(asked[trio.head.pk])
    assert messages.still_wanted(asked[trio.buddy.pk])
    pairings.decline(pairing=pairing, by=trio.buddy)
    assert not any(messages.still_wanted(message) for message in asked.values())


def test_news_of_a_pairing_that_has_ended_again_is_not_sent(trio):
    pairing = trio.in_force()
    begun = Message.objects.get(to=trio.head, about=f"pairing:{pairing.pk}:begun")
    assert messages.still_wanted(begun)
    pairings.end(pairing=pairing, by=trio.head)
    assert not messages.still_wanted(begun)


@pytest.mark.parametrize("about", ["", "pairing:1", "pairing:x:asked", "pairing:999999:asked", "head:1:asked"])
def test_what_cannot_be_checked_is_not_sent(db, about):
    assert messages.still_wanted(Message(about=about, to_id=1)) is False
