"""200 people press yes together: one winner, on SQLite and on PostgreSQL.

The pressers are processes with a database connection each; a barrier lets them go at the same moment, call by call.
CALL_OUTS=1000 is the full size: 200,000 presses.
"""

import multiprocessing
import os
import traceback
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from directory.call_outs.actions import call_outs, notify_call
from directory.models import Asked, CallOut
from outbox.models import Message
from outbox.queue.actions import messages
from outbox.wording import tokens
from tests import factories as f
from tests.directory import make

PEOPLE, PRESSERS = 200, int(os.environ.get("PRESSERS", "8"))
CALLS = int(os.environ.get("CALL_OUTS", "5"))
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
fork = multiprocessing.get_context("fork")


@pytest.fixture
def now(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def crowd(cast):
    """Two hundred colleagues; their alerts are cancelled by the product, so nobody has to send them."""
    return [make.listing(f.PersonFactory(), free=False) for _ in range(PEOPLE)]


def open_call(cast, crowd, **more) -> CallOut:
    call = make.call_out(cast.head, cast.school, waves=1, ends_at=ENDS, **more)
    Asked.objects.bulk_create(Asked(call_out=call, listing=listing, wave=1) for listing in crowd)
    return call


def together(press) -> list:
    """`press(number, barrier)` in each of the processes; what each gave back, or its error."""
    connections.close_all()
    barrier, found = fork.Barrier(PRESSERS), fork.SimpleQueue()

    def run(number):
        for one in connections.all(initialized_only=True):
            one.connection = None  # the parent's is not ours
        try:
            found.put((press(number, barrier), ""))
        except BaseException:
            barrier.abort()
            found.put((None, traceback.format_exc()))
        connections.close_all()
        os._exit(0)

    processes = [fork.Process(target=run, args=(number,)) for number in range(PRESSERS)]
    for process in processes:
        process.start()
    results = [found.get() for _ in processes]
    for process in processes:
        process.join()
    faults = [error for _, error in results if error]
    own = [fault for fault in faults if "BrokenBarrierError" not in fault]  # the others only waited for that one
    assert not faults, "\n".join(own or faults)
    return [result for result, _ in results]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_presses_on_one_link_each_have_one_winner(cast, crowd):
    """Through the page behind the link: one reads "It is yours", 199 "Taken, thank you", and nobody reads a name."""
    call = open_call(cast, crowd)
    rows = list(Asked.objects.filter(call_out=call).select_related("listing__person").order_by("pk"))
    messages.put_many(wanted=[notify_call.alert(call, row, str(row.public_id)) for row in rows], by=None)
    links = [tokens.make(message) for message in Message.objects.filter(kind="call-out").order_by("pk")]
    assert len(links) == PEOPLE

    def press(number, barrier):
        browsers = []
        for token in links[number::PRESSERS]:
            browser = Client()
            browser.get(f"/directory/answer/{token}/")
            browsers.append(browser)
        barrier.wait(timeout=120)
        pages = [browser.post(reverse("directory:answer"), {"answer": "yes"}) for browser in browsers]
        return [(page.status_code, page.content.decode()) for page in pages]

    pages = [page for some in together(press) for page in some]
    assert [status for status, _ in pages] == [200] * PEOPLE
    assert sum("It is yours. Thank you" in page for _, page in pages) == 1
    assert sum("Taken, thank you" in page for _, page in pages) == PEOPLE - 1
    for private in (cast.head.name, cast.school.name, "Special educational needs"):
        assert not any(private in page for _, page in pages)
    call.refresh_from_db()
    assert call.winner is not None
    assert call.events.filter(what="taken").count() == 1


@pytest.mark.django_db(transaction=True)
def test_each_of_many_calls_has_exactly_one_winner(cast, crowd):
    """All press on every call, the processes at the same moment."""
    first = open_call(cast, crowd)
    calls = [first.pk, *(open_call(cast, crowd, beside=first).pk for _ in range(CALLS - 1))]

    def press(number, barrier):
        won = []
        for call in calls:
            rows = Asked.objects.filter(call_out=call).select_related("listing__person").order_by("pk")
            mine = list(rows[number::PRESSERS])
            barrier.wait(timeout=300)
            for row in mine:
                call_outs.answer(by=row.listing.person, asked=row, answer=Asked.YES, via=Asked.LINK)
            winner = CallOut.objects.values_list("winner", flat=True).get(pk=call)
            won += [call for row in mine if row.listing_id == winner]
        return won

    assert sorted(call for some in together(press) for call in some) == sorted(calls)
    assert Asked.objects.filter(call_out__in=calls, answer=Asked.YES).count() == CALLS * PEOPLE
    for call in CallOut.objects.filter(pk__in=calls):
        assert call.events.filter(what="taken").count() == 1
        assert call.state == CallOut.TAKEN
