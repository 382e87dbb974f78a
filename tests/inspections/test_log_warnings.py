from datetime import UTC, datetime, timedelta

import pytest

from inspections.actions import inspections, log, log_warnings
from network import clock, keys
from network.models import WordKey
from outbox.models import Message
from tests.inspections.story import wanted

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def key(cast) -> WordKey:
    """Of a log that goes in ninety days."""
    inspection = inspections.the_call_has_come(by=cast.head, school=cast.school, head=cast.head)
    log.write(by=cast.head, words="words")
    inspections.close(by=cast.head, inspection=inspection)
    return WordKey.objects.get(owner=cast.head, subject__startswith="log:")


def warnings():
    return Message.objects.filter(about__startswith="log:").order_by("pk")


def test_she_is_warned_thirty_and_seven_days_before_once_each(cast, key, time_machine):
    assert log_warnings.warn() == 0
    for days, left in [(59, 0), (60, 1), (61, 0), (82, 0), (83, 1), (84, 0), (91, 0)]:
        time_machine.move_to(MONDAY + timedelta(days=days), tick=False)
        assert log_warnings.warn() == left, days
    assert {(row.to, row.kind, row.path) for row in warnings()} == {(cast.head, "nudge", "/log/")}
    assert warnings().count() == 2


def test_after_a_long_silence_of_ours_the_nearer_one_alone_is_sent(key, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=85), tick=False)
    assert log_warnings.warn() == 1
    assert log_warnings.warn() == 0


def test_a_log_that_is_kept_for_longer_is_not_warned_of_and_later_anew(key, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=60), tick=False)
    log_warnings.warn()
    message = warnings().get()
    assert wanted(message)
    keys.keep(key, None)
    assert not wanted(message)
    assert log_warnings.warn() == 0
    keys.keep(key, clock.now() + timedelta(days=20))
    assert log_warnings.warn() == 1


def test_a_log_erased_meanwhile_is_not_warned_of(cast, key, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=60), tick=False)
    log_warnings.warn()
    log.erase(by=cast.head)
    assert not wanted(warnings().get())
    assert log_warnings.warn() == 0
