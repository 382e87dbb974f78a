"""Every url × every kind of person. A new url without a line in tests/house/access fails the build."""

import copy
import importlib
import os
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, get_resolver, reverse

from inspections.visits import rules as visit_rules
from network.sign_in import second_factor
from tests.house import html_checker, looks, markers
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
    """One cast and one browser each for all lines; nothing of it outlives the module. All are signed in at its
    beginning, so what lasts minutes lasts for as long as a busy machine may take."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as slow:
        slow.setattr(second_factor, "FRESH_FOR", timedelta(hours=2))
        slow.setattr(visit_rules, "UNDO_FOR", timedelta(hours=2))
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
    cast, _ = story
    kwargs = line.kwargs_of.get(column, line.kwargs)(cast)
    response, body, written = pressed(story, name, method, column, kwargs, line.data(cast) if method == "post" else {})
    shown = body.decode(errors="replace") + str(response.headers)
    assert markers.found_by(column, shown) == [], f"{method} {name} shows {column} private words"
    if column not in NOBODY:
        assert response["Cache-Control"] == "private, no-store", f"{name} may be kept by a cache"
    if method == "get":
        assert written == [], f"a GET of {name} writes"
    if response.status_code == 405 and method == "get":
        assert b"was not done now" in body, f"{name} is a blank page"
    if response.status_code == 404 and "public_id" in kwargs:
        nowhere = pressed(story, name, method, column, kwargs | {"public_id": uuid.uuid4()}, {})
        assert told(response, body) == told(*nowhere[:2]), f"{method} {name} tells {column} that it is there"
    return answer(response)


def pressed(story, name, method, column, kwargs, data):
    """The response, its body, and what it wrote but for the audit and the session."""
    browser = Client()
    browser.cookies = copy.deepcopy(story[1][column])
    connection.queries_log.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = getattr(browser, method)(reverse(name, kwargs=kwargs), data)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    written = [WRITES.match(query["sql"]) for query in queries]
    return response, body, [found[1] for found in written if found and found[1] not in MAY_BE_WRITTEN]


WRITES = re.compile(r"""(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)\"""")
MAY_BE_WRITTEN = {"network_auditrow", "django_session"}


VARIES = re.compile(rb' name="csrfmiddlewaretoken" value="\w+"| nonce="[^"]*"')


def told(response, body):
    """All of an answer but what differs between any two: the request's own number and the form's own token."""
    headers = {name: value for name, value in response.headers.items() if name.casefold() != "x-request-id"}
    return response.status_code, headers, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


@pytest.mark.on("postgresql")
@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("name", LINES)
def test_url_answers_each_kind_of_person(name, story):
    line = LINES[name]
    assert {column: ask(story, line, name, "get", column) for column in COLUMNS} == line.get
    if line.post is not None:
        assert {column: ask(story, line, name, "post", column) for column in COLUMNS} == line.post


@pytest.mark.on("postgresql")
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
        "inspections:note-leave": {},
        "inspections:silence": {},
        "network:my-details": {},
    }
    text = "".join(
        browser.get(reverse(name, kwargs=kwargs), follow=True).content.decode() for name, kwargs in pages.items()
    )
    assert [word for word in markers.ALLOWED if word not in text and not word.startswith("+44")] == []


@pytest.fixture(scope="module")
def pages(story, tmp_path_factory):
    """Every page as each kind of person reads it, every form as it comes back when nothing was filled in, and the
    demonstration's page of components: html files in a folder."""
    folder, seen = tmp_path_factory.mktemp("pages"), set()

    def keep(name, response, html):
        html = VARIES.sub(b"", html)
        if response["Content-Type"].startswith("text/html") and html not in seen:
            (folder / f"{name.replace(':', '.')}.html").write_bytes(html)
            seen.add(html)

    for name, line in LINES.items():
        for column in COLUMNS:
            kwargs = line.kwargs_of.get(column, line.kwargs)(story[0])
            if line.get[column] == 200:
                keep(f"{name}-{column}", *pressed(story, name, "get", column, kwargs, {})[:2])
        column = next((each for each in COLUMNS if line.post and line.post[each] not in REFUSALS), None)
        if column:
            kwargs = line.kwargs_of.get(column, line.kwargs)(story[0])
            response, html, _ = pressed(story, name, "post", column, kwargs, {})
            if response.status_code in {200, 422}:
                keep(f"{name}-{column}-empty", response, html)
    assert len(seen) > 500
    with override_settings(ROOT_URLCONF="tests.config.demo_site"):
        (folder / "components.html").write_bytes(Client().get("/demo/components/").content)
    return folder


@pytest.mark.on("postgresql")
@pytest.mark.django_db  # inside the story's own transaction
def test_every_page_is_html_without_an_error(pages):
    """By the W3C's checker."""
    assert html_checker.faults(pages) == []


@pytest.mark.on("postgresql")
@pytest.mark.browser
@pytest.mark.django_db  # inside the story's own transaction
def test_every_page_can_be_used_by_whoever_has_it_hardest(pages, tmp_path, browser_type_launch_args):
    """Each as one of its readers has it, Today as every kind of person has it (LOOK_AT=all: each as each has it)."""
    seen = set()
    for page in sorted(pages.glob("*.html")):
        name = (
            page.stem if page.stem.startswith("inspections.today-") else re.sub("-[A-Z]{2}(?=-empty|$)", "", page.stem)
        )
        if name not in seen or os.environ.get("LOOK_AT") == "all":
            (tmp_path / page.name).symlink_to(page)
            seen.add(name)
    assert looks.faults(tmp_path) == {}


@pytest.mark.browser
def test_each_look_finds_what_is_wrong(tmp_path, browser_type_launch_args):
    style = "button { border: 0; height: 30px; transition: top 1s } p { white-space: nowrap; font-size: 1rem }"
    out_of_turn = "<a href=x tabindex=3>Last</a>"
    planted = f"<main><h1>Planted</h1><img src=x>{out_of_turn}<button>Ring</button><p>{'wide ' * 11}</p></main>"
    head = f'<meta name="viewport" content="width=device-width"><title>Planted</title><style>{style}</style>'
    (tmp_path / "planted.html").write_text(f'<!doctype html><html lang="en"><head>{head}</head>{planted}</html>')
    found = " | ".join(looks.faults(tmp_path)["planted.html"])
    for fault in (
        "axe image-alt",
        "less than 44 px",
        "with text at 200%",
        "wider than 320",
        "by keyboard",
        "no edge",
        "moves though",
    ):
        assert fault in found, found


def test_the_checker_looks(tmp_path):
    twice = '<b id="a"></b><b id="a"></b>'
    (tmp_path / "planted.html").write_text(f'<!doctype html><html lang="en"><title>Planted</title>{twice}')
    [fault] = html_checker.faults(tmp_path)
    assert fault.startswith("planted.html: Duplicate ID “a”")
