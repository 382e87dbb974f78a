"""A worker that lost its broker may come back connected and never take a task again (celery#10205).

Beat sends each queue a pulse every 30 seconds. A thread in each worker looks whether tasks wait in the broker while
none has been taken for a while; then the worker ends itself, and whoever runs it starts it anew.
"""

import logging
import os
import threading
import time

from celery import Celery
from celery.signals import task_postrun, task_prerun, task_received, worker_ready, worker_shutting_down
from django.conf import settings

from config import healthcheck

LOOK_EVERY = 10.0  # seconds
START_ANEW = 75  # the exit code that says: nothing is wrong but me
log = logging.getLogger(__name__)

_taken_at = time.monotonic()  # the last task, or its end
# What a thread of ours runs. Celery's own list of active requests keeps for ever what it could not acknowledge because
# the broker went in that moment.
_running: set[str] = set()
_ending = threading.Event()


def watch(app: Celery) -> None:
    @task_received.connect(weak=False)
    def taken(**kwargs) -> None:
        global _taken_at
        _taken_at = time.monotonic()

    @task_prerun.connect(weak=False)
    def begun(task_id: str, **kwargs) -> None:
        _running.add(task_id)

    @task_postrun.connect(weak=False)
    def ended(task_id: str, **kwargs) -> None:
        _running.discard(task_id)
        taken()  # what waited behind long tasks is taken after them

    @worker_ready.connect(weak=False)
    def ready(sender, **kwargs) -> None:
        taken()
        healthcheck.touch("worker")
        queues = [queue.name for queue in sender.task_consumer.queues]
        threading.Thread(target=_look, args=(app, queues), name="watchdog", daemon=True).start()

    @worker_shutting_down.connect(weak=False)
    def ending(**kwargs) -> None:
        _ending.set()


def _look(app: Celery, queues: list[str]) -> None:
    while not _ending.wait(min(LOOK_EVERY, settings.WORKER_STUCK_AFTER / 2)):
        healthcheck.touch("worker")
        looked_at = _taken_at
        if is_stuck(app, queues, time.monotonic() - looked_at) and _taken_at == looked_at:
            log.error("The worker takes no tasks although some wait; it ends so that it can be started anew")
            _end()


def is_stuck(app: Celery, queues: list[str], quiet_for: float) -> bool:
    """Tasks wait, the broker answers, the worker is idle, and nothing was taken for too long."""
    if quiet_for < settings.WORKER_STUCK_AFTER or _is_busy():
        return False
    try:
        with app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            # Asking takes a while, in which it may have begun again.
            return any(connection.default_channel._size(name) for name in queues) and not _is_busy()
    except Exception as error:
        log.warning("The watchdog cannot ask the broker: %s", type(error).__name__)
        return False


def _is_busy() -> bool:
    from outbox.sending import without_workers  # it needs the apps, which are not there yet when a worker begins

    return bool(_running) or without_workers.is_looking()


def _end() -> None:
    """At once, whatever a thread of the pool waits for."""
    os._exit(START_ANEW)
