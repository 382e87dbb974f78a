"""A try that failed leaves one line in the log: channel, outcome and the row's id; never its kind, never an address."""

import logging

import pytest

from network.models import ContactPoint
from outbox import actions
from outbox.sending import sender
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db
KIND = "kind-of-an-inspection-alone"


@pytest.fixture
def row(make_kind, person):
    make_kind(KIND)
    return actions.put(to=person, kind=KIND, occurrence="her-occurrence", by=None, about="checkin:1")


def lines(caplog):
    return [one.getMessage() for one in caplog.records if one.name == "outbox.sending.sender"]


def nothing_private(caplog, person):
    for word in (KIND, "her-occurrence", "checkin", person.email, person.name):
        assert word not in caplog.text


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 4.3.0 Try again, {address}", "Later, mail server: recipient not taken (451)"),
        ("550 5.1.1 No such user {address}", "Refused, the address was refused (550)"),
        ("553 5.7.1 Sender {address} rejected", "Barred, mail server: recipient not taken (553)"),
    ],
)
def test_what_a_mail_server_refused(row, person, sink, caplog, answer, outcome):
    sink.at["RCPT"] = [answer.format(address=person.email)]
    sender.send_due()
    assert lines(caplog) == [f"message {row.public_id} by email: {outcome}"]
    nothing_private(caplog, person)


def test_a_mail_server_that_is_not_there_is_said_once_a_try_and_not_for_those_who_did_not_try(
    row, person, put, sink, caplog, settings
):
    for number in range(3):
        put(str(number))
    settings.EMAIL_PORT = 1
    sender.send_due()
    said = lines(caplog)
    assert len(said) == 1
    assert "by email: Unreachable, mail server: ConnectionRefusedError" in said[0]
    nothing_private(caplog, person)


def test_a_message_that_cannot_be_made(make_kind, person, caplog):
    make_kind(KIND, template="outbox/messages/no_such.txt")
    row = actions.put(to=person, kind=KIND, occurrence="her-occurrence", by=None)
    sender.send_due()
    assert lines(caplog) == [f"message {row.public_id} by email: Crashed, TemplateDoesNotExist"]
    nothing_private(caplog, person)


def test_nobody_to_send_to(make_kind, caplog):
    person = awake(f.PersonFactory())
    make_kind(KIND, channel=ContactPoint.SMS)
    row = actions.put(to=person, kind=KIND, occurrence="her-occurrence", by=None)
    sender.send_due()
    assert lines(caplog) == [f"message {row.public_id} by sms: NoChannel, no channel: no text service is set up"]


def test_what_left_says_nothing(row, person, mailoutbox, caplog):
    with caplog.at_level(logging.INFO):
        sender.send_due()
    assert len(mailoutbox) == 1
    assert lines(caplog) == []
    nothing_private(caplog, person)
