"""A batch is claimed at once, and each message of it is still one message."""

from datetime import timedelta

import pytest

from network import clock
from outbox import actions
from outbox.models import Message
from outbox.sending import journal, sender, wanted
from outbox.sending.actions import sending
from outbox.transitions import retry_policy
from tests.outbox.senders import AfterSoMany

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(settings):
    """A sender died: it had claimed these rows, and the mail server had taken the first `left` of them."""

    def take(rows, left):
        now, writer = clock.now(), journal.Writer()
        rows = sending.claim(keys=[row.pk for row in rows], now=now)
        for row in rows[:left]:
            writer.append(row, now)
        writer.close()
        return rows

    return take


def states():
    return sorted(Message.objects.values_list("state", "tries", "crashes"))


def test_what_the_journal_knows_is_stamped_and_not_sent_again(put, taken, later, mailoutbox):
    rows = taken([put(str(n)) for n in range(5)], left=2)
    assert sender.send_due() == {}, "their lease is not over"
    later(minutes=3, seconds=1)
    assert sender.send_due() == {"sent": 5}
    assert len(mailoutbox) == 3
    assert states() == [("sent", 1, 0)] * 2 + [("sent", 2, 1)] * 3
    at = Message.objects.get(pk=rows[0].pk).sent_at
    assert clock.now() - at > timedelta(minutes=3), "when it left"


def test_an_older_try_in_the_journal_says_nothing_of_this_one(put, taken, later, mailoutbox):
    """It left, was cancelled in that moment, and put anew for another day."""
    (row,) = taken([put("a", about="thing:1")], left=1)
    actions.cancel(about="thing:1", why="moved")
    put("a", about="thing:1")
    taken([row], left=0)
    later(minutes=4)
    assert sender.send_due() == {"sent": 1}
    assert len(mailoutbox) == 1


def test_a_long_journal_is_read_from_its_end(put, taken, later, settings, monkeypatch, mailoutbox):
    monkeypatch.setattr(journal, "TAIL", 100)
    old = clock.now() - timedelta(hours=2)
    path = journal.folder() / f"{old:%Y-%m}.log"
    path.write_text("".join(f"{n}.0.1 {old.isoformat(timespec='seconds')}\n" for n in range(1000)))
    taken([put(str(n)) for n in range(10)], left=10)
    later(minutes=4)
    assert sender.send_due() == {"sent": 10}
    assert mailoutbox == []
    assert len(journal.tries_since(old + timedelta(hours=1), clock.now())) < 100


def test_what_a_sender_left_behind_is_tried_alone_so_that_no_neighbour_is_set_aside(put, taken, later, mailoutbox):
    """One row of the batch kills whoever holds it: the first had the batch, the others it alone."""
    rows = taken([put(str(n)) for n in range(6)], left=0)
    for _ in range(2):
        later(minutes=4)
        (poison,) = Message.objects.filter(pk=rows[0].pk)
        assert sending.claim_left_behind(row=poison, now=clock.now())  # and dies
    later(minutes=2)
    assert sender.send_due() == {"sent": 5}
    later(minutes=4)
    sender.send_due()
    assert Message.objects.get(state="failed").pk == rows[0].pk
    assert len(mailoutbox) == 5


@pytest.fixture
def slow(monkeypatch):
    """What the batch has begun has taken this long; each message takes a second more."""
    from outbox.channels.email import EmailChannel

    passed, send, monotonic = [0.0], EmailChannel.send, sender.time.monotonic
    monkeypatch.setattr(sender.time, "monotonic", lambda: monotonic() + passed[0])

    def slowly(self, *args, **more):
        passed[0] += slowly.seconds
        return send(self, *args, **more)

    slowly.seconds = 1.1
    monkeypatch.setattr(EmailChannel, "send", slowly)
    return slowly


def test_a_batch_of_reminders_stops_after_two_seconds_and_what_is_not_begun_is_due_as_before(put, slow, mailoutbox):
    for n in range(sender.BATCH):
        put(str(n))
    assert sender.send_due(seconds=1) == {"sent": 2}
    assert states() == [("due", 0, 0)] * (sender.BATCH - 2) + [("sent", 1, 0)] * 2


def test_an_urgent_batch_stops_at_half_its_lease(make_kind, person, slow, mailoutbox):
    make_kind("alarm", urgent=True)
    slow.seconds = retry_policy.LEASE.total_seconds() / 4 + 1
    for n in range(5):
        actions.put(to=person, kind="alarm", occurrence=str(n), by=None)
    assert sender.send_due(seconds=1, urgent_only=True) == {"sent": 2}
    assert states() == [("due", 0, 0)] * 3 + [("sent", 1, 0)] * 2


def test_what_is_urgent_goes_before_the_rest_of_the_reminders(make_kind, put, person, slow, mailoutbox):
    make_kind("alarm", urgent=True, template="outbox/network_kinds/messages/invitation.txt")
    for n in range(30):
        put(str(n))
    sender.send_due(seconds=1)
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    before = len(mailoutbox)
    sender.send_due(stop=AfterSoMany(lambda: mailoutbox, before + 1))
    assert mailoutbox[before].subject != mailoutbox[0].subject


def test_a_cancellation_is_heard_by_what_waits_in_the_batch(put, person, slow, monkeypatch, mailoutbox):
    """The first message takes more than a second; meanwhile the others are cancelled, or the account is closed."""
    rows = [put(str(n), about=f"thing:{n}") for n in range(6)]
    from outbox.channels.email import EmailChannel

    send = EmailChannel.send

    def cancelled_meanwhile(self, address, words, message, keep):
        if not mailoutbox:
            actions.cancel(about=[row.about for row in rows if row.pk != message.pk], why="pairing ended")
        return send(self, address, words, message, keep)

    monkeypatch.setattr(EmailChannel, "send", cancelled_meanwhile)
    sender.send_due()
    assert len(mailoutbox) == 1
    assert sorted(row.state for row in Message.objects.all()) == ["cancelled"] * 5 + ["sent"]
    assert set(Message.objects.filter(state="cancelled").values_list("why", flat=True)) == {"pairing ended"}


def test_what_is_moved_while_it_waits_in_the_batch_goes_at_its_new_time(put, person, slow, monkeypatch, mailoutbox):
    from outbox.channels.email import EmailChannel

    rows, send, tomorrow = [put(str(n)) for n in range(4)], EmailChannel.send, clock.now() + timedelta(days=1)

    def moved_meanwhile(self, address, words, message, keep):
        if not mailoutbox:
            [put(row.occurrence, due_at=tomorrow) for row in rows if row.pk != message.pk]
        return send(self, address, words, message, keep)

    monkeypatch.setattr(EmailChannel, "send", moved_meanwhile)
    sender.send_due()
    assert len(mailoutbox) == 1
    assert list(Message.objects.filter(state="due").values_list("next_at", flat=True)) == [tomorrow] * 3


def test_an_address_that_was_changed_gets_nothing_of_the_rest_of_the_batch(put, person, slow, monkeypatch, mailoutbox):
    """The first message takes more than a second; meanwhile she chooses another address."""
    from outbox.channels.email import EmailChannel

    send = EmailChannel.send
    old, points = person.email, person.contact_points.filter(channel="email")
    [put(str(n)) for n in range(2)]

    def changed_meanwhile(self, address, words, message, keep):
        points.update(address="new@example.org")
        return send(self, address, words, message, keep)

    monkeypatch.setattr(EmailChannel, "send", changed_meanwhile)
    assert sender.send_due() == {"sent": 2}
    assert [mail.to for mail in mailoutbox] == [[old], ["new@example.org"]]


def test_a_batch_is_asked_at_once_and_again_when_the_answer_is_old(make_kind, person, slow, mailoutbox):
    asked = []

    def among(messages):
        asked.append(len(messages))
        return [message.pk for message in messages if message.occurrence != "no"]

    kind = make_kind("many", wanted_among=among)
    for occurrence in ("1", "2", "3", "no"):
        actions.put(to=person, kind=kind.name, occurrence=occurrence, by=None)
    slow.seconds = 0
    assert sender.send_due() == {"sent": 3, "cancelled": 1}
    assert asked == [4]
    for occurrence in ("4", "5"):
        actions.put(to=person, kind=kind.name, occurrence=occurrence, by=None)
    asked.clear()
    slow.seconds = wanted.FRESH + 0.1
    assert sender.send_due() == {"sent": 2}
    assert asked == [2, 1]


def test_one_message_that_cannot_be_asked_about_keeps_no_neighbour(make_kind, person, mailoutbox):
    def among(messages):
        return [message.pk for message in messages if int(message.occurrence)]

    kind = make_kind("many", wanted_among=among)
    for occurrence in ("1", "x", "3"):
        actions.put(to=person, kind=kind.name, occurrence=occurrence, by=None)
    assert sender.send_due() == {"sent": 2, "due": 1}
    assert Message.objects.get(state="due").why == "could not be made: ValueError"


def test_a_database_that_is_away_while_a_batch_is_asked_cancels_nothing(put, monkeypatch, slow, mailoutbox):
    from django.db import OperationalError

    for n in range(3):
        put(str(n))

    held, failures = sending.held, [OperationalError("gone"), OperationalError("gone")]

    def away(*rows):
        if failures:
            raise failures.pop()
        return held(*rows)

    monkeypatch.setattr(sending, "held", away)
    assert sender.send_due() == {"sent": 1, "due": 2}
    assert not Message.objects.filter(state="cancelled").exists()
