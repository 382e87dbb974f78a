"""How each task of the timetable went, kept for /status. Called by Celery's signals in the process that ran it."""

import logging

from django.db import DatabaseError, InterfaceError

log = logging.getLogger(__name__)
PULSE = "config.tasks.pulse"  # says that a worker takes tasks, and nothing else (config/watchdog.py)


def note(name: str, error: BaseException | None) -> None:
    """`error` is None where all went well. A database that does not answer is seen by other means."""
    from network.site.actions import watch  # models are not there yet while Celery is set up

    if name == PULSE:
        return
    try:
        watch.task_went_well(name=name) if error is None else watch.task_failed(name=name, error=error)
    except (DatabaseError, InterfaceError) as away:
        log.warning("how %s went could not be kept: %s", name, type(away).__name__)
