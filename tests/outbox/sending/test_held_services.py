"""A relay in a bad minute: what it says about us is never booked on a person, and silences nobody (faults A7, A15)."""

from datetime import timedelta

import pytest

from network import clock
from network.models import ContactPoint
from outbox import actions
from outbox.channels import replies
from outbox.channels.replies import About
from outbox.models import Message, ServiceState
from outbox.sending import sender
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [awake(f.PersonFactory()) for _ in range(4)]


@pytest.fixture
def note_to(note):
    return lambda person, occurrence="1": actions.put(to=person, kind=note.name, occurrence=occurrence, by=None)


@pytest.fixture
def alarm_to(make_kind):
    kind = make_kind("alarm", urgent=True)
    return lambda person, about="": actions.put(to=person, kind=kind.name, occurrence="1", by=None, about=about)


def held():
    return ServiceState.objects.filter(channel="email", held_since__isnull=False).exists()


def steps():
    return set(Message.objects.values_list("step", flat=True))


def nobody_is_broken():
    return not ContactPoint.objects.exclude(broken_at=None).exists()


def only_mail(answer):
    """The text service of the demonstration goes by the same sink."""
    return lambda address: None if address.endswith("@text.example") else answer


@pytest.mark.parametrize(
    ("step", "code", "text", "about"),
    [
        ("RCPT", 550, b"5.1.1 <nobody@example.org>: unknown", About.ADDRESS),
        ("RCPT", 550, b"5.1.10 Null MX", About.ADDRESS),
        ("DATA", 550, b"5.2.1 Mailbox closed\n5.2.1 for good", About.ADDRESS),
        ("RCPT", 550, b"No such user", About.NOBODY_KNOWS),
        ("RCPT", 550, b"5.1.100 Something", About.NOBODY_KNOWS),
        ("RCPT", 450, b"5.1.1 for now", About.NOBODY_KNOWS),
        ("RCPT", 552, b"5.2.2 Full", About.NOBODY_KNOWS),
        ("RCPT", 550, b"5.2.2 <head@example.org>: mailbox is full", About.NOBODY_KNOWS),
        ("RCPT", 550, b"blocked using a list", About.NOBODY_KNOWS),
        ("RCPT", 550, b"5.7.1 Access denied", About.NOBODY_KNOWS),
        ("RCPT", 553, b"5.7.1 <noreply@example.org>: Sender address rejected: not logged in", About.REFUSES_US),
        ("RCPT", 530, b"5.7.0 Authentication required", About.REFUSES_US),
        ("DATA", 550, b"5.7.26 Not signed", About.REFUSES_US),
        ("MAIL", 550, b"5.1.8 Bad sender's address", About.REFUSES_US),
        ("MAIL", 550, b"5.1.1 whatever it says", About.REFUSES_US),
        ("MAIL", 450, b"Too many", About.TOO_MUCH),
        ("RCPT", 450, b"4.7.1 Too much mail", About.TOO_MUCH),
    ],
)
def test_what_a_refusal_is_about(step, code, text, about):
    assert replies.about(step, code, text) is about


@pytest.mark.parametrize(
    "refusal", ["550 5.7.1 Service unavailable", "550 5.2.2 Mailbox is full", "550 blocked using a list"]
)
def test_two_people_refused_alike_hold_the_service_and_mark_no_address(people, note_to, sink, later, refusal):
    sink.answer = lambda address: refusal
    rows = [note_to(person) for person in people]
    assert sender.send_due() == {"due": 4}
    assert sink.asked["MAIL"] == 2  # the third and the fourth were not tried
    assert held()
    assert ServiceState.objects.get().reason == ServiceState.REFUSES_ALL
    assert nobody_is_broken()
    assert steps() == {0, 1}  # the first alone: nobody could know yet
    sink.answer = None
    later(seconds=16)
    assert sender.send_due()["sent"] >= 1
    assert not held()
    sender.send_due()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(sink.accepted) == len(rows)


NOBODY_KNOWN = "550 5.1.1 User unknown in local recipient table"


def test_a_relay_that_knows_nobody_holds_the_service_and_no_address_stays_marked(people, note_to, sink, later):
    sink.answer = lambda address: NOBODY_KNOWN
    for person in people:
        note_to(person)
    assert sender.send_due() == {"failed": 1, "due": 4}, "the first was given up, and goes after all"
    assert sink.asked["MAIL"] == 2
    assert held()
    assert ServiceState.objects.get().reason == ServiceState.REFUSES_ALL
    assert nobody_is_broken()
    assert set(Message.objects.values_list("state", flat=True)) == {"due"}
    for _ in range(4):
        later(minutes=1)
        sender.send_due()
    assert held()
    assert nobody_is_broken()
    sink.answer = None
    later(minutes=1)
    sender.send_due()
    sender.send_due()
    assert not held()
    assert len(sink.accepted) == len(people)


def test_the_alerts_of_a_call_take_the_second_channel_and_go_by_mail_when_it_is_well(
    people, alarm_to, sink, text_service, later
):
    sink.answer = only_mail(NOBODY_KNOWN)
    for person in people[:2]:
        alarm_to(person, about="told:1")
    while sender.send_due():
        pass
    texts = Message.objects.filter(second=True, channel="sms", state="sent")
    assert {row.to_id for row in texts} == {person.pk for person in people[:2]}
    assert nobody_is_broken()
    sink.answer = None
    later(minutes=2)
    while sender.send_due():
        pass
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_one_address_alone_that_is_unknown_is_marked(people, note_to, sink):
    sink.answer = lambda address: NOBODY_KNOWN if address == people[0].email else None
    for person in people:
        note_to(person)
    note_to(people[0], "2")
    sender.send_due()
    assert not held()
    assert list(ContactPoint.objects.exclude(broken_at=None)) == [people[0].contact_points.get(channel="email")]
    assert set(Message.objects.exclude(to=people[0]).values_list("state", flat=True)) == {"sent"}


def test_two_that_are_unknown_with_one_taken_in_between_are_marked(people, note_to, sink):
    for person in people[:3]:
        sink.answer = lambda address: NOBODY_KNOWN if address in (people[0].email, people[2].email) else None
        note_to(person)
        sender.send_due()
    assert not held()
    assert ContactPoint.objects.exclude(broken_at=None).count() == 2


def test_two_wrong_addresses_in_a_row_hold_it_once_and_are_marked_when_it_has_taken_a_message(
    people, note_to, sink, later
):
    wrong = {people[0].email, people[1].email}
    sink.answer = lambda address: NOBODY_KNOWN if address in wrong else None
    for person in people[:2]:
        note_to(person)
    sender.send_due()
    assert held()
    actions.put(to=people[2], kind="sign-in-code", occurrence="1", by=None, sealed_text="4711-4711")
    sender.send_due()
    assert not held()
    for _ in range(3):
        sender.send_due()
        later(minutes=1)
    assert not held()
    marked = ContactPoint.objects.exclude(broken_at=None)
    assert {point.address for point in marked} == wrong
    assert not Message.objects.filter(state="due").exists()


def test_a_code_for_a_sign_in_that_is_refused_while_it_is_held_marks_nobody(people, note_to, sink):
    sink.answer = lambda address: NOBODY_KNOWN
    for person in people[:2]:
        note_to(person)
    sender.send_due()
    assert held()
    actions.put(to=people[3], kind="sign-in-code", occurrence="1", by=None, sealed_text="4711-4711")
    sender.send_due()
    assert nobody_is_broken()
    assert Message.objects.get(kind="sign-in-code").state == "due"


def test_one_person_refused_twice_is_no_sign_that_it_is_us(person, note_to, sink):
    sink.answer = lambda address: "550 5.7.1 Not to this one"
    note_to(person, "1")
    note_to(person, "2")
    sender.send_due()
    assert not held()


def test_two_people_refused_differently_neither(people, note_to, sink):
    answers = iter(["552 5.2.2 Full", "550 5.7.1 No", "450 4.2.1 Busy", "451 4.4.1 No route"])
    sink.answer = lambda address: next(answers)
    for person in people:
        note_to(person)
    assert sender.send_due() == {"due": 4}
    assert not held()
    assert steps() == {1}


def test_a_refusal_of_long_ago_neither(people, note_to, sink, later):
    sink.answer = lambda address: "550 5.7.1 No"
    row = note_to(people[0])
    sender.send_due()
    Message.objects.filter(pk=row.pk).update(next_at=clock.now() + timedelta(days=1))
    later(minutes=11)
    note_to(people[1])
    sender.send_due()
    assert not held()


def test_while_it_is_held_one_message_tries_each_minute_and_the_first_acceptance_ends_it(people, note_to, sink, later):
    sink.always["MAIL"] = "553 5.7.1 Sender address rejected"
    rows = [note_to(person, str(n)) for person in people for n in range(10)]
    for _ in range(20):  # ten minutes of sweeps
        sender.send_due()
        later(seconds=30)
    assert 9 <= sink.asked["MAIL"] <= 12
    assert steps() == {0}
    assert nobody_is_broken()
    assert {row.why[:7] for row in Message.objects.filter(second=False)} == {"waits: "}
    sink.always.clear()
    later(minutes=1)
    sender.send_due()
    sender.send_due()
    assert Message.objects.filter(second=False, state="sent").count() == len(rows)
    state = ServiceState.objects.get(channel="email")
    assert (state.held_since, state.failing_since, state.reason) == (None, None, "")
    assert state.last_accepted_at is not None


def test_what_is_urgent_takes_the_second_channel_at_once(people, alarm_to, sink, text_service):
    sink.answer = only_mail("550 5.7.1 Service unavailable")
    for person in people:
        alarm_to(person, about="thing:1")
    while sender.send_due():
        pass
    texts = Message.objects.filter(second=True, channel="sms")
    assert {row.to_id for row in texts} == {person.pk for person in people}
    assert set(texts.values_list("state", flat=True)) == {"sent"}
    assert set(Message.objects.filter(second=False).values_list("state", flat=True)) == {"due"}
    assert nobody_is_broken()


def test_what_is_not_urgent_takes_it_when_the_service_has_been_held_for_long(
    person, note_to, sink, text_service, later
):
    sink.always = {"MAIL": "530 5.7.0 Authentication required"}
    note_to(person)
    sender.send_due()
    assert not Message.objects.filter(second=True).exists()
    for _ in range(8):
        later(minutes=2)
        sender.send_due()
    assert Message.objects.filter(second=True).exists()
    assert steps() == {0}


def test_a_sign_in_code_is_always_tried_and_ends_it_when_it_gets_through(people, note_to, sink, later):
    sink.always["MAIL"] = "451 4.7.1 Too many"
    note_to(people[0])
    sender.send_due()
    assert held()
    for n in range(3):
        actions.put(to=people[1], kind="sign-in-code", occurrence=str(n), by=None, sealed_text="4711-4711")
    asked = sink.asked["MAIL"]
    sender.send_due()
    assert sink.asked["MAIL"] == asked + 3
    sink.always.clear()
    later(seconds=16)
    assert sender.send_due()["sent"] >= 3
    assert not held()


def test_a_rate_limit_lets_through_what_it_lets_through_and_uses_up_no_step(people, note_to, sink, later):
    """Thirty a minute, as Postfix's anvil counts them."""
    for person in people:
        for n in range(15):
            note_to(person, str(n))
    for _ in range(3):
        sink.at["MAIL"] = [""] * 30 + ["450 4.7.1 Too much mail"] * 30
        sender.send_due()
        assert steps() == {0}
        later(seconds=61)
    assert len(sink.accepted) == 60


def test_who_draws_421_goes_last_and_holds_nobody_up(people, note_to, sink, later):
    awkward = people[0]
    sink.answer = lambda address: "421 4.3.2 Not this one" if address == awkward.email else None
    for person in people:
        note_to(person)
    assert sender.send_due() == {"sent": 3, "due": 1}
    row = Message.objects.get(to=awkward)
    assert (row.step, row.state, row.why) == (0, "due", "waits: mail server: busy (421)")
    assert not held()
    sink.answer = None
    later(seconds=61)
    assert sender.send_due() == {"sent": 1}


def test_a_password_that_is_refused_is_booked_on_nobody(people, note_to, sink, monkeypatch):
    import smtplib

    from django.core.mail.backends.smtp import EmailBackend

    def refused(self):
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 Credentials invalid")

    monkeypatch.setattr(EmailBackend, "open", refused)
    for person in people:
        note_to(person)
    assert sender.send_due() == {"due": 4}
    assert steps() == {0}
    state = ServiceState.objects.get()
    assert (state.reason, state.held_since is not None) == (ServiceState.REFUSES_US, True)


def test_a_service_that_is_away_is_said_to_fail_since_it_began_and_to_be_well_when_it_answers(
    note_to, person, sink, later
):
    note_to(person)
    sink.always["RCPT"] = "cut"
    sender.send_due()
    since = ServiceState.objects.get().failing_since
    assert since is not None
    later(seconds=16)
    sender.send_due()
    state = ServiceState.objects.get()
    assert (state.failing_since, state.reason, state.held_since) == (since, ServiceState.AWAY, None)
    assert state.last_failed_at > since
    sink.always.clear()
    later(minutes=2)
    assert sender.send_due() == {"sent": 1}
    assert ServiceState.objects.get().failing_since is None


def test_what_was_cancelled_or_is_too_late_does_not_wait_for_a_held_service(people, note_to, sink, later):
    sink.always["MAIL"] = "550 5.7.1 No"
    note_to(people[0])
    late = actions.put(
        to=people[1], kind="note", occurrence="1", by=None, useful_until=clock.now() + timedelta(hours=1)
    )
    sender.send_due()
    later(hours=2)
    sender.send_due()
    late.refresh_from_db()
    assert (late.state, late.why) == ("failed", "no try got through in time")
