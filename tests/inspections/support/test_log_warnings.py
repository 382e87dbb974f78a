from datetime import UTC, datetime, timedelta

import pytest

from inspections.calls.actions import inspections
from inspections.support.actions import log, log_warnings
from network import clock
from network.clock import LONDON
from network.models import Term, WordKey
from network.privacy import keys
from outbox.models import Message
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import reachable_from
from tests.inspections.story import wanted

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
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


# In holidays


def in_the_summer(cast):
    """Her school is in until 21 July and again from 2 September."""
    for first, last in (("2027-04-12", "2027-07-21"), ("2027-09-02", "2027-12-17")):
        Term.objects.create(authority=cast.authority, name="Term", starts_on=first, ends_on=last)


def looks(head, time_machine, first, last):
    """Three times a day from the one day to the other. When each warning is read."""
    moment = datetime.fromisoformat(f"{first}T08:00").replace(tzinfo=LONDON)
    while moment.date().isoformat() <= last:
        time_machine.move_to(moment, tick=False)
        log_warnings.warn()
        moment += timedelta(hours=8)
    read = [reachable_from(head, message.due_at, DaysOff()).astimezone(LONDON) for message in warnings()]
    return [f"{moment:%a %d %b}" for moment in read]


@pytest.mark.parametrize(
    ("goes", "warned"),
    [
        ("2027-08-24", ["Wed 21 Jul"]),  # both days in the holidays: one warning, before they begin
        ("2027-09-13", ["Wed 21 Jul", "Mon 06 Sep"]),
        ("2027-08-10", ["Mon 12 Jul", "Wed 21 Jul"]),
        ("2027-06-28", ["Fri 28 May", "Mon 21 Jun"]),  # 29 May is a Saturday, 31 May a bank holiday
    ],
)
def test_a_warning_that_falls_in_a_holiday_comes_before_it(cast, key, time_machine, goes, warned):
    in_the_summer(cast)
    ends = datetime.fromisoformat(f"{goes}T12:00").replace(tzinfo=LONDON)
    keys.keep(key, ends)
    assert looks(cast.head, time_machine, "2027-05-20", "2027-09-14") == warned
    for message in warnings():
        free = reachable_from(cast.head, message.due_at, DaysOff())
        assert free < message.useful_until == ends
        assert ends - free >= timedelta(days=6)


def test_where_she_hears_too_late_the_going_waits(cast, key, time_machine):
    in_the_summer(cast)
    time_machine.move_to(datetime(2027, 8, 2, 9, tzinfo=UTC), tick=False)
    keys.keep(key, datetime(2027, 8, 20, 9, tzinfo=UTC))
    assert log_warnings.warn() == 1
    key.refresh_from_db()
    assert key.keep_until == datetime(2027, 9, 9, 6, 30, tzinfo=UTC), "seven days from when school is back"
    assert wanted(warnings().get())
    assert log_warnings.warn() == 0
