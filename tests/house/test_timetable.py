"""Celery's timetable and tasks: each look exists, stays small, and no task waits for a time of its own."""

import inspect

from config.celery import app
from config.timetable import SWEEP, TIMETABLE


def ours() -> dict:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_look_is_a_task_on_a_queue_that_a_worker_takes():
    queues = {queue.name for queue in app.conf.task_queues}
    assert queues == {"urgent", "default"}
    for name, entry in TIMETABLE.items():
        assert entry["task"] in ours(), name
        assert entry["options"]["queue"] in queues
        assert entry["options"]["expires"] == entry["schedule"]  # late looks do not pile up


def test_every_task_is_looked_at_by_the_timetable():
    assert set(ours()) == {entry["task"] for entry in TIMETABLE.values()}


def test_the_outbox_is_swept_every_half_minute():
    assert TIMETABLE["sweep"]["task"] == "outbox.tasks.sweep"
    assert TIMETABLE["sweep"]["schedule"] == SWEEP == 30.0


def test_tasks_keep_no_results_and_speak_json_alone():
    assert app.conf.result_backend in (None, "disabled://")
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert all(task.ignore_result for task in ours().values())


def test_no_task_is_given_anything():
    """So nothing private can stand in Redis, in a file of the broker, or in a log: what waits lives in rows."""
    given = {name: list(inspect.signature(task.run).parameters) for name, task in ours().items()}
    assert {name: words for name, words in given.items() if words} == {}
