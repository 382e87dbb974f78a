"""The broker is away: what is urgent leaves all the same, once, and the press that wrote it does not wait for mail."""

import threading
import time

import pytest
from celery import Celery
from django.test import Client
from django.urls import reverse

from network.sign_in.actions import sign_in
from outbox import actions
from outbox.models import Message
from outbox.queue.actions import messages
from outbox.sending import sender
from tests import factories as f
from tests.outbox.conftest import awake
from tests.outbox.together import at_once
from tests.servers.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def no_broker(monkeypatch):
    """At the broker's address nobody answers."""
    url = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(
        messages, "current_app", Celery("away", broker=url, set_as_current=False, broker_connection_timeout=0.2)
    )
    yield
    finished()


def finished():
    for thread in threading.enumerate():
        if thread.name == "outbox-without-workers":
            thread.join(timeout=30)


def test_a_sign_in_code_leaves_and_no_request_waits_for_it(no_broker, mailoutbox, monkeypatch):
    person = awake(f.PersonFactory())
    slow = threading.Event()
    real = sender.send_due
    monkeypatch.setattr(sender, "send_due", lambda **given: slow.wait(30) and real(**given))
    started = time.monotonic()
    answer = Client().post(reverse("account_login"), {"email": person.email})
    assert answer.url == reverse("account_confirm_login_code")
    assert time.monotonic() - started < 10
    assert mailoutbox == []
    slow.set()
    finished()
    (mail,) = mailoutbox
    assert mail.to == [person.email]
    assert Message.objects.get(to=person).state == Message.SENT


def test_many_presses_and_a_worker_that_is_there_after_all_send_each_once(no_broker, mailoutbox):
    people = [awake(f.PersonFactory()) for _ in range(6)]

    def press(number):
        sign_in.send_code(address=people[number].email, code="4711-4711", occurrence=str(number))
        sender.send_due(urgent_only=True)

    at_once(6, press)
    finished()
    sender.send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people)
    assert set(Message.objects.values_list("state", flat=True)) == {Message.SENT}


def test_where_the_workers_can_be_told_they_send_it(mailoutbox):
    person = awake(f.PersonFactory())
    actions.put(to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="4711-4711")
    finished()
    assert mailoutbox == []
    assert Message.objects.get(to=person).state == Message.DUE


def test_what_is_not_urgent_waits_for_the_workers(no_broker, note, mailoutbox):
    actions.put(to=awake(f.PersonFactory()), kind=note.name, occurrence="1", by=None)
    finished()
    assert mailoutbox == []
