"""Redis may lose everything, at any moment: workers take tasks again by themselves (celery#10205)."""

import itertools
import os
import sys
import time

import pytest
from celery.worker import state
from django.conf import settings

from config import celery, supervisor, watchdog

pytestmark = pytest.mark.site
TIMES = 20


class Request:
    """As Celery's."""


@pytest.fixture
def worker(redis_server, tmp_path):
    """The urgent worker with whoever starts it anew. Its watchdog runs twelve times as fast as in earnest (5 s)."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test", "REDIS_URL": redis_server.url}
    env |= {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    env |= {"WORKER_STUCK_AFTER": "5"}
    together = supervisor.Supervisor({"urgent": supervisor.worker("urgent")}, env=env, logs=tmp_path / "logs")
    together.start()
    yield together
    together.end()


def waiting(redis_server) -> int:
    with redis_server.client() as client:
        return client.llen("jobs:urgent")


def wake(redis_server) -> None:
    celery.app.send_task("config.tasks.pulse", queue="urgent", connection=fresh(redis_server))


def fresh(redis_server):
    url = redis_server.url.replace("unix", "redis+socket").replace("?db=", "?virtual_host=")
    return celery.app.connection_for_write(url, transport_options={"global_keyprefix": "jobs:"})


def restart(redis_server) -> None:
    redis_server.kill()
    redis_server.start()


def reset(redis_server) -> None:
    with redis_server.client() as client:
        client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


def test_worker_takes_tasks_again_after_every_restart_and_reset_of_redis(redis_server, worker):
    """20 of 20, each within 180 seconds and without a human (fault 6)."""
    for fault in itertools.islice(itertools.cycle([restart, reset]), TIMES):
        fault(redis_server)
        wake(redis_server)
        end = time.monotonic() + 180
        died = worker.watch(lambda end=end: waiting(redis_server) == 0 or time.monotonic() > end)
        assert died is None, worker.last_words("urgent")
        assert waiting(redis_server) == 0, worker.last_words("urgent")


def test_watchdog_calls_a_worker_stuck_only_when_tasks_wait(redis_server, monkeypatch):
    monkeypatch.setattr(celery.app, "connection_for_read", lambda: fresh(redis_server))
    long = settings.WORKER_STUCK_AFTER + 1
    assert not watchdog.is_stuck(celery.app, ["urgent"], long)  # nothing waits
    wake(redis_server)
    assert watchdog.is_stuck(celery.app, ["urgent"], long)
    assert not watchdog.is_stuck(celery.app, ["default"], long)  # not its queue
    lost = Request()  # taken, and never acknowledged: Celery holds it for active, though no thread runs it
    monkeypatch.setattr(state, "active_requests", {lost})
    assert watchdog.is_stuck(celery.app, ["urgent"], long)
    monkeypatch.setattr(watchdog, "_running", {"a task"})
    assert not watchdog.is_stuck(celery.app, ["urgent"], long)  # what a thread runs is left in peace
    watchdog._running.clear()
    assert not watchdog.is_stuck(celery.app, ["urgent"], settings.WORKER_STUCK_AFTER - 1)  # too early to say
    redis_server.kill()
    assert not watchdog.is_stuck(celery.app, ["urgent"], long)  # the broker is away: nothing to take


def test_supervisor_starts_a_stuck_worker_anew_and_ends_all_when_another_dies(tmp_path):
    count = tmp_path / "count"
    stuck = f"open({str(count)!r}, 'a').write('x'); import sys; sys.exit({watchdog.START_ANEW})"
    waits = "import signal; signal.pause()"
    parts = {"stuck": [sys.executable, "-c", stuck], "waits": [sys.executable, "-c", waits]}
    together = supervisor.Supervisor(parts, env=dict(os.environ), logs=tmp_path / "logs")
    together.start()
    try:
        assert together.watch(lambda: count.exists() and len(count.read_text()) >= 3) is None
        together.running["waits"].kill()
        assert together.watch(lambda: False) == "waits"
    finally:
        together.end()
    assert all(process.poll() is not None for process in together.running.values())
