"""A front page with something live on it looks again by itself, and says when it no longer can."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from inspections.calls.actions import notify_call
from tests.inspections.story import call
from tests.people import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LOOK = "document.querySelector('#today').dispatchEvent(new Event('look'))"


@pytest.fixture
def hers(story, live_server, page):
    """The page of a head whose buddy has not seen the call yet."""
    inspection = call(story)
    cookie = signed_in(story.head).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/today/")
    expect(page.get_by_text("Has not seen it yet.").first).to_be_visible()
    return inspection


def test_what_has_changed_stands_there_without_a_press(story, page, hers):
    notify_call.seen(by=story.buddy, inspection=hers, reply="With you.")
    page.evaluate(LOOK)
    expect(page.get_by_text("“With you.”").first).to_be_visible()


def test_where_the_session_has_ended_the_numbers_stay_and_the_page_says_so(page, hers):
    Session.objects.all().delete()
    page.evaluate(LOOK)
    expect(page.get_by_text("You have been signed out, so this page does not look again by itself.")).to_be_visible()
    assert page.get_by_role("link", name="Ring Blake").first.get_attribute("href").startswith("tel:")
    assert page.get_by_label("email").count() == 0, "no page to sign in was put in its place"


def test_in_a_tab_that_nobody_sees_nothing_is_asked(page, hers):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true, configurable: true})")
    page.evaluate(LOOK)
    page.evaluate("Object.defineProperty(document, 'hidden', {get: () => false, configurable: true})")
    with page.expect_response("**/today/"):
        page.evaluate(LOOK)
    assert len(asked) == 1


def test_without_a_script_there_is_a_link_to_look_again(story, sign_in):
    call(story)
    assert '<a class="govuk-link" href="/today/">Look again</a>' in sign_in(story.head).get("/today/").content.decode()


def test_where_nothing_is_live_the_page_does_not_look_again(story, sign_in):
    page = sign_in(story.head).get("/today/").content.decode()
    assert "hx-get" not in page
    assert "Look again" not in page
