"""Senders that die or freeze at any moment, most of them in the middle of a batch. Lost: none. Extra: at most one for
each that died or froze, for what left before is in the journal.

The lease is 2 seconds here instead of 3 minutes (1:90), and the kills are 12; `make kills` has 50, on both databases.
"""

import os
import random
from datetime import timedelta

import pytest

from outbox.models import Message
from outbox.sending import sender
from outbox.transitions import retry_policy
from outbox.transitions.transitions import Rules
from tests.outbox.senders import SenderProcess, all_final, wait_for
from tests.servers.processes import until

pytestmark = pytest.mark.django_db(transaction=True)
LEASE = timedelta(seconds=2)
KILLS = int(os.environ.get("KILLS", "12"))


@pytest.fixture
def senders():
    running: list[SenderProcess] = []
    yield running
    for one in running:
        if one.process.is_alive():
            one.kill()


@pytest.fixture
def short_lease(monkeypatch):
    monkeypatch.setattr(retry_policy, "LEASE", LEASE)
    monkeypatch.setattr(retry_policy, "RULES", Rules(pauses=[timedelta(seconds=0.5)] * 5))


def nothing_lost(sink, rows: int, extra: int) -> None:
    states = set(Message.objects.values_list("state", flat=True))
    assert states == {"sent"}
    distinct = {mail.message_id for mail in sink.accepted}
    assert len(distinct) == rows
    assert len(sink.accepted) - rows <= extra


def test_kill_9_in_the_middle_of_a_batch(put, sink, senders, short_lease):
    rows = 25 * KILLS
    for n in range(rows):
        put(str(n))
    dice = random.Random(9)
    senders += [SenderProcess(), SenderProcess()]
    held = []  # by all that had died until then
    for _ in range(KILLS):
        wait_for(sink, min(rows - 10, len(sink.accepted) + dice.randint(4, 20)))
        victim = dice.choice(senders)
        victim.kill()
        senders.remove(victim)
        held.append(Message.objects.filter(state="sending").count())
        senders.append(SenderProcess())
    all_final(within=60 + 3 * KILLS)
    print(f"{KILLS} kills, {rows} rows, up to {max(held)} held, {len(sink.accepted) - rows} extra copies")
    assert max(held) > 1
    nothing_lost(sink, rows, KILLS)
    assert not Message.objects.filter(why__startswith="set aside").exists()
    for one in senders:
        one.end()


def test_kill_9_of_all_senders_at_once(put, sink, senders, short_lease):
    for n in range(60):
        put(str(n))
    senders += [SenderProcess() for _ in range(3)]
    wait_for(sink, 10)
    for one in senders:
        one.kill()
    assert Message.objects.filter(state="sending").count() <= 3 * sender.BATCH
    senders[:] = [SenderProcess()]
    all_final()
    nothing_lost(sink, 60, 3)


def test_a_sender_frozen_past_its_lease(put, sink, senders, short_lease):
    """Its third message was taken by the server, but it slept before it could say so: another stamps the first two by
    the journal, and sends the third again. When the first wakes, its late results change nothing, and it sends no more
    of that batch."""
    freezes = 3
    for round in range(freezes):
        for n in range(10):
            put(f"{round} {n}")
        sink.at["DATA"] = ["", "", "wait"]
        frozen = SenderProcess()
        senders.append(frozen)
        until(lambda: sink.waiting.is_set(), within=30, what="a message in the server's hand", every=0.005)
        frozen.freeze()
        sink.go_on()
        other = SenderProcess()
        senders.append(other)
        all_final(within=30)
        frozen.thaw()
        frozen.end()
        other.end()
    nothing_lost(sink, 10 * freezes, freezes)
    assert set(Message.objects.values_list("crashes", "tries")) == {(0, 1), (1, 2)}
    assert Message.objects.filter(crashes=1).count() == 8 * freezes


def test_sigterm_finishes_the_message_in_hand(put, sink, senders, short_lease):
    for n in range(60):
        put(str(n))
    for _ in range(5):
        one = SenderProcess()
        senders.append(one)
        wait_for(sink, len(sink.accepted) + 3)
        one.end()
        assert not Message.objects.filter(state="sending").exists()
    senders.append(SenderProcess())
    all_final()
    nothing_lost(sink, 60, 0)
