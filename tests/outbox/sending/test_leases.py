"""A lease that is over: the row is another's, and what the first says late changes nothing."""

from datetime import timedelta

import pytest

from network import clock
from outbox import actions
from outbox.channels.email import EmailChannel
from outbox.models import Message
from outbox.sending import sender
from outbox.sending.actions import sending
from outbox.transitions import retry_policy
from outbox.transitions.outcomes import Accepted
from outbox.transitions.transitions import Next

pytestmark = pytest.mark.django_db


def seen(row):
    row.refresh_from_db()
    return row.state, row.why


def test_a_sender_frozen_past_its_lease_does_not_send(put, sink, monkeypatch):
    """It wakes after its lease is over: the row may have gone to another."""
    monkeypatch.setattr(retry_policy, "LEASE", timedelta(seconds=0))
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert seen(row) == ("due", "held too long by one sender")
    assert sink.accepted == []


def test_a_frozen_sender_s_result_does_not_undo_another_s(put, sink):
    row = put("a")
    now = clock.now()
    (row,) = sending.claim(keys=[row.pk], now=now)
    assert not sending.claim_left_behind(row=row, now=now)  # its lease is not over
    (other,) = sending.claim_left_behind(row=row, now=now + retry_policy.LEASE)
    assert other.crashes == 1
    assert sending.stamp(row=other, then=Next("sent", changes={"sent_at": now}), now=now, contact_point=None)
    assert not sending.stamp(row=row, then=Next("due", "late"), now=now, contact_point=None)
    assert seen(row)[0] == "sent"


def test_a_row_whose_sender_died_in_a_batch_and_twice_alone_is_set_aside(put, sink):
    row = put("a")
    now = clock.now()
    (row,) = sending.claim(keys=[row.pk], now=now)
    for _ in range(2):
        now += retry_policy.LEASE
        (row,) = sending.claim_left_behind(row=row, now=now)
    assert not sending.claim_left_behind(row=row, now=now + retry_policy.LEASE)
    assert seen(row) == ("failed", "set aside: the sender stopped three times while holding it")


def test_what_waited_for_half_its_lease_is_leased_anew_before_it_leaves(make_kind, person, sink, monkeypatch):
    """Its turn came late in a batch, and the conversation with the server may take minutes more."""
    make_kind("alarm", urgent=True)
    row = actions.put(to=person, kind="alarm", occurrence="1", by=None)
    until = []

    def slow(self, address, words, message, keep):
        until.append(type(message).objects.get(pk=message.pk).leased_until - clock.now())
        return Accepted()

    passed, claim, monotonic = [0.0], sending.claim, sender.time.monotonic
    monkeypatch.setattr(sender.time, "monotonic", lambda: monotonic() + passed[0])

    def claimed_long_ago(*, keys, now):
        passed[0] += 0.6 * retry_policy.LEASE.total_seconds()
        return claim(keys=keys, now=now - 0.6 * retry_policy.LEASE)

    monkeypatch.setattr(sending, "claim", claimed_long_ago)
    Message.objects.update(next_at=clock.now() - 2 * retry_policy.LEASE)
    monkeypatch.setattr(EmailChannel, "send", slow)
    assert sender.send_due() == {"sent": 1}
    assert until[0] > 0.9 * retry_policy.LEASE
    assert seen(row)[0] == "sent"
