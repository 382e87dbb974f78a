"""200 people press yes together: one winner, on SQLite and on PostgreSQL (reliability.md, row 17)."""

import os
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from directory.actions import call_outs
from directory.models import Asked, CallOut
from tests import factories as f
from tests.directory import make

PEOPLE = 200
AT_ONCE = 20
CALLS = int(os.environ.get("CALL_OUTS", "60"))  # 1,000 for the full fault row


@pytest.mark.django_db(transaction=True)
def test_two_hundred_yeses_have_one_winner(cast, time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 10, 0, tzinfo=UTC), tick=False)
    call = make.call_out(cast.head, cast.school, waves=1, ends_at=datetime(2026, 12, 1, 16, 0, tzinfo=UTC))
    rows = []
    for _ in range(PEOPLE):
        listing = make.listing(f.PersonFactory(), free=False)
        rows.append(Asked.objects.create(call_out=call, listing=listing, wave=1))
    won, errors, ready = [], [], threading.Barrier(AT_ONCE)

    def press(mine):
        try:
            ready.wait(timeout=60)
            for row in mine:
                call_outs.answer(by=row.listing.person, asked=row, answer=Asked.YES, via=Asked.LINK)
                if CallOut.objects.get(pk=call.pk).winner_id == row.listing_id:
                    won.append(row.listing_id)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(rows[n::AT_ONCE],)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    call.refresh_from_db()
    assert won == [call.winner_id]
    assert call.events.filter(what="taken").count() == 1
    assert Asked.objects.filter(call_out=call, answer=Asked.YES).count() == PEOPLE
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db(transaction=True)
def test_one_winner_each_of_many_calls(cast, time_machine):
    """Two people, a call each time anew, pressing at the same moment."""
    time_machine.move_to(datetime(2026, 12, 1, 10, 0, tzinfo=UTC), tick=False)
    pair = [make.listing(), make.listing()]
    calls = [
        make.call_out(cast.head, cast.school, waves=1, ends_at=datetime(2026, 12, 1, 16, 0, tzinfo=UTC))
        for _ in range(CALLS)
    ]
    for call in calls:
        for listing in pair:
            Asked.objects.create(call_out=call, listing=listing, wave=1)
    gate, errors = threading.Barrier(2), []

    def press(listing):
        try:
            for call in calls:
                gate.wait(timeout=60)
                row = Asked.objects.select_related("listing__person").get(call_out=call, listing=listing)
                call_outs.answer(by=listing.person, asked=row, answer=Asked.YES, via=Asked.LINK)
        except Exception as error:
            errors.append(error)
            gate.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(listing,)) for listing in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert all(call.events.filter(what="taken").count() == 1 for call in CallOut.objects.all())
