"""A worker's connection to the database lives from task to task, and a broken one is no task's end."""

import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_postrun, task_prerun
from django.db import connection

from config import celery

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def between_tasks(monkeypatch):
    """What Celery and we do at the end of one task and the beginning of the next."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 60)
    connection.close()
    celery.app.loader.import_default_modules()
    task = celery.app.tasks["config.tasks.pulse"]
    fixup = DjangoWorkerFixup(celery.app)

    def pause():
        for signal, theirs in ((task_postrun, fixup.on_task_postrun), (task_prerun, fixup.on_task_prerun)):
            signal.send(sender=task)
            theirs(sender=task)

    yield pause
    connection.close()


def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    return connection.connection


def test_one_connection_serves_one_task_after_another(between_tasks):
    first = ask()
    for _ in range(3):
        between_tasks()
        assert ask() is first


def test_a_connection_that_broke_under_a_task_is_not_met_by_the_next(between_tasks, monkeypatch):
    first = ask()
    connection.errors_occurred = True
    with monkeypatch.context() as patch:
        patch.setattr(connection, "is_usable", lambda: False)
        between_tasks()
    assert ask() is not first


def test_a_connection_that_is_too_old_is_opened_anew(between_tasks):
    first = ask()
    connection.close_at = 0
    between_tasks()
    assert ask() is not first


def test_sqlite_stays_open_in_a_worker_as_postgresql_does(between_tasks, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    celery.keep_the_database_open()
    first = ask()
    between_tasks()
    assert ask() is first
