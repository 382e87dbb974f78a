"""A lease that is over: the row is another's, and what the first says late changes nothing."""

from datetime import timedelta

import pytest

from network import clock
from outbox.sending import sender
from outbox.transitions import pace

pytestmark = pytest.mark.django_db


def seen(row):
    row.refresh_from_db()
    return row.state, row.why


def test_a_sender_frozen_past_its_lease_does_not_send(put, sink, monkeypatch, settings):
    """It wakes after its lease is over: the row may have gone to another."""
    settings.OUTBOX_LEASE = timedelta(seconds=0)
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert seen(row) == ("due", "held too long by one sender")
    assert sink.accepted == []


def test_a_frozen_sender_s_result_does_not_undo_another_s(put, sink):
    from outbox.sending.actions import sending
    from outbox.transitions.after import Next

    row = put("a")
    now = clock.now()
    (row,) = sending.claim(keys=[row.pk], now=now)
    assert not sending.claim_left_behind(row=row, now=now)  # its lease is not over
    (other,) = sending.claim_left_behind(row=row, now=now + pace.LEASE)
    assert other.crashes == 1
    assert sending.stamp(row=other, then=Next("sent", changes={"sent_at": now}), now=now, contact_point=None)
    assert not sending.stamp(row=row, then=Next("due", "late"), now=now, contact_point=None)
    assert seen(row)[0] == "sent"


def test_a_row_whose_sender_died_in_a_batch_and_three_times_alone_is_set_aside(put, sink):
    from outbox.sending.actions import sending

    row = put("a")
    now = clock.now()
    (row,) = sending.claim(keys=[row.pk], now=now)
    for _ in range(3):
        now += pace.LEASE
        (row,) = sending.claim_left_behind(row=row, now=now)
    assert not sending.claim_left_behind(row=row, now=now + pace.LEASE)
    assert seen(row) == ("failed", "set aside: the sender stopped three times while holding it")
