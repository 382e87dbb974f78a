"""One's own messages as a page: kind, channel, state and times; sending one again."""

import pytest
from django.urls import reverse

from outbox import actions
from outbox.models import Message
from outbox.sending import sender
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(put, head):
    row = put("a", to=awake(head), path="/private-place/")
    sender.send_due()
    row.refresh_from_db()
    return row


def test_a_message_that_waits_for_the_service_says_so(head, sign_in):
    row = actions.put(to=head, kind="security-notice", occurrence="1", by=None)
    Message.objects.filter(pk=row.pk).update(why="waits: mail server: sender not taken (553)")
    page = " ".join(sign_in(head).get(reverse("messages")).content.decode().split())
    assert "Not through yet: the mail service takes nothing of ours just now. It goes as soon as it does" in page
    assert "(553)" not in page


def test_messages_shows_her_own_without_words_or_addresses(sent, head, sign_in):
    page = sign_in(head).get(reverse("messages")).content.decode()
    assert "Send again" in page
    assert head.email not in page
    assert "private-place" not in page
    assert sent.message_id not in page


def test_messages_of_others_are_not_there(sent, other_head, officer, buddy, sign_in):
    for other in (other_head, officer, buddy):
        assert "Nothing has been sent to you yet" in sign_in(other).get(reverse("messages")).content.decode()
        assert sign_in(other).post(reverse("message-resend", args=[sent.public_id])).status_code == 404


def test_an_administrators_list_is_of_their_own_messages_too(sent, head, administrator, sign_in):
    Message.objects.filter(pk=sent.pk).update(state="failed", why="set aside: ValueError", sent_at=None)
    page = sign_in(administrator).get(reverse("messages")).content.decode()
    assert "Nothing has been sent to you yet" in page
    assert reverse("messages-not-arrived") in page
    for private in (head.name, head.first_name, head.email, "set aside"):
        assert private not in page
    assert reverse("messages-not-arrived") not in sign_in(head).get(reverse("messages")).content.decode()


def test_message_resend_sends_it_again_once(sent, head, sign_in, mailoutbox):
    browser = sign_in(head)
    for _ in range(2):
        response = browser.post(reverse("message-resend", args=[sent.public_id]))
        assert response.url == reverse("messages")
    sender.send_due()
    assert len(mailoutbox) == 2
    sent.refresh_from_db()
    assert sent.round == 1


def test_message_resend_is_a_press_not_a_look(sent, head, sign_in):
    assert sign_in(head).get(reverse("message-resend", args=[sent.public_id])).status_code == 405
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_messages_makes_the_same_queries_with_one_row_and_with_thirty(put, head, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    awake(head)
    browser = sign_in(head)
    put("first", to=head)
    browser.get(reverse("messages"))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse("messages"))
    for n in range(30):
        put(str(n), to=head)
    with django_assert_num_queries(len(one)):
        browser.get(reverse("messages"))
