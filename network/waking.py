"""A word to a worker to look at once, when what it is to find is written. It may be lost: the looks of the timetable
come anyway."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(task: str) -> None:
    transaction.on_commit(partial(_wake, task), robust=True)


def _wake(task: str) -> None:
    try:
        current_app.send_task(task, queue="default", retry=False, ignore_result=True)
    except Exception:  # the broker is away
        log.warning("no worker could be woken for %s", task)
