"""ALARM_URL is asked once when the installation turns red, and once when it is green again."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from config import alarm, status
from network import clock
from network.models import Alarm
from network.site.actions import watch
from outbox import actions
from outbox.models import Sweep
from tests.servers.alarm import running

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings):
    with running() as sink:
        settings.ALARM_URL = sink.url
        yield sink


@pytest.fixture(autouse=True)
def _well(monkeypatch):
    monkeypatch.setattr(alarm, "_told_of_database", False)
    for name in ("sweep", "urgent"):
        Sweep.objects.create(name=name, at=clock.now() + timedelta(minutes=10))


def turn_red():
    actions.hold(by=None, why="restored from a backup")


def turn_green():
    actions.release(by=None)


def test_nobody_is_asked_while_all_is_well(address):
    alarm.look()
    alarm.look()
    assert address.asked == []


def test_it_is_asked_once_a_change_however_many_look(address):
    for change in (turn_red, turn_green, turn_red):
        change()
        for _ in range(3):
            alarm.look()
    assert address.said == [("red", ["on-hold"]), ("green", []), ("red", ["on-hold"])]
    assert [path for path, _ in address.asked] == ["/alarm/1", "/alarm/0", "/alarm/1"]


def test_what_else_goes_wrong_meanwhile_is_not_another_change(address):
    turn_red()
    alarm.look()
    Sweep.objects.all().delete()
    alarm.look()
    assert len(address.asked) == 1


def test_an_address_that_does_not_answer_is_asked_again_after_a_minute(address, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    address.answer = 500
    turn_red()
    alarm.look()
    alarm.look()
    assert len(address.asked) == 1
    address.answer = 200
    time_machine.move_to(clock.now() + timedelta(seconds=61), tick=False)
    alarm.look()
    alarm.look()
    assert address.said == [("red", ["on-hold"])] * 2


def test_an_address_that_cannot_be_reached_holds_nothing_up(settings):
    settings.ALARM_URL = "http://127.0.0.1:1/"
    turn_red()
    alarm.look()
    assert Alarm.objects.get().told_at is None


def test_without_an_address_the_change_stands_in_the_log(settings, caplog):
    settings.ALARM_URL = ""
    turn_red()
    alarm.look()
    turn_green()
    alarm.look()
    assert [one.getMessage() for one in caplog.records if one.name == "config.alarm"] == [
        "the installation is red: on-hold",
        "the installation is green: all is well",
    ]


def test_what_nobody_looked_at_while_nothing_ran_is_no_fault_of_the_start(address):
    Sweep.objects.all().delete()
    alarm.look(just_begun=True)
    assert address.asked == []
    alarm.look()
    assert address.said == [("red", ["no-sweep", "no-urgent-sweep"])]
    alarm.look(just_begun=True)  # nor is what was red before the start green by it
    assert len(address.asked) == 1


def test_what_is_wrong_besides_is_told_at_the_start_too(address):
    Sweep.objects.all().delete()
    turn_red()
    alarm.look(just_begun=True)
    assert address.said == [("red", ["on-hold", "no-sweep", "no-urgent-sweep"])]


def test_of_two_who_see_the_change_one_asks(address):
    turn_red()
    assert watch.turn(is_red=True)
    assert not watch.turn(is_red=True)
    assert watch.take_telling(now=clock.now()) is not None
    assert watch.take_telling(now=clock.now()) is None


def test_a_change_that_came_while_the_last_one_was_told_is_told_as_well():
    watch.turn(is_red=True)
    taken = watch.take_telling(now=clock.now())
    watch.turn(is_red=False)
    watch.told(alarm=taken)
    assert Alarm.objects.get().told_at is None


class TestWithoutADatabase:
    @pytest.fixture(autouse=True)
    def _away(self, monkeypatch):
        self.away = True
        real = status.troubles

        def troubles():
            return [status.Trouble("database")] if self.away else real()

        monkeypatch.setattr(status, "troubles", troubles)

    def test_beat_alone_asks_and_once(self, address):
        alarm.look()
        assert address.asked == []
        alarm.look(alone=True)
        alarm.look(alone=True)
        assert address.said == [("red", ["database"])]
        self.away = False
        alarm.look(alone=True)
        alarm.look(alone=True)
        assert address.said == [("red", ["database"]), ("green", [])]
        assert not Alarm.objects.filter(is_red=True).exists()

    def test_what_is_wrong_when_it_is_back_is_told_in_its_own_right(self, address):
        alarm.look(alone=True)
        self.away = False
        turn_red()
        alarm.look(alone=True)
        turn_green()
        alarm.look(alone=True)
        assert address.said == [("red", ["database"]), ("red", ["on-hold"]), ("green", [])]


def test_a_database_that_goes_between_two_statements_is_no_crash(address, monkeypatch):
    def away(**given):
        raise OperationalError("away")

    monkeypatch.setattr(watch, "turn", away)
    alarm.look(alone=True)
    assert address.said == [("red", ["database"])]
