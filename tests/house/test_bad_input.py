"""Whatever is typed, pasted or forged into any form or address: a message, never a server error."""

import copy
import re

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.access import Line
from tests.house.test_access import LINES, REFUSALS, story  # noqa: F401  the story is a fixture

WHO = ("HO", "OF", "AD", "BD", "DA", "DS", "SE", "HX", "AN", "LK")
NAME = re.compile(r'name="([\w-]+)"')
ASKED = (
    "q",
    "after",
    "sort",
    "order",
    "state",
    "what",
    "to",
    "head",
    "need",
    "phase",
    "area",
    "day",
    "on",
    "kind",
    "page",
)
TYPED = {
    "NUL": "a\0b",
    "two lines": "a\r\nBcc: all@example.org",
    "a number too long for the database": "9" * 40,
    "a negative number": "-1",
    "neither number nor day": "31/04/２０２６",
    "markup": "<script>{{7*7}}</script>=1+1",
    "300 letters": "x" * 300,
    "nothing": "",
}
MODEL_FIELDS = {field.name: "1" for model in apps.get_models() for field in model._meta.concrete_fields}


def someone(line: Line, answers) -> str | None:
    return next((column for column in WHO if answers and answers[column] not in REFUSALS), None)


def send(browser, method, url, data) -> tuple[int, str]:
    with transaction.atomic():
        response = getattr(browser, method)(url, data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, body.decode(errors="replace")


def at(story, line, name, column):  # noqa: F811
    cast, cookies = story
    browser = Client()
    browser.cookies = copy.deepcopy(cookies[column])
    return browser, reverse(name, kwargs=line.kwargs_of.get(column, line.kwargs)(cast)), line.data(cast)


@pytest.mark.on("postgresql")
@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("name", [name for name, line in LINES.items() if someone(line, line.post)])
def test_form_answers_bad_input_with_a_page(name, story):  # noqa: F811
    line = LINES[name]
    browser, url, data = at(story, line, name, someone(line, line.post))
    _, page = send(browser, "get", url, {})
    fields = {*data, *NAME.findall(page)} - {"viewport", "theme-color", "csrfmiddlewaretoken"}
    for what, typed in TYPED.items():
        status, _ = send(browser, "post", url, dict.fromkeys(fields, typed))
        assert status < 500, f"{name}: {what}"
        for field in data:  # the rest as it should be: it then gets further
            status, _ = send(browser, "post", url, data | {field: typed})
            assert status < 500, f"{name}: {what} in {field}"
    status, _ = send(browser, "post", url, MODEL_FIELDS | data)
    assert status < 500, f"{name}: fields that are not of the form"


@pytest.mark.on("postgresql")
@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("data", [{"text": "x" * 1_100_000}, {f"field{n}": "x" for n in range(10_000)}], ids=len)
def test_more_than_any_form_sends_fells_no_form(data, story):  # noqa: F811
    for name, line in LINES.items():
        column = someone(line, line.post)
        if column:
            browser, url, _ = at(story, line, name, column)
            assert send(browser, "post", url, data)[0] < 500, name


@pytest.mark.on("postgresql")
@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("name", [name for name, line in LINES.items() if someone(line, line.get)])
def test_address_with_bad_questions_answers_with_a_page(name, story):  # noqa: F811
    line = LINES[name]
    browser, url, _ = at(story, line, name, someone(line, line.get))
    for what, typed in TYPED.items():
        status, _ = send(browser, "get", url, dict.fromkeys(ASKED, typed))
        assert status < 500, f"{name}: {what}"
