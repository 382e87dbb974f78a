"""Looking for what is due reads an index that holds only what waits, however much has been sent."""

from datetime import timedelta

import pytest
from django.db import connection

from network import clock
from outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def much_was_sent(put, person):
    now = clock.now()
    rows = [
        Message(
            to=person,
            kind="note",
            occurrence=f"old {n}",
            channel="email",
            due_at=now,
            next_at=now - timedelta(days=1),
            useful_until=now,
            state="sent",
            sent_at=now,
            message_id=str(n),
        )
        for n in range(3_000)
    ]
    Message.objects.bulk_create(rows)
    for n in range(20):
        put(str(n), due_at=now + timedelta(minutes=n))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("urgent", [True, False])
def test_due_rows_come_by_their_own_index(much_was_sent, urgent):
    due = Message.objects.filter(state="due", urgent=urgent, next_at__lte=clock.now()).order_by("next_at")[:100]
    plan = due.explain()
    assert "message_due" in plan
    assert "Seq Scan" not in plan
    if connection.vendor == "postgresql":  # SQLite sorts what waits; what was sent it does not touch either
        assert "Sort" not in plan


def test_leases_come_by_their_own_index(much_was_sent):
    plan = Message.objects.filter(state="sending", leased_until__lte=clock.now()).explain()
    assert "message_leased" in plan
