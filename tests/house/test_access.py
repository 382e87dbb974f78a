"""Every url × every kind of person. A new url without a line in tests/house/access fails the build."""

import importlib
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.house.access import NOBODY, SECOND_STEP, SIGN_IN, Line
from tests.house.matrix import CELLS, COLUMNS, ROWS, cell
from tests.people import build_cast, signed_in

FLOORS = ["network", "outbox", "covenant", "buddies", "directory", "inspections", "config"]
HERE = Path(__file__).parent / "access"
MODULES = [
    importlib.import_module(f"tests.house.access.{path.stem}")
    for app in FLOORS
    for path in sorted(HERE.glob(f"{app}*.py"))  # an app with many pages has several files: inspections_windows.py
    if path.stem == app or path.stem.startswith(f"{app}_")
]
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
    assert len(ROWS) >= 50 and len(COLUMNS) >= 16
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
        yield cast, {column: signed_in(None if column in NOBODY else cast[column]) for column in COLUMNS}
        transaction.set_rollback(True)


def answer(response):
    if response.status_code == 302:
        if response.url.startswith(reverse("account_login")):
            return SIGN_IN
        if response.url == reverse("second-step"):
            return SECOND_STEP
    return response.status_code


def ask(story, line, name, method, column):
    cast, browsers = story
    url = reverse(name, kwargs=line.kwargs_of.get(column, line.kwargs)(cast))
    with transaction.atomic():
        response = getattr(browsers[column], method)(url, line.data(cast) if method == "post" else {})
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return answer(response)


@pytest.mark.parametrize("name", LINES)
def test_url_answers_each_kind_of_person(name, story, django_db_blocker):
    line = LINES[name]
    with django_db_blocker.unblock():
        assert {column: ask(story, line, name, "get", column) for column in COLUMNS} == line.get
        if line.post is not None:
            assert {column: ask(story, line, name, "post", column) for column in COLUMNS} == line.post
