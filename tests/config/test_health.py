"""/healthz and /readyz, asked by machines."""

import os
import time

import pytest
from django.db import connection
from django.utils import timezone

from config import health, healthcheck
from outbox.models import Sweep
from tests.servers.processes import free_port, until


def test_healthz_asks_no_database(client, django_assert_num_queries):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_needs_a_sweep_younger_than_two_minutes(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "broker": True, "sweep": False}
    Sweep.objects.create(name="sweep", at=timezone.now() - health.SWEEP_AGE * 0.9)
    assert client.get("/readyz").status_code == 200
    Sweep.objects.update(at=timezone.now() - health.SWEEP_AGE * 1.1)
    assert client.get("/readyz").json()["sweep"] is False


@pytest.mark.django_db
def test_readyz_says_when_the_broker_is_away(client, monkeypatch, redis_server):
    url = redis_server.url.replace("unix", "redis+socket").replace("?db=", "?virtual_host=")
    here = health.app.connection_for_write(url, transport_options={"socket_connect_timeout": 1})
    monkeypatch.setattr(health.app, "connection_for_write", lambda: here)
    assert client.get("/readyz").json()["broker"] is True
    redis_server.kill()
    assert client.get("/readyz").json()["broker"] is False


def test_readyz_says_when_the_database_is_away(monkeypatch, client):
    from django.db import OperationalError

    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(health, "last_sweep", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_pages_are_only_read(client, method):
    assert getattr(client, method)("/healthz").status_code == 405


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
