"""Celery only says "look now". Two queues, JSON, no results, a static timetable.

Whatever the broker loses, the sweep finds again: see outbox.
"""

import os
import sys
from typing import Any

from celery import Celery, signals
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.db import close_old_connections, connection

from config import file_broker, runs
from config.timetable import TIMETABLE

__all__ = ["app", "file_broker"]


def broker() -> dict[str, Any]:
    """Redis where there is one; a folder otherwise."""
    if not settings.REDIS_URL:
        return {
            "broker_url": "files://localhost/",
            "broker_transport_options": {"folder": str(settings.DATA_DIR / "broker"), "polling_interval": 0.02},
        }
    return {
        # kombu has its own way to write a socket's address
        "broker_url": settings.REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host="),
        "broker_transport_options": {
            "global_keyprefix": "jobs:",
            "visibility_timeout": 3600,
            "health_check_interval": 10,  # a connection that died in silence is found out
            "socket_keepalive": True,
            "socket_connect_timeout": 2,  # a page must not wait for a broker that is away
            "socket_timeout": 15,
            "retry_on_timeout": True,
        },
    }


def queue(name: str) -> Queue:
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


app = Celery("covenant")
app.conf.update(
    **broker(),
    task_queues=[queue("urgent"), queue("default")],
    task_default_queue="default",
    task_create_missing_queues=False,
    accept_content=["json"],
    task_ignore_result=True,
    task_publish_retry=False,  # a wake-up is not worth waiting for: the sweep comes within 30 seconds
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=2,
    beat_scheduler="config.beat:Scheduler",
    beat_schedule=TIMETABLE,
    beat_max_loop_interval=5,
    # By itself Celery opens the database anew for every task: a quarter of the time a head's call takes to leave.
    # Here a worker treats its connection as a web server does between pages.
    CELERY_DB_REUSE_MAX=sys.maxsize,
)
app.autodiscover_tasks()


@signals.setup_logging.connect
def leave_logging_alone(**kwargs) -> None:
    """Django's LOGGING holds in workers too."""


@signals.worker_init.connect
@signals.beat_init.connect
def prove_the_secrets(**kwargs) -> None:
    from config.start import refuse_secrets_that_do_not_fit  # reads models, which are not there yet above

    refuse_secrets_that_do_not_fit()
    connection.close()  # the threads of the pool open their own


@signals.beat_init.connect
def look_at_everything_at_once(**kwargs) -> None:
    """What came due while nothing ran does not wait for the first round of the timetable."""
    for entry in TIMETABLE.values():
        app.send_task(entry["task"], **entry["options"])


@signals.task_prerun.connect
@signals.task_postrun.connect
def keep_what_still_works(**kwargs) -> None:
    """A connection that is too old, or broke (the database was started anew), is closed and opened at the next use."""
    close_old_connections()


@signals.task_success.connect
def note_that_it_went_well(sender, **kwargs) -> None:
    runs.note(sender.name, None)


@signals.task_failure.connect
def note_that_it_failed(sender, exception, **kwargs) -> None:
    runs.note(sender.name, exception)


@signals.worker_init.connect
def keep_the_database_open(**kwargs) -> None:
    """SQLite too: to open it means to read its whole description anew. The threads of the pool share these settings."""
    connection.settings_dict["CONN_MAX_AGE"] = connection.settings_dict["CONN_MAX_AGE"] or 60
