"""The sender when the database goes away, when it is only woken, and over the changes of the clock."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from network import clock
from network.models import ClockOffset
from outbox import actions
from outbox.models import Message, Sweep
from outbox.sending import claims, sender
from outbox.sending.actions import sending

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state(row):
    row.refresh_from_db()
    return row.state


class Away:
    """The database does not answer the first `times` writes of a result."""

    def __init__(self, times):
        self.times, self.stamp, self.asked = times, sending.stamp_sent, 0

    def __call__(self, **given):
        self.asked += 1
        if self.asked <= self.times:
            raise OperationalError("database or disk is full")
        return self.stamp(**given)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 4, 9])
def test_a_result_is_kept_until_the_database_takes_it(put, monkeypatch, mailoutbox, times):
    monkeypatch.setattr(claims, "DATABASE_PAUSES", (0,))
    away = Away(times)
    monkeypatch.setattr(sending, "stamp_sent", away)
    rows = [put("a"), put("b")]
    assert sender.send_due() == {"sent": 2}
    assert [state(row) for row in rows] == ["sent", "sent"]
    assert len(mailoutbox) == 2


def test_the_database_away_while_asking_is_not_the_row_s_fault(make_kind, person, later, mailoutbox):
    answers = iter([OperationalError("gone"), True, True])

    def wanted(message):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    make_kind("asked", still_wanted=wanted)
    row = actions.put(to=person, kind="asked", occurrence="1", by=None)
    assert sender.send_due() == {"due": 1}
    assert (state(row), row.crashes, row.step) == ("due", 0, 0)
    later(minutes=1)
    assert sender.send_due() == {"sent": 1}


def test_heartbeats(put):
    from outbox import tasks

    assert not Sweep.objects.exists()
    put("a")
    assert tasks.sweep() == {"sent": 1}
    first = Sweep.objects.get(name="sweep").at
    assert clock.now() - first < timedelta(seconds=10)
    tasks.sweep()
    assert Sweep.objects.get(name="sweep").at >= first


def test_the_wake_task_sends_what_is_urgent(make_kind, put, person):
    from outbox import tasks

    make_kind("alarm", urgent=True)
    put("a")
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert tasks.wake() == {"sent": 1}


@pytest.mark.parametrize("change", [timedelta(hours=2), -timedelta(hours=2)])
def test_each_local_reminder_goes_once_over_a_clock_change(put, settings, change, mailoutbox):
    """Planned in UTC rows, looked at every half minute over the night of each change."""
    from datetime import UTC, datetime

    from network.contact.quiet import LONDON

    settings.CLOCK_MOVABLE = True
    row, _ = ClockOffset.objects.get_or_create(pk=1)
    night = (
        datetime(2027, 3, 28, 0, 0, tzinfo=UTC) if change > timedelta(0) else datetime(2027, 10, 31, 0, 0, tzinfo=UTC)
    )
    real = clock.now() - timedelta(seconds=row.seconds)
    times = [(night.astimezone(LONDON).replace(tzinfo=None) + timedelta(minutes=20 * n)) for n in range(12)]
    for n, local in enumerate(times):
        put(f"local {n}", due_at=local.replace(tzinfo=LONDON).astimezone(UTC), useful_until=night + timedelta(days=1))
    sent: list[int] = []
    for minute in range(0, 6 * 60, 5):
        row.seconds = int((night + timedelta(minutes=minute) - real).total_seconds())
        row.save()
        before = clock.now()
        sender.send_due()
        sent.append(len(mailoutbox))
        assert not Message.objects.filter(
            state="sent", due_at__gt=before + timedelta(seconds=30)
        ).exists()  # none early
    assert sent[-1] == len(times)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(times)
