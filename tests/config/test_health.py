"""/healthz, /readyz and /status, asked by machines."""

import os
import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError

from config import bounded, health, healthcheck, runs, status
from network import clock, guarded
from network.models import TaskRun, WordKey
from outbox import actions
from outbox.models import Message, ServiceState, Sweep
from tests import factories as f
from tests.servers.processes import free_port, until

TOKEN = "a-token-of-more-than-twenty-letters"


def test_healthz_asks_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/status"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_pages_are_only_read(client, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.django_db(transaction=True)
class TestReady:
    def test_a_web_server_that_can_serve_pages_is_ready_whatever_else_is_wrong(self, client):
        """No sweep, no broker, a dead mail server: pages are there, and are needed most."""
        assert client.get("/status", headers={"host": "localhost"}).status_code == 503
        assert client.get("/readyz").status_code == 200

    def test_without_a_database_it_is_not_ready(self, client, monkeypatch):
        def away():
            raise OperationalError("away")

        monkeypatch.setattr(health, "_can_serve", bounded.Bounded(away, seconds=1))
        assert client.get("/readyz").status_code == 503

    def test_a_database_that_hangs_is_waited_for_no_longer_than_said(self, client, monkeypatch):
        """And no second thread is lost to it, however often somebody asks."""
        hanging, begun = Event(), []

        def hang():
            begun.append(1)
            return hanging.wait(20)

        monkeypatch.setattr(health, "_can_serve", bounded.Bounded(hang, seconds=0.2))
        began = time.monotonic()
        assert [client.get("/readyz").status_code for _ in range(3)] == [503] * 3
        assert time.monotonic() - began < 3
        assert begun == [1]
        hanging.set()
        until(lambda: client.get("/readyz").status_code == 200, within=5)


@pytest.mark.django_db(transaction=True)
class TestWhoMayAsk:
    def test_this_machine(self, client):
        assert client.get("/status", headers={"host": "localhost"}).json()["well"] is False

    def test_whoever_has_the_token(self, client, settings):
        settings.STATUS_TOKEN = TOKEN
        far = {"REMOTE_ADDR": "203.0.113.7"}
        assert client.get("/status", headers={"authorization": f"Bearer {TOKEN}"}, **far).status_code == 503
        for wrong in ("", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ", "Bearer \xe9"):
            assert client.get("/status", headers={"authorization": wrong}, **far).status_code == 404

    def test_nobody_by_an_empty_token(self, client, settings):
        settings.STATUS_TOKEN = ""
        asked = client.get("/status", headers={"authorization": "Bearer "}, REMOTE_ADDR="203.0.113.7")
        assert asked.status_code == 404

    @pytest.mark.parametrize(
        "header",
        [
            {"X-Forwarded-For": "127.0.0.1"},
            {"X-Forwarded-For": "203.0.113.7"},
            {"X-Forwarded-Proto": "https"},
            {"X-Forwarded-Host": "localhost"},
            {"Forwarded": "for=127.0.0.1"},
            {"X-Real-IP": "127.0.0.1"},
            {"Via": "1.1 proxy"},
            {"Host": "testserver"},
        ],
        ids=lambda header: next(iter(header)),
    )
    def test_nobody_who_came_by_way_of_a_proxy_on_this_machine(self, client, header):
        """The proxy's own address is loopback, whatever its visitor says of themselves."""
        given = {"Host": "localhost"} | header
        assert client.get("/status", headers=given, REMOTE_ADDR="127.0.0.1").status_code == 404

    def test_nobody_from_elsewhere(self, client):
        for address in ("203.0.113.7", "10.0.0.4", "", "localhost"):
            assert client.get("/status", headers={"host": "localhost"}, REMOTE_ADDR=address).status_code == 404


@pytest.fixture
def well(db):
    for name in ("sweep", "urgent"):
        Sweep.objects.create(name=name, at=clock.now())


def what():
    return [trouble.what for trouble in status.troubles()]


def message(**more):
    now = clock.now()
    given = {"kind": "security-notice", "channel": "email", "due_at": now, "next_at": now, "message_id": "0" * 40}
    given |= {"to": f.PersonFactory(), "useful_until": now + timedelta(days=1)}
    return Message.objects.create(**(given | more))


@pytest.mark.usefixtures("well")
class TestWhatIsWrong:
    def test_nothing(self, django_assert_max_num_queries):
        message()
        with django_assert_max_num_queries(9):
            assert what() == []

    @pytest.mark.parametrize(("name", "said"), [("sweep", "no-sweep"), ("urgent", "no-urgent-sweep")])
    def test_no_sweep_for_two_minutes(self, name, said):
        Sweep.objects.filter(name=name).update(at=clock.now() - timedelta(seconds=110))
        assert what() == []
        Sweep.objects.filter(name=name).update(at=clock.now() - timedelta(seconds=130))
        assert what() == [said]
        Sweep.objects.filter(name=name).delete()
        assert what() == [said]

    def test_a_message_five_minutes_past_its_next_try(self):
        row = message(due_at=clock.now() - timedelta(hours=3))
        assert what() == []
        Message.objects.update(next_at=clock.now() - timedelta(minutes=4, seconds=50))
        assert what() == []
        Message.objects.update(next_at=clock.now() - timedelta(minutes=5, seconds=10))
        assert what() == ["late"]
        Message.objects.filter(pk=row.pk).update(state=Message.CANCELLED)
        assert what() == []

    def test_a_message_whose_sender_stopped_and_that_nobody_took_again(self):
        message(state=Message.SENDING, leased_until=clock.now() - timedelta(minutes=6))
        assert what() == ["late"]

    def test_a_service_that_has_answered_nobody_for_five_minutes(self):
        row = ServiceState.objects.create(channel="email", failing_since=clock.now() - timedelta(minutes=4))
        assert what() == []
        ServiceState.objects.filter(pk=row.pk).update(failing_since=clock.now() - timedelta(minutes=6))
        assert what() == ["mail"]
        ServiceState.objects.filter(pk=row.pk).update(channel="sms")
        assert what() == ["text"]

    @pytest.mark.parametrize("is_held", [True, False], ids=["held", "away"])
    def test_a_service_that_failed_an_hour_ago_is_red_while_something_waits_for_it(self, is_held):
        """With nobody to write to there is nothing that could tell whether it is well again."""
        now = clock.now()
        began, probed = now - timedelta(days=3), {"held_since": now, "probe_at": now} if is_held else {}
        state = ServiceState.objects.create(
            channel="email", failing_since=began, last_failed_at=now - timedelta(minutes=59), **probed
        )
        assert what() == ["mail"]
        ServiceState.objects.filter(pk=state.pk).update(last_failed_at=now - timedelta(minutes=61))
        assert what() == []
        tomorrow = now + timedelta(days=1)
        row = message(due_at=tomorrow, next_at=tomorrow)  # planned
        quiet = message(due_at=now - timedelta(hours=1), next_at=tomorrow, why="waits for quiet hours to end")
        by_text = message(due_at=now - timedelta(hours=1), next_at=now, channel="sms")
        assert what() == []
        for waiting in ({"next_at": now}, {"step": 2}, {"why": "waits: mail server: busy (421)"}):
            Message.objects.filter(pk=row.pk).update(**{"next_at": tomorrow, "step": 0, "why": "", **waiting})
            assert what() == ["mail"]
        Message.objects.filter(pk=row.pk).update(state=Message.CANCELLED)
        assert what() == []
        assert {quiet.state, by_text.state} == {Message.DUE}

    def test_a_service_that_takes_nothing_from_us(self):
        now = clock.now()
        ServiceState.objects.create(channel="email", failing_since=now, held_since=now, probe_at=now)
        assert what() == ["mail"]

    def test_sending_on_hold(self):
        actions.hold(by=None, why="restored from a backup")
        assert what() == ["on-hold"]
        actions.release(by=None)
        assert what() == []

    def test_keys_that_are_not_there(self, settings, tmp_path, head):
        from network.privacy import keys

        keys.key_for(owner=head, subject="log:x")
        assert what() == []
        settings.KEY_STORE = tmp_path / "empty"
        assert what() == ["keys"]
        WordKey.objects.all().delete()

    def test_a_task_that_failed_three_times_running(self):
        for _ in range(2):
            runs.note("example.task", ValueError("her own words"))
        assert what() == []
        runs.note("example.task", ValueError("her own words"))
        assert what() == ["tasks"]
        runs.note("example.task", None)
        assert what() == []
        assert TaskRun.objects.get().failures == 0

    def test_a_database_that_does_not_answer(self, monkeypatch):
        def away(*_):
            raise OperationalError("away")

        monkeypatch.setattr(status.health, "troubles", away)
        assert what() == ["database"]


@pytest.mark.django_db
def test_how_a_task_went_is_one_row_without_words():
    failed = guarded.Failed(3, ["inspections/check_ins/actions/planning.py:100 KeyError"])
    runs.note("example.task", None)
    for error in (failed, ValueError("her own words")):
        runs.note("example.task", error)
    run = TaskRun.objects.get()
    assert (run.failures, run.rows_failed) == (2, 1)
    assert "words" not in str(vars(run))
    runs.note("example.task", failed)
    run.refresh_from_db()
    assert (run.rows_failed, run.places) == (3, "inspections/check_ins/actions/planning.py:100 KeyError")


@pytest.mark.django_db
def test_a_task_that_goes_well_again_and_again_is_noted_twice_a_minute_at_most(django_assert_num_queries):
    runs.note("example.task", None)
    with django_assert_num_queries(1):
        runs.note("example.task", None)
    TaskRun.objects.update(well_at=clock.now() - timedelta(minutes=1))
    with django_assert_num_queries(2):
        runs.note("example.task", None)


def test_a_pulse_is_not_noted(monkeypatch):
    runs.note(runs.PULSE, None)  # this test has no database


def test_container_asks_web_by_its_page_and_workers_by_their_sign_of_life(tmp_path, monkeypatch):
    monkeypatch.setenv("ALIVE_DIR", str(tmp_path))
    assert not healthcheck.is_well("worker")
    healthcheck.touch("worker")
    assert healthcheck.is_well("worker")
    assert not healthcheck.is_well("beat")
    old = time.time() - healthcheck.STALE - 1
    os.utime(healthcheck.sign_of_life("worker"), (old, old))
    assert not healthcheck.is_well("worker")
    assert not healthcheck.answers(free_port())


@pytest.mark.site
def test_container_sees_the_parts_of_a_running_site_alive(site, monkeypatch):
    site.start().wait_until_ready()
    assert healthcheck.answers(site.port)
    monkeypatch.setenv("ALIVE_DIR", str(site.folder / "data" / "alive"))
    until(lambda: healthcheck.is_well("worker") and healthcheck.is_well("beat"), what="signs of life")
