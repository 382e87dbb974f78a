"""The page of components: there in the demonstration alone, and without a fault in what every page is built from."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

PATH = "/demo/components/"


@pytest.fixture
def in_the_demonstration(settings):
    settings.ROOT_URLCONF = "tests.config.demo_site"


def test_it_shows_each_component(in_the_demonstration, client, db):
    page = client.get(reverse("demo-components")).content.decode()
    for shown in ("covenant-card", "covenant-person", "govuk-table", "govuk-tag", "Keep it", "No school fits."):
        assert shown in page
    assert client.post(PATH).status_code == 405


def test_outside_the_demonstration_it_is_not_there(client, sign_in, head):
    assert [each.get(PATH).status_code for each in (client, sign_in(head))] == [404, 404]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault_and_it_fits_a_phone(in_the_demonstration, live_server, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + PATH)
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth > window.innerWidth") is False
