"""Two at once: a sender holds the row while somebody changes their mind about it (faults A24, A26, A31). The mail
server waits in the middle of the conversation until the change has been written."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from network import clock
from outbox import actions, tasks
from outbox.models import Message
from outbox.sending import sender
from outbox.transitions import retry_policy
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db(transaction=True)


class InFlight:
    """A sender in a thread of its own, stopped at the mail server's answer until `lands`."""

    def __init__(self, sink):
        self.sink = sink
        self.counts = {}
        self.thread = Thread(target=self._send)

    def _send(self):
        try:
            self.counts = sender.send_due()
        finally:
            connection.close()

    def start(self):
        self.thread.start()
        assert self.sink.waiting.wait(30)
        return self

    def lands(self):
        self.sink.go_on()
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.fixture
def in_flight(sink):
    def start(answer="wait"):
        sink.at["DATA"] = [answer]
        return InFlight(sink).start()

    return start


def of(row):
    row.refresh_from_db()
    return row.state


def test_what_was_cancelled_and_put_again_in_flight_waits_for_its_new_time_and_goes(put, sink, in_flight, later):
    row = put("a", about="thing:1")
    flight = in_flight()
    tomorrow = clock.now() + timedelta(days=1)
    actions.cancel(about="thing:1", why="moved")
    put("a", about="thing:1", due_at=tomorrow)
    flight.lands()
    assert of(row) == "due"
    assert row.next_at == tomorrow
    later(days=1, minutes=1)
    assert sender.send_due() == {"sent": 1}
    assert len(sink.accepted) == 2


def test_the_same_where_the_stamp_goes_with_its_neighbour_s(put, sink, in_flight, later):
    """With a neighbour in its batch, both are written in one statement."""
    rows = [put(name, about=f"thing:{name}") for name in "ab"]
    flight = in_flight()
    row = next(one for one in rows if one.message_id in sink.handed_over)
    tomorrow = clock.now() + timedelta(days=1)
    actions.cancel(about=row.about, why="moved")
    put(row.occurrence, about=row.about, due_at=tomorrow)
    flight.lands()
    assert of(row) == "due"
    assert row.next_at == tomorrow
    assert [of(one) for one in rows if one.pk != row.pk] == ["sent"]


def test_what_was_moved_during_a_try_that_failed_keeps_its_new_times(put, sink, in_flight):
    row = put("a", about="thing:1")
    flight = in_flight("wait, then 451 4.3.0 Try later")
    tomorrow = clock.now() + timedelta(days=1)
    put("a", about="thing:1", due_at=tomorrow, useful_until=tomorrow + timedelta(hours=3))
    flight.lands()
    assert of(row) == "due"
    assert (row.due_at, row.next_at, row.useful_until) == (tomorrow, tomorrow, tomorrow + timedelta(hours=3))
    assert row.step == 0


def test_what_was_moved_while_it_left_has_left(put, sink, in_flight):
    row = put("a", about="thing:1")
    flight = in_flight()
    put("a", about="thing:1", due_at=clock.now() + timedelta(days=1))
    flight.lands()
    assert of(row) == "sent"
    assert len(sink.accepted) == 1


def test_what_was_put_anew_during_a_try_that_failed_keeps_its_new_times(put, sink, in_flight):
    row = put("a", about="thing:1")
    flight = in_flight("wait, then 451 4.3.0 Try later")
    tomorrow = clock.now() + timedelta(days=1)
    actions.cancel(about="thing:1", why="moved")
    put("a", about="thing:1", due_at=tomorrow)
    flight.lands()
    assert of(row) == "due"
    assert (row.next_at, row.step) == (tomorrow, 0)


def test_a_move_that_meets_a_claim_is_not_lost(put, sink, monkeypatch):
    """The row is read as waiting, and a sender takes it before the move is written."""
    from outbox.queue.actions import messages
    from outbox.sending.actions import sending

    row = put("a", about="thing:1")
    moved = messages._moved

    def meets(row, wanted, now):
        changes = moved(row, wanted, now)
        if row.state == Message.DUE:
            assert sending.claim(keys=[row.pk], now=clock.now())
        return changes

    monkeypatch.setattr(messages, "_moved", meets)
    tomorrow = clock.now() + timedelta(days=1)
    put("a", about="thing:1", due_at=tomorrow)
    assert of(row) == "sending"
    assert row.due_at == tomorrow


def test_a_gateway_that_answers_late_gets_one_copy_and_the_row_stays_in_one_hand(put, sink, in_flight, monkeypatch):
    """It answers after the lease would have been over: the lease is made longer while there is patience."""
    monkeypatch.setattr(retry_policy, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(retry_policy, "SERVER_TIMEOUT", 0.2)
    row = put("a")
    flight = in_flight()
    row.refresh_from_db()
    first = row.leased_until
    while row.leased_until == first:
        row.refresh_from_db()
    monkeypatch.setattr(retry_policy, "LEASE", timedelta(minutes=3))
    while row.leased_until < clock.now() + timedelta(minutes=2):
        row.refresh_from_db()
    assert sender.send_due() == {}  # another sender finds nothing to take
    flight.lands()
    assert of(row) == "sent"
    assert len(sink.accepted) == 1


def test_a_gateway_that_never_answers_gets_five_copies_at_the_most(put, sink, impatient, later):
    sink.always["DATA"] = "accept then cut"
    row = put("a", useful_until=clock.now() + timedelta(days=2))
    for _ in range(40):
        sender.send_due()
        later(hours=1)
    assert of(row) == "failed"
    assert row.why == "handed over 5 times, never answered: it may have arrived"
    assert len(sink.accepted) == 5
    assert len({mail.message_id for mail in sink.accepted}) == 1


def test_one_line_that_cannot_be_opened_puts_nobody_off(put, sink, monkeypatch):
    from outbox.channels.email import EmailChannel
    from outbox.transitions.outcomes import Unreachable

    opened = EmailChannel.open
    failures = [Unreachable("mail server: TimeoutError")]
    monkeypatch.setattr(EmailChannel, "open", lambda self: failures.pop() if failures else opened(self))
    for n in range(20):
        put(str(n))
    assert sender.send_due() == {"sent": 20}
    assert set(Message.objects.values_list("step", flat=True)) == {0}


def test_an_urgent_message_tries_by_itself_though_its_neighbour_found_nobody(make_kind, sink, monkeypatch):
    from outbox.channels.email import EmailChannel
    from outbox.transitions.outcomes import Unreachable

    kind = make_kind("alarm", urgent=True)
    opened = EmailChannel.open
    failures = [Unreachable("mail server: ConnectionRefusedError")] * 2  # also the second time, a second later
    monkeypatch.setattr(EmailChannel, "open", lambda self: failures.pop() if failures else opened(self))
    for _ in range(100):
        actions.put(to=awake(f.PersonFactory()), kind=kind.name, occurrence="1", by=None)
    assert sender.send_due() == {"due": 1, "sent": 99}


def test_a_server_that_takes_long_to_find_away_is_not_asked_by_each_urgent_message(
    make_kind, person, sink, monkeypatch
):
    """A hundred times fifteen seconds would keep the other channel's messages waiting."""
    from outbox.channels.email import EmailChannel
    from outbox.sending import delivery
    from outbox.transitions.outcomes import Unreachable

    kind = make_kind("alarm", urgent=True)
    monkeypatch.setattr(delivery, "QUICKLY", 0)
    tries = []
    monkeypatch.setattr(EmailChannel, "open", lambda self: tries.append(1) or Unreachable("mail server: no answer"))
    for n in range(20):
        actions.put(to=person, kind=kind.name, occurrence=str(n), by=None)
    assert sender.send_due() == {"due": 20}
    assert len(tries) == 2


def test_in_the_demonstration_an_urgent_mail_after_an_urgent_text_goes_at_once(make_kind, person, sink, text_service):
    """Texts that are shown as mail have a line of their own (faults C9)."""
    make_kind("text alarm", urgent=True, channel="sms")
    make_kind("mail alarm", urgent=True, channel="email")
    actions.put(to=person, kind="text alarm", occurrence="1", by=None)
    assert tasks.wake() == {"sent": 1}
    actions.put(to=person, kind="mail alarm", occurrence="1", by=None)
    assert tasks.wake() == {"sent": 1}
    assert [mail.to for mail in sink.accepted][1] == person.email
    actions.put(to=person, kind="text alarm", occurrence="2", by=None)
    actions.put(to=person, kind="mail alarm", occurrence="2", by=None)
    assert tasks.wake() == {"sent": 2}
    assert sum(mail.to == person.email for mail in sink.accepted) == 2
