"""What no client of the tests can see: contrast, names of controls, width, weight."""

import datetime
import gzip
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.covenant.factories import SignatoryFactory, StatementFactory, published_text

pytestmark = pytest.mark.browser
PAGES = [
    "covenant:covenant",
    "covenant:signatories",
    "covenant:how-it-is-kept",
    "covenant:who-sees-what",
    "covenant:accessibility",
    "covenant:sign-the-covenant",
    "covenant:open-data",
    "network:helplines",
    "network:need-someone",
    "network:need-someone-done",
]
MOST_BYTES = 38_000


def faults(page):
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
    ]


def test_pages_have_no_fault_that_axe_finds_and_fit_a_phone_of_320_pixels(live_server, page):
    long_name = "Example Trust with a Very Long Name for Everybody Everywhere"
    signatory = SignatoryFactory(organisation__name=long_name, review_due=True)
    StatementFactory(signatory=signatory, made_on=datetime.date(2025, 3, 4), words="x" * 1_500)
    urls = [reverse(name) for name in PAGES]
    page.set_viewport_size({"width": 320, "height": 640})
    for url in [*urls, "/covenant/1/", f"/signatories/{signatory.public_id}/", "/no-such-page/"]:
        page.goto(live_server.url + url)
        assert (url, faults(page)) == (url, [])
        assert (url, page.evaluate("document.documentElement.scrollWidth > window.innerWidth")) == (url, False)


def test_error_summary_leads_to_its_field(live_server, page):
    page.goto(live_server.url + reverse("network:need-someone"))
    page.get_by_role("button", name="Please ring me").click()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Your telephone number: Please fill this in.").click()
    assert page.evaluate("document.activeElement.id") == "id_phone"
    assert faults(page) == []


def test_page_drawn_before_our_own_style_has_come_asks_for_no_font_that_we_do_not_have(live_server, page):
    waiting, asked = [], []
    page.route("**/look.css", lambda route: waiting.append(route))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + reverse("network:helplines"), wait_until="commit")
    page.wait_for_function("document.querySelector('main h1')?.getBoundingClientRect().width > 0")
    waiting[0].continue_()
    page.wait_for_load_state("networkidle")
    assert len(waiting) == 1
    assert [url for url in asked if "/assets/" in url] == []


def test_page_of_a_hundred_signatories_weighs_little_and_loads_only_style(live_server, page, client):
    published_text()
    for number in range(100):
        SignatoryFactory(organisation__name=f"Example Community Learning Trust {number:03}", review_due=number % 3 == 0)
    loaded = []
    page.on("request", lambda request: loaded.append((request.resource_type, request.url)))
    page.goto(live_server.url, wait_until="networkidle")
    assert {kind for kind, _ in loaded} <= {"document", "stylesheet", "image", "other"}
    assert all(url.startswith(live_server.url) for _, url in loaded)
    assets = [finders.find(url.partition("/static/")[2]) for kind, url in loaded if "/static/" in url]
    parts = [client.get("/").content, *(Path(path).read_bytes() for path in assets)]
    assert sum(len(gzip.compress(part, 9)) for part in parts) <= MOST_BYTES
