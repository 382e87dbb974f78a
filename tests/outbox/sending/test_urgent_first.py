"""A call-out behind ten thousand reminders, with a real mail server. Counted in mails, not in seconds: a sender that
takes no more than a list of reminders meanwhile has taken less than a second and what one message costs."""

from threading import Event, Thread

import pytest
from django.db import connection

from outbox import actions
from outbox.models import Message
from outbox.sending import queries, sender
from tests.outbox.senders import wait_for
from tests.servers.processes import until

pytestmark = pytest.mark.django_db(transaction=True)
REMINDERS = 10_000


@pytest.fixture
def sweeping(make_kind, person, sink):
    """Ten thousand reminders are due, and the sender that takes everything is at them."""
    note, stop = make_kind("note"), Event()
    wanted = (actions.Wanted(to=person, kind=note.name, occurrence=str(n)) for n in range(REMINDERS))
    actions.put_many(wanted=wanted, by=None)

    def sweep():
        sender.send_due(stop=stop)
        connection.close()

    thread = Thread(target=sweep)
    thread.start()
    wait_for(sink, 30)
    yield
    stop.set()
    thread.join()


@pytest.fixture
def call(make_kind, person, sink):
    """Ten alerts are put. Returns how many reminders the server takes from then on until it has the last of them."""
    make_kind("alarm", urgent=True)

    def put(then=lambda: None):
        wanted = [actions.Wanted(to=person, kind="alarm", occurrence=str(n)) for n in range(10)]
        actions.put_many(wanted=wanted, by=None)
        before = len(sink.accepted)
        then()
        alerts = set(Message.objects.filter(kind="alarm").values_list("message_id", flat=True))

        def places():
            return [at for at, mail in enumerate(list(sink.accepted)) if mail.message_id[1:].split("@")[0] in alerts]

        until(lambda: len(places()) == 10, within=60, what="ten alerts")
        return max(places()) - before - 9

    return put


def test_the_sender_that_sweeps_takes_the_call_before_another_list_of_reminders(sweeping, call):
    assert call() <= queries.AT_ONCE
    assert Message.objects.filter(kind="note", state="due").count() > REMINDERS / 2


def test_the_urgent_sender_takes_it_at_once(sweeping, call):
    assert call(then=lambda: sender.send_due(urgent_only=True)) <= queries.AT_ONCE / 2
    assert Message.objects.filter(kind="note", state="due").count() > REMINDERS / 2
