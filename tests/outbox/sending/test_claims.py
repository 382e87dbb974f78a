"""Many senders at once, as real threads with connections of their own: one row, one message."""

import random
import time
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from network import clock
from outbox import actions
from outbox.models import Message
from outbox.sending import sender
from outbox.sending.actions import sending
from tests.outbox.senders import AfterSoMany
from tests.outbox.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_row_is_claimed_by_one_of_many(put):
    for n in range(5):
        row = put(str(n))
        claimed = at_once(8, lambda i, row=row: sending.claim(keys=[row.pk], now=clock.now()))
        assert sum(map(len, claimed)) == 1
        assert Message.objects.get(pk=row.pk).tries == 1


def test_an_expired_lease_is_taken_by_one_of_many(put):
    row = put("a")
    now = clock.now()
    assert sending.claim(keys=[row.pk], now=now)
    late = now + timedelta(minutes=3)
    copies = [Message.objects.get(pk=row.pk) for _ in range(8)]
    claimed = at_once(8, lambda i: sending.claim_left_behind(row=copies[i], now=late))
    assert sum(map(len, claimed)) == 1
    assert Message.objects.get(pk=row.pk).tries == 2


def test_five_sweepers_at_once_send_each_row_once(put, sink):
    for n in range(120):
        put(str(n))
    counts = at_once(5, lambda n: sender.send_due())
    assert sum(count["sent"] for count in counts) == 120
    assert len(sink.accepted) == 120
    assert len({mail.message_id for mail in sink.accepted}) == 120
    assert set(Message.objects.values_list("state", "tries")) == {("sent", 1)}
    assert sink.connections <= 5


def test_five_planners_and_five_senders_make_one_message_of_each(put, sink, person):
    """Beats that run twice plan the same; senders that run twice send it once."""

    def plan_or_send(n):
        if n % 2:
            return sender.send_due()
        return actions.put_many(
            wanted=[actions.Wanted(to=person, kind="note", occurrence=str(k)) for k in range(40)], by=None
        )

    at_once(10, plan_or_send)
    sender.send_due()
    assert len(sink.accepted) == Message.objects.count() == 40


def test_a_cancellation_that_races_the_send_is_heard_or_the_row_says_it_left(put, sink):
    """300 messages go out while each is cancelled, in an order of its own. Either it left and the row says so, or it
    was stopped and never arrives; none arrives long after it was stopped."""
    rows = [put(str(n), about=f"thing:{n}") for n in range(300)]
    order = list(rows)
    random.Random(4).shuffle(order)
    stopped: dict[str, float] = {}

    def cancel_all():
        for row in order:
            if actions.cancel(about=row.about, why="pairing ended"):
                stopped[row.message_id] = time.monotonic()
        connection.close()

    canceller = Thread(target=cancel_all)
    canceller.start()
    arrived = {}
    counts = sender.send_due(stop=AfterSoMany(lambda: sink.accepted, 40))
    for mail in sink.accepted:
        arrived[mail.message_id.strip("<>").partition("@")[0]] = time.monotonic()
    while canceller.is_alive():
        counts += sender.send_due(stop=AfterSoMany(lambda: sink.accepted, len(sink.accepted) + 20))
    canceller.join()
    counts += sender.send_due()
    assert len(sink.accepted) == counts["sent"]
    left = {mail.message_id.strip("<>").partition("@")[0] for mail in sink.accepted}
    for row in rows:
        row.refresh_from_db()
        assert row.state == ("sent" if row.message_id in left else "cancelled")
        if row.message_id in left and row.message_id in stopped:  # it was in flight in that very moment
            assert row.sent_at is not None
            assert arrived.get(row.message_id, 0) <= stopped[row.message_id] + 5


def test_an_opt_out_in_the_moment_of_sending_is_heard(make_kind, person, sink):
    """`still_wanted` reads the live fact: what it says no to is never accepted after the commit."""
    make_kind("told", still_wanted=lambda message: person.contact_points.model.objects.filter(person=person).exists())
    for n in range(40):
        actions.put(to=person, kind="told", occurrence=str(n), by=None)
    sender.send_due(stop=AfterSoMany(lambda: sink.accepted, 10))
    person.contact_points.all().delete()
    assert sender.send_due() == {"cancelled": 30}
    assert len(sink.accepted) == 10


def test_two_senders_do_not_ask_for_every_batch_twice(put, sink, monkeypatch):
    """A second sender must not spend its time on rows the first has taken."""
    for n in range(200):
        put(str(n))
    asked, got = [], []
    claim = sending.claim

    def counted(*, keys, now):
        mine = claim(keys=keys, now=now)
        asked.append(len(keys))
        got.append(len(mine))
        return mine

    monkeypatch.setattr(sending, "claim", counted)
    at_once(2, lambda n: sender.send_due())
    assert sum(got) == 200
    assert sum(asked) <= 360  # 400 is when each batch is asked for by both
