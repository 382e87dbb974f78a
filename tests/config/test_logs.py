"""A line of the log tells where and what kind, never whose words."""

import json
import logging
import re
import sys
import uuid

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, resolve
from gunicorn.config import Config

from config import web_server
from config.logs import PUBLIC_ROUTES, JsonFormatter
from config.request_id import request_id
from tests.people import signed_in

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


FILLED_IN = {"uuid": str(uuid.UUID(int=7)), "int": "7", "str": "anything", "slug": "anything"}


def routes(patterns=None, before=""):
    """Every route of the project, as the resolver names it."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        yield from [route] if isinstance(one, URLPattern) else routes(one.url_patterns, route)


def address(route):
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: FILLED_IN.get(found[1] or "str", "anything"), route)


@pytest.mark.django_db
def test_no_line_names_a_page_that_may_exist_only_in_a_call(cast, caplog):
    """Each page is refused once for its form's token, and asked once in a way that few know."""
    caplog.set_level(logging.INFO)
    browser = signed_in(cast.head)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    every = [route for route in routes() if route not in PUBLIC_ROUTES]
    for route in every:
        strict.post(address(route))
        browser.get(address(route))
    lines = [entry for entry in caplog.records if entry.name.startswith(("django.request", "django.security"))]
    assert {entry.status_code for entry in lines} >= {403, 404, 405}
    assert len(lines) > len(every)
    assert {JsonFormatter().what(entry) for entry in lines} <= {str(status) for status in range(400, 430)}


def test_the_web_servers_own_line_names_no_page_either(capsys):
    assert web_server.accesslog is None
    log = web_server.Log(Config())
    try:
        raise ValueError(MARK)
    except ValueError:
        log.exception("Error handling request %s %s", "GET", f"/inspection/{MARK}/")
        log.exception("Exception in worker process")
    said = capsys.readouterr().err
    assert "A request failed outside Django" in said
    assert "Exception in worker process" in said
    assert f"/{MARK}/" not in said
    assert said.count(MARK) == 1, "why the server does not start is told"
