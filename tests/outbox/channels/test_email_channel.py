"""A mail server that misbehaves, over real sockets. Whatever it does, the state table is met and nothing is lost."""

from datetime import timedelta

import pytest

from network import clock
from network.models import AuditRow
from outbox import actions
from outbox.channels.replies import ABOUT_ADDRESS
from outbox.models import Message
from outbox.sending import sender
from outbox.transitions import retry_policy
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[False, True], ids=["in turn", "pipelining"])
def conversation(request):
    """Everything here is so whether the server offers pipelining."""
    if "sink" in request.fixturenames:
        request.getfixturevalue("sink").pipelining = lambda session: request.param


def seen(row):
    row.refresh_from_db()
    return row.state, row.why


def test_one_connection_for_many_messages(put, sink):
    for n in range(30):
        put(str(n))
    assert sender.send_due() == {"sent": 30}
    assert len(sink.accepted) == 30
    assert sink.connections == 1
    assert len({one.message_id for one in sink.accepted}) == 30


def test_the_mail_as_it_arrives(put, sink, person):
    put("a", path="/my-details/")
    sender.send_due()
    (mail,) = sink.accepted
    assert mail.to == person.email
    assert mail.sender == "noreply@localhost"
    assert mail.subject == "A change to how you sign in"
    assert "/my-details/\n" in mail.text.replace("\r", "")
    assert mail.message["Bcc"] is None


@pytest.mark.parametrize(
    ("command", "answer", "why"),
    [
        ("MAIL", "451 4.3.0 Try later", "waits: mail server: sender not taken (451)"),
        ("RCPT", "450 4.2.1 Busy", "mail server: recipient not taken (450)"),
        ("RCPT", "550 5.7.1 Blocked", "mail server: recipient not taken (550)"),
        ("RCPT", "550 blocked using a list", "mail server: recipient not taken (550)"),
        ("RCPT", "551 User not local", "mail server: recipient not taken (551)"),
        ("RCPT", "552 5.2.2 Mailbox full", "mail server: recipient not taken (552)"),
        ("RCPT", "553 5.7.1 Sender address rejected", "waits: mail server: recipient not taken (553)"),
        ("RCPT", "452 4.2.2 Full", "mail server: recipient not taken (452)"),
        ("RCPT", "554 5.7.1 Not today", "mail server: recipient not taken (554)"),
        ("DATA", "451 4.3.0 Greylisted", "mail server: message not taken (451)"),
        ("DATA", "554 5.6.0 Not liked", "mail server: message not taken (554)"),
        ("RCPT", "hang", "mail server: no answer in time"),
        ("DATA", "hang", "mail server: no answer in time"),
        ("DATA", "cut", "mail server: SMTPServerDisconnected"),
    ],
)
def test_a_refusal_waits_for_its_pause_and_then_goes(put, sink, impatient, later, person, command, answer, why):
    sink.at[command] = [answer]
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert seen(row) == ("due", why)
    assert timedelta(seconds=10) < row.next_at - clock.now() <= timedelta(seconds=15)
    assert sink.accepted == []
    assert sender.send_due() == {}  # not before its pause is over
    later(seconds=16)
    assert sender.send_due() == {"sent": 1}
    assert len(sink.accepted) == 1
    assert not person.contact_points.exclude(broken_at=None).exists()


@pytest.mark.parametrize("answer", ["accept then hang", "accept then cut"])
def test_accepted_without_an_answer_goes_again_with_the_same_message_id(put, sink, impatient, later, answer):
    """Nobody can know: on doubt it is sent again, and the copy is the same."""
    sink.at["DATA"] = [answer]
    row = put("a")
    assert sender.send_due() == {"due": 1}
    later(seconds=16)
    assert sender.send_due() == {"sent": 1}
    first, second = sink.accepted
    assert first.message_id == second.message_id
    assert first.text == second.text
    assert seen(row)[0] == "sent"


def test_neighbours_of_a_hanging_message_go_on(put, sink, impatient):
    sink.at["DATA"] = ["hang"]
    for n in range(5):
        put(str(n))
    assert sender.send_due() == {"due": 1, "sent": 4}
    assert sink.connections == 2


def test_a_line_that_was_dead_before_we_began_costs_no_try(put, sink):
    """Servers close a connection they have served enough."""
    sink.at["MAIL"] = ["", "cut", "", "421 4.7.0 Enough on this connection"]
    for n in range(4):
        put(str(n))
    assert sender.send_due() == {"sent": 4}
    assert len(sink.accepted) == 4
    assert sink.connections == 3


def test_a_server_that_is_not_there_is_asked_once_a_run(put, sink, later):
    rows = [put(str(n)) for n in range(20)]
    sink.stop()
    assert sender.send_due() == {"due": 20}
    assert {seen(row) for row in rows} == {("due", "mail server: ConnectionRefusedError")}
    assert {row.step for row in rows} == {1}


def test_the_retries_come_after_15_seconds_1_5_15_minutes_and_hours(put, sink, later):
    sink.always["DATA"] = "451 4.3.0 Try later"
    row = put("a")
    pauses = []
    for _ in range(8):
        before = clock.now()
        assert sender.send_due() == {"due": 1}
        row.refresh_from_db()
        pauses.append(round((row.next_at - before).total_seconds()))
        later(seconds=pauses[-1] + 1)
    assert pauses == pytest.approx([15, 60, 300, 900, 3600, 3600, 3600, 3600], abs=3)
    sink.always.clear()
    assert sender.send_due() == {"sent": 1}


def test_it_gives_up_only_when_it_would_be_too_late(put, sink, later):
    sink.always["DATA"] = "451 4.3.0 Try later"
    row = put("a", useful_until=clock.now() + timedelta(minutes=10))
    for _ in range(60):
        sender.send_due()
        assert seen(row)[0] == "due"
        later(seconds=int(max((row.next_at - clock.now()).total_seconds(), 0)) + 1)
        if clock.now() >= row.useful_until:
            break
    assert sink.asked["DATA"] >= 10  # the last one in the last seconds
    sender.send_due()
    assert seen(row) == ("failed", "no try got through in time")


def test_the_second_channel_starts_after_the_five_minute_retry_while_the_first_goes_on(
    put, sink, later, person, text_service
):
    sink.answer = lambda address: None if address.endswith("@text.example") else "451 4.3.0 Try later"
    start = clock.now()
    first = put("a")
    reached = None
    for _ in range(40):
        sender.send_due()
        if reached is None and sink.accepted:
            reached = clock.now() - start
        later(seconds=30)
    assert reached <= timedelta(minutes=15)
    assert reached >= timedelta(minutes=6)
    second = Message.objects.get(second=True)
    assert (second.channel, second.state) == ("sms", "sent")
    assert seen(first)[0] == "due"  # still trying
    assert len(sink.accepted) == 1
    sink.answer = None
    later(hours=1)
    assert sender.send_due() == {"sent": 1}
    assert seen(first)[0] == "sent"


@pytest.mark.parametrize(
    "answer", [f"{550 if detail != '5.1.3' else 501} {detail} No such mailbox" for detail in ABOUT_ADDRESS]
)
def test_a_hard_bounce_marks_the_address_and_reaches_her_otherwise_at_once(put, sink, person, text_service, answer):
    sink.answer = lambda address: None if address.endswith("@text.example") else answer
    row = put("a")
    assert sender.send_due() == {"failed": 1, "sent": 1}
    assert seen(row) == ("failed", f"the address was refused ({answer[:3]})")
    point = person.contact_points.get(channel="email")
    assert point.broken_at is not None
    assert [mail.subject[:12] for mail in sink.accepted] == ["Text message"]
    audit = AuditRow.objects.get(verb="contact-point.broken")
    assert audit.concerns == person
    assert person.email not in str(audit.detail)


def test_a_hard_bounce_gives_way_to_her_next_address(put, sink, person):
    f.ContactPointFactory(person=person, address="second@example.org", place=3)
    sink.answer = lambda address: "550 5.1.1 No such mailbox" if address == person.email else None
    row = put("a")
    assert sender.send_due() == {"due": 1, "sent": 1}
    assert seen(row)[0] == "sent"
    assert [mail.to for mail in sink.accepted] == ["second@example.org"]


def test_a_broken_address_is_not_asked_again(put, sink, person):
    sink.answer = lambda address: "550 5.1.1 No such mailbox"
    put("a")
    sender.send_due()
    asked = sink.asked["RCPT"]
    put("b")
    assert sender.send_due()["failed"] == 1
    assert sink.asked["RCPT"] == asked


def test_a_bounced_sign_in_code_goes_nowhere_else(person, sink, text_service):
    sink.answer = lambda address: "550 5.1.1 No such mailbox"
    actions.put(to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="4711")
    assert sender.send_due() == {"failed": 1}
    assert Message.objects.count() == 1
    assert Message.objects.get().sealed == ""


def test_a_cancellation_while_the_line_is_opened_is_heard(put, sink, monkeypatch):
    """The claim has been made; connecting takes its time; in between the pairing ends."""
    from outbox.channels.email import EmailChannel

    row = put("a", about="thing:1")
    connect = EmailChannel.open

    def slow(self):
        actions.cancel(about="thing:1", why="pairing ended")
        return connect(self)

    monkeypatch.setattr(EmailChannel, "open", slow)
    sender.send_due()
    assert seen(row) == ("cancelled", "pairing ended")
    assert sink.accepted == []


def test_what_had_left_when_it_was_cancelled_is_said_to_have_left(put, sink, monkeypatch):
    from outbox.channels.email import EmailChannel

    row = put("a", about="thing:1")
    send = EmailChannel.send

    def cancelled_meanwhile(self, address, words, message, keep):
        outcome = send(self, address, words, message, keep)
        actions.cancel(about="thing:1", why="pairing ended")
        return outcome

    monkeypatch.setattr(EmailChannel, "send", cancelled_meanwhile)
    sender.send_due()
    assert seen(row)[0] == "sent"
    assert len(sink.accepted) == 1


def test_tls_from_the_first_byte_where_the_settings_say_so(settings, monkeypatch):
    """smtp+ssl:// is implicit TLS; a server that speaks plainly is not talked to."""
    from outbox.channels.email import EmailChannel
    from tests.servers import mail

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
    monkeypatch.setattr(retry_policy, "SERVER_TIMEOUT", 2)
    with mail.running() as plain:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", plain.port
        away = EmailChannel().open()
    assert away is not None
    assert away.why.startswith("mail server: ")


def test_a_senders_name_with_a_comma_leaves_whole(put, sink, settings):
    settings.DEFAULT_FROM_EMAIL = '"Heads, one and all" <noreply@example.org>'
    put("a")
    assert sender.send_due() == {"sent": 1}
    (mail,) = sink.accepted
    assert mail.sender == "noreply@example.org"
    assert mail.message["From"].addresses[0].display_name == "Heads, one and all"


def test_mail_without_tls_to_another_machine_is_refused_by_the_check(settings):
    from outbox.checks import mail_is_safe

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = "mail.example.org", False, False
    assert [error.id for error in mail_is_safe(None)] == ["outbox.E001"]
    settings.EMAIL_USE_SSL = True
    assert mail_is_safe(None) == []


def test_ten_people_and_a_server_in_a_bad_mood(note, sink, impatient, later):
    """Every kind of fault at once: each message arrives, and only the two in doubt arrive twice."""
    people = [awake(f.PersonFactory()) for _ in range(10)]
    for someone in people:
        actions.put(to=someone, kind="note", occurrence="1", by=None)
    sink.at["MAIL"] = ["451 a", "cut", ""]
    sink.at["RCPT"] = ["", "450 b", "hang"]
    sink.at["DATA"] = ["accept then cut", "451 c", "accept then hang", "cut"]
    for _ in range(20):
        sender.send_due()
        later(seconds=61)
    assert {row.state for row in Message.objects.all()} == {"sent"}
    assert {mail.to for mail in sink.accepted} == {someone.email for someone in people}
    assert len(sink.accepted) == 12
