"""Every url × every kind of person. A new url without a line in tests/house/access fails the build."""

import copy
import importlib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.house import markers
from tests.house.access import NOBODY, SECOND_STEP, SIGN_IN, Line
from tests.house.matrix import CELLS, COLUMNS, ROWS, cell
from tests.people import build_cast, signed_in

FLOORS = ["network", "outbox", "covenant", "buddies", "directory", "inspections", "config"]
# An app may spread its lines over several files: directory.py, directory_call_outs.py, …
FILES = sorted(
    (path.stem for path in Path(__file__).parent.joinpath("access").glob("[a-z]*.py")),
    key=lambda stem: (FLOORS.index(stem.partition("_")[0]), stem),
)
MODULES = [importlib.import_module(f"tests.house.access.{stem}") for stem in FILES]
LINES: dict[str, Line] = {name: line for module in MODULES for name, line in module.LINES.items()}
REFUSALS = {404, 405, SIGN_IN}


def urls(resolver=None, namespaces=()):
    """Every url pattern of the project, by its name with namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or f"(no name: {pattern.pattern})"])
        else:
            yield from urls(pattern, (*namespaces, *([pattern.namespace] if pattern.namespace else [])))


def test_every_url_has_a_line():
    assert sorted(set(urls()) - LINES.keys()) == []


def test_no_line_without_its_url():
    assert sorted(LINES.keys() - set(urls())) == []


def test_matrix_is_whole():
    assert len(ROWS) >= 50
    assert len(COLUMNS) >= 16
    for number, (_, cells) in ROWS.items():
        assert len(cells.split()) == len(COLUMNS), number
        assert set(cells.split()) <= CELLS, number


@pytest.mark.parametrize("name", LINES)
def test_line_is_no_looser_than_the_matrix(name):
    line = LINES[name]
    asked = line.post or line.get
    for column in COLUMNS:
        cells = {cell(row, column) for row in line.rows}
        if cells == {"."}:
            assert asked[column] in REFUSALS, f"{name} must refuse {column}"
        if cells == {"Y"}:
            assert asked[column] not in {403, 404, SIGN_IN}, f"{name} must answer {column}"


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """One cast and one browser each for all lines; nothing of it outlives the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        for module in MODULES:
            if hasattr(module, "build"):
                module.build(cast)
        markers.plant(cast)
        yield cast, {column: signed_in(None if column in NOBODY else cast[column]).cookies for column in COLUMNS}
        transaction.set_rollback(True)


def answer(response):
    if response.status_code == 302:
        if response.url.partition("?")[0] == reverse("account_login"):
            return SIGN_IN
        if response.url == reverse("second-step"):
            return SECOND_STEP
    return response.status_code


def ask(story, line, name, method, column):
    cast, cookies = story
    browser = Client()
    browser.cookies = copy.deepcopy(cookies[column])
    url = reverse(name, kwargs=line.kwargs_of.get(column, line.kwargs)(cast))
    with transaction.atomic():
        response = getattr(browser, method)(url, line.data(cast) if method == "post" else {})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    shown = body.decode(errors="replace") + str(response.headers)
    assert markers.found_by(column, shown) == [], f"{method} {name} shows {column} private words"
    return answer(response)


@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("name", LINES)
def test_url_answers_each_kind_of_person(name, story):
    line = LINES[name]
    assert {column: ask(story, line, name, "get", column) for column in COLUMNS} == line.get
    if line.post is not None:
        assert {column: ask(story, line, name, "post", column) for column in COLUMNS} == line.post


@pytest.mark.django_db  # inside the story's own transaction
def test_the_markers_are_there_to_be_seen(story):
    """Otherwise not finding them would prove nothing: on her own pages the head reads every one."""
    cast, cookies = story
    browser = Client()
    browser.cookies = copy.deepcopy(cookies["HO"])
    pages = {
        "inspections:log": {},
        "inspections:support-plan": {"public_id": cast.plan.public_id},
        "directory:call-out": {"public_id": cast.call_out.public_id},
        "inspections:check-ins": {},
        "inspections:silence": {},
        "network:my-details": {},
    }
    text = "".join(
        browser.get(reverse(name, kwargs=kwargs), follow=True).content.decode() for name, kwargs in pages.items()
    )
    assert [word for word in markers.ALLOWED if word not in text and not word.startswith("+44")] == []
