"""A line of the log tells where and what kind, never whose words."""

import json
import logging
import sys

from django.test import Client, RequestFactory
from django.urls import resolve

from config.logs import JsonFormatter
from config.request_id import request_id

MARK = "blue-heron-marker"


def line(record: logging.LogRecord) -> dict:
    return json.loads(JsonFormatter().format(record))


def record(name: str, message: str, *args, exc_info=None, **extra) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(name, logging.ERROR, "file.py", 1, message, args, exc_info, extra=extra)


def test_log_of_an_error_has_its_kind_and_place_but_not_its_words():
    try:
        raise ValueError(MARK)
    except ValueError:
        told = line(record("anything", "It failed", exc_info=sys.exc_info()))
    assert told["error"] == "ValueError"
    assert any("test_logs.py" in place for place in told["where"])
    assert MARK not in json.dumps(told)


def test_log_of_a_page_has_its_route_but_not_its_path():
    request = RequestFactory().get(f"/no/such/{MARK}")
    told = line(record("django.request", "Not Found: %s", request.path, request=request, status_code=404))
    assert told["what"] == "404 (no such page)"
    request.resolver_match = resolve("/healthz")
    told = line(record("django.request", "Error: %s", request.path, request=request, status_code=500))
    assert told["what"] == "500 healthz"


def test_log_of_a_task_has_its_name_but_not_its_arguments():
    data = {"name": "outbox.tasks.sweep", "id": "1-2", "args": MARK, "exc": MARK}
    told = line(record("celery.app.trace", f"Task failed {MARK}", data=data))
    assert told["what"] == "task outbox.tasks.sweep 1-2"
    assert MARK not in json.dumps(told)


def test_log_lines_of_one_request_bear_its_name(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer["X-Request-ID"] == "0123456789abcdef"
    invented = client.get("/healthz", headers={"X-Request-ID": f"{MARK}\r\nSet-Cookie: a=b"})
    assert MARK not in invented["X-Request-ID"]
    token = request_id.set("abc")
    try:
        assert line(record("anything", "hello"))["request"] == "abc"
    finally:
        request_id.reset(token)


def test_log_of_a_missing_page_in_earnest(caplog):
    Client().get(f"/no-such-page-{MARK}/")
    assert [entry for entry in caplog.records if entry.name == "django.request"]
    assert all(MARK not in JsonFormatter().format(entry) for entry in caplog.records)
