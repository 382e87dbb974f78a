"""The clock of a machine that sends steps back and forth by two hours: nothing goes early, nothing goes twice."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from network import clock
from outbox.sending import sender

pytestmark = pytest.mark.django_db
STEP = timedelta(hours=2)


def test_a_senders_own_clock_may_step(put, settings, mailoutbox):
    """On PostgreSQL the database's clock counts, carried on by a stopwatch. SQLite has no other clock than the
    machine's: there what the step makes due goes, and goes once."""
    settings.CLOCK_FROM_DATABASE = True
    start = clock.now()
    for minutes in (-60, -1, 30, 90, 240):
        put(f"in {minutes}", due_at=start + timedelta(minutes=minutes), useful_until=start + timedelta(days=2))
    own = connection.vendor == "postgresql"
    sent = []
    for step in (timedelta(0), STEP, -STEP, STEP, timedelta(0), -STEP, timedelta(0)):
        with time_machine.travel(start + step, tick=True):
            sender.send_due()
            sent.append(len(mailoutbox))
    assert sent == ([2] * 7 if own else [2, 4, 4, 4, 4, 4, 4])
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox)
