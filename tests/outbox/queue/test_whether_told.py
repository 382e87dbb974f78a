"""A page says "told" only of what has left."""

import pytest

from outbox import actions
from outbox.models import Message
from outbox.sending import sender
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db


def test_nobody_was_told_of_what_nobody_wrote():
    assert actions.told(about="thing:1").none


def test_what_waits_has_told_nobody(put, sink):
    sink.always["RCPT"] = "451 4.3.0 Try later"
    put("a", about="thing:1")
    assert actions.told(about="thing:1") == actions.Told(waiting=True)
    sender.send_due()
    assert actions.told(about="thing:1") == actions.Told(waiting=True)


def test_what_has_left_has_told(put, sink):
    row = put("a", about="thing:1")
    sender.send_due()
    row.refresh_from_db()
    assert actions.told(about="thing:1") == actions.Told(left=True, at=row.sent_at)


def test_what_was_given_up_has_told_nobody_whether_the_service_ever_took_it_or_not(put, sink):
    row = put("a", about="thing:1")
    sender.send_due()
    Message.objects.filter(pk=row.pk).update(state=Message.FAILED)
    assert actions.told(about="thing:1") == actions.Told(failed=True)


def test_what_was_stopped_before_it_left_is_as_never_written(put):
    put("a", about="thing:1")
    actions.cancel(about="thing:1", why="undone")
    assert actions.told(about="thing:1").none


def test_one_channel_that_got_through_is_enough(put, sink, text_service):
    sink.answer = lambda address: None if address.endswith("@text.example") else "550 5.1.1 No such mailbox"
    put("a", about="thing:1")
    sender.send_due()
    assert set(Message.objects.values_list("state", flat=True)) == {"failed", "sent"}
    assert actions.told(about="thing:1").left


def test_each_person_by_themselves(put, person, sink, django_assert_num_queries):
    other = awake(f.PersonFactory())
    sink.answer = lambda address: "451 4.3.0 Try later" if address == other.email else None
    put("a", about="thing:1")
    put("a", about="thing:1", to=other)
    sender.send_due()
    with django_assert_num_queries(1):
        each = actions.told_each(about=["thing:1", "thing:2"])
    assert each["thing:1", person.pk].left
    assert each["thing:1", other.pk].waiting
    assert ("thing:2", person.pk) not in each
    assert actions.told(about="thing:1").left
