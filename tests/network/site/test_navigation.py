"""What stands around every page, for whoever looks."""

import pytest
from django.urls import reverse

from network.site import navigation
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def labels(client, path="/"):
    return [link["label"] for link in client.get(path).context["frame"]["nav"]]


def test_anonymous_visitor_is_shown_the_covenant_and_the_way_in(client):
    assert labels(client) == ["The covenant", "Signatories", "How it is kept", "Sign in"]


@pytest.mark.parametrize(
    ("who", "first", "never"),
    [
        ("head", ["Today", "My buddy", "Help", "More", "Sign out"], "Pairings"),
        ("directory_member", ["Today", "Directory", "More", "Sign out"], "My buddy"),
        ("representative", ["Today", "Our signature", "More", "Sign out"], "Directory"),
        ("officer", ["Today", "Schools", "Pairings", "More", "Sign out"], "My buddy"),
        ("administrator", ["Today", "Schools", "More", "Sign out"], "Directory"),
    ],
)
def test_each_is_shown_what_is_theirs(cast, sign_in, who, first, never):
    shown = labels(sign_in(getattr(cast, who)))
    assert shown == first
    assert never not in shown


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("head", {"My details", "My log, for me alone", "If I go quiet: what happens, and who is asked"}),
        ("directory_member", {"My details", "Whom I stand by"}),
        ("representative", {"My details", "Help for every head", "Invitations"}),
        ("officer", {"My details", "Signatories", "Register", "Term dates", "I am away: who covers"}),
        ("administrator", {"My details", "Messages that did not arrive", "Set-up", "Estimates and sources"}),
    ],
)
def test_the_rest_is_a_press_away_and_leads_somewhere(cast, sign_in, who, found):
    browser = sign_in(getattr(cast, who))
    shown = {link["label"]: link["url"] for link in browser.get("/more/").context["frame"]["more"]}
    assert found <= shown.keys()
    assert {label: browser.get(url).status_code for label, url in shown.items()} == dict.fromkeys(shown, 200)


def test_an_administrator_finds_what_did_not_arrive_in_the_menu(administrator, sign_in):
    page = sign_in(administrator).get("/more/").content.decode()
    assert '<a class="govuk-link" href="/messages/not-arrived/">Messages that did not arrive</a>' in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 375])
def test_a_heads_menu_stands_on_one_line_of_a_phone(live_server, page, cast, width):
    cookie = signed_in(cast.head).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/my-details/")
    links = page.locator("nav[aria-label=Main] a")
    assert links.count() == 5
    boxes = [links.nth(number).bounding_box() for number in range(5)]
    assert len({box["y"] for box in boxes}) == 1
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width


def test_page_one_is_on_is_marked(client):
    page = client.get(reverse("covenant:signatories")).content.decode()
    assert '<a href="/signatories/" aria-current="page">' in page


def test_every_link_of_the_frame_leads_somewhere():
    links = (*navigation.TOP, *navigation.MORE, *navigation.BOTTOM)
    assert [link.url_name for link in links if not navigation._address(link.url_name)] == []


def test_navigation_asks_one_query_signed_in_and_none_otherwise(head, anonymous, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert navigation.kinds_of(head) == {navigation.HEAD}
    with django_assert_num_queries(0):
        assert navigation.kinds_of(anonymous) == {navigation.ANYBODY}


@pytest.mark.parametrize("name", ["account_login", "covenant:covenant", "network:need-someone"])
def test_somebody_to_ring_is_on_every_page_and_on_those_of_sign_in(client, name):
    page = client.get(reverse(name)).content.decode()
    assert "08000 562 561" in page
    assert "116 123" in page


def test_demonstration_says_that_it_is_one_on_every_page(client, settings):
    settings.DEMO = True
    words = "Demonstration, not run by any organisation named"
    for path in ["/", reverse("account_login"), reverse("network:helplines"), "/no-such-page/"]:
        assert words in client.get(path).content.decode()
    settings.DEMO = False
    assert words not in client.get("/").content.decode()
