"""The sender asks again at the moment of sending, and writes what became of each row."""

import logging
from datetime import UTC, datetime, timedelta

import pytest

from network import clock
from outbox import actions
from outbox.models import Message
from outbox.sending import sender
from outbox.transitions import retry_policy
from tests import factories as f
from tests.outbox.conftest import awake
from tests.outbox.senders import AfterSoMany

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state(row):
    row.refresh_from_db()
    return row.state


def test_what_is_due_goes_and_what_is_not_waits(put, mailoutbox):
    due, ahead = put("a"), put("b", due_at=clock.now() + HOUR)
    assert sender.send_due() == {"sent": 1}
    assert (state(due), state(ahead)) == ("sent", "due")
    assert [mail.to for mail in mailoutbox] == [[due.to.email]]
    assert sender.send_due() == {}


def test_one_recipient_a_message(put, note, mailoutbox):
    others = [awake(f.PersonFactory()) for _ in range(3)]
    for other in others:
        put("a", to=other)
    sender.send_due()
    assert sorted(mail.recipients() for mail in mailoutbox) == sorted([[other.email] for other in others])


def test_no_longer_wanted_at_the_moment_of_sending(make_kind, person, mailoutbox):
    make_kind("fickle", still_wanted=lambda message: False)
    row = actions.put(to=person, kind="fickle", occurrence="1", by=None)
    assert sender.send_due() == {"cancelled": 1}
    assert (state(row), row.why) == ("cancelled", "no longer needed")
    assert mailoutbox == []


@pytest.mark.parametrize("answer", [None, 1, "yes", []])
def test_anything_but_true_means_no(make_kind, person, answer, mailoutbox):
    make_kind("odd", still_wanted=lambda message: answer)
    actions.put(to=person, kind="odd", occurrence="1", by=None)
    assert sender.send_due() == {"cancelled": 1}
    assert mailoutbox == []


def test_a_closed_account_gets_nothing_more(put, person, mailoutbox):
    row = put("a")
    person.is_active = False
    person.save()
    sender.send_due()
    assert state(row) == "cancelled"
    assert mailoutbox == []


def test_too_late_is_expired_and_not_sent(put, later, mailoutbox):
    row = put("a")
    later(hours=24)
    assert sender.send_due() == {"expired": 1}
    assert (state(row), row.why) == ("expired", "too late to be useful")
    assert mailoutbox == []


@pytest.mark.parametrize(("away", "sent"), [(timedelta(hours=6), 12), (timedelta(days=3), 6)])
def test_a_scheduler_that_was_dead_sends_what_is_useful_once_and_expires_the_rest(put, later, away, sent, mailoutbox):
    start = clock.now()
    for n in range(6):
        put(f"short {n}", due_at=start + n * HOUR / 2, useful_until=start + 8 * HOUR)
        put(f"long {n}", due_at=start + n * HOUR / 2, useful_until=start + timedelta(days=4))
    later(seconds=away.total_seconds())
    counts = sender.send_due()
    assert counts["sent"] == len(mailoutbox) == sent
    assert counts["expired"] == 12 - sent
    assert sender.send_due() == {}


def test_quiet_hours_hold_it_and_then_it_goes(make_kind, person, mailoutbox, later, time_machine):
    time_machine.move_to(
        datetime(2026, 12, 1, 12, tzinfo=UTC)
    )  # not in the last minute of a day, nor in a day of 25 hours
    make_kind("held", quiet_hours=True)
    person.quiet_from, person.quiet_until = "00:00", "23:59"
    person.save()
    row = actions.put(to=person, kind="held", occurrence="1", by=None)
    sender.send_due()
    row.refresh_from_db()
    assert (row.state, row.why, row.step) == ("due", "waits for quiet hours to end", 0)
    later(seconds=(row.next_at - clock.now()).total_seconds() + 1)
    assert sender.send_due() == {"sent": 1}


def test_quiet_hours_let_what_is_urgent_pass(make_kind, person, mailoutbox):
    make_kind("alarm", quiet_hours=False)
    person.quiet_from, person.quiet_until = "00:00", "23:59"
    person.quiet_weekends = True
    person.save()
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert sender.send_due() == {"sent": 1}


def test_urgent_goes_first(make_kind, person, mailoutbox):
    make_kind("slow", template="outbox/network_kinds/messages/invitation.txt")
    make_kind("alarm", urgent=True)
    for n in range(5):
        actions.put(to=person, kind="slow", occurrence=str(n), by=None)
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    sender.send_due(stop=AfterSoMany(lambda: mailoutbox, 1))
    assert [mail.subject for mail in mailoutbox] == ["A change to how you sign in"]


def test_the_urgent_sender_leaves_the_rest(make_kind, put, person, mailoutbox):
    make_kind("alarm", urgent=True)
    put("a")
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert sender.send_due(urgent_only=True) == {"sent": 1}
    assert Message.objects.get(kind="note").state == "due"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        ({"template": "outbox/messages/no_such.txt"}, "TemplateDoesNotExist"),
        ({"still_wanted": lambda message: 1 / 0}, "ZeroDivisionError"),
        ({"purpose": "x", "address": lambda message: ["not", "text"]}, "AttributeError"),
    ],
)
def test_a_row_that_crashes_the_sender_is_set_aside_and_its_neighbours_go_on(
    make_kind, put, person, spoil, what, mailoutbox, later, caplog
):
    make_kind("poison", **spoil)
    poison = actions.put(to=person, kind="poison", occurrence="1", by=None)
    for n in range(4):
        put(str(n))
    with caplog.at_level(logging.ERROR):
        sender.send_due()
    assert len(mailoutbox) == 4
    for crashes in (1, 2):
        assert (state(poison), poison.crashes) == ("due", crashes)
        later(minutes=1)
        sender.send_due()
    assert (state(poison), poison.why) == ("failed", f"set aside: {what}")
    assert person.email not in caplog.text


def test_a_kind_nobody_knows_is_never_sent(put, later, monkeypatch, mailoutbox):
    from outbox import kinds

    row = put("a")
    monkeypatch.delitem(kinds._kinds, "note")
    for _ in range(3):
        sender.send_due()
        later(minutes=1)
    assert (state(row), row.why) == ("failed", "set aside: UnknownKind")


def test_without_any_address_it_says_so(put, person, mailoutbox):
    person.contact_points.update(broken_at=clock.now())
    row = put("a")
    sender.send_due()
    assert (state(row), row.why) == ("failed", "no channel: no address that works")


def test_without_a_text_service_it_says_so(put, person, settings):
    settings.DEMO, settings.NOTIFY_API_KEY = False, ""
    row = put("a")
    Message.objects.filter(pk=row.pk).update(channel="sms")
    sender.send_due()
    assert (state(row), row.why) == ("failed", "no channel: no text service is set up")
    assert Message.objects.get(second=True).channel == "email"


def test_with_no_address_chosen_it_goes_where_she_signs_in(put, person, mailoutbox):
    person.contact_points.all().delete()
    put("a")
    sender.send_due()
    assert mailoutbox[0].to == [person.email]


def test_an_unconfirmed_address_gets_nothing(put, person, mailoutbox):
    f.ContactPointFactory(person=person, address="typo@example.org", place=0, confirmed_at=None)
    put("a")
    sender.send_due()
    assert mailoutbox[0].to == [person.email]


def test_a_code_to_check_an_address_goes_to_that_address_alone(person, mailoutbox):
    point = f.ContactPointFactory(person=person, address="new@example.org", confirmed_at=None)
    f.ContactPointFactory(address="not-hers@example.org", confirmed_at=None)
    actions.put(
        to=person,
        kind="address-check",
        occurrence="1",
        by=person,
        about=f"contact-point:{point.pk}",
        sealed_text="4711",
    )
    sender.send_due()
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    assert "4711" in mailoutbox[0].body
    assert "4711" not in mailoutbox[0].subject


def test_text_messages_are_seen_in_the_demonstration(put, person, text_service, mailoutbox):
    person.contact_points.filter(channel="sms").update(place=0, address="+447700900123")
    put("a")
    sender.send_due()
    (mail,) = mailoutbox
    assert mail.subject == "Text message to 07700900123"
    assert mail.to == ["07700900123@text.example"]
    assert "Hello" not in mail.body


def test_a_sender_stops_when_it_is_told_to_or_its_time_is_over(put, mailoutbox):
    for n in range(5):
        put(str(n))
    assert sender.send_due(stop=AfterSoMany(lambda: mailoutbox, 2)) == {"sent": 2}
    assert sender.send_due(seconds=0) == {}
    assert Message.objects.filter(state="due").count() == 3


def test_ten_messages_cost_few_queries(put, django_assert_num_queries):
    put("before")
    sender.send_due()  # and so it is known that the service is well
    for n in range(10):
        put(str(n))
    # Holds; what was left behind and what is due, of both urgencies, now and at the end; services; the claim in a
    # transaction, and its rows; addresses; the stamp in a transaction.
    with django_assert_num_queries(1 + 4 + 4 + 1 + 4 + 1 + 3):
        sender.send_due()


def test_a_sender_under_test_has_the_patience_of_the_product(sink):
    """The sink lives in the test's own process and answers late when the machine is busy: five senders with half a
    second of patience sent 118 of 120. Who tests impatience asks for `impatient`."""
    patience = retry_policy.SERVER_TIMEOUT, retry_policy.FINAL_PATIENCE_URGENT, retry_policy.FINAL_PATIENCE
    assert patience == (15, 60, 150)
