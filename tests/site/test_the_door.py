"""The door, at 390 px, over real processes: she gets in, whatever she mistyped and whoever asks in her name, and what
she was writing when her session ended is still there."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import expect

from inspections.calls.actions import inspections as inspection_actions
from network.models import HelpRequest
from outbox.models import Message
from tests.servers.processes import until
from tests.site.somebody import Somebody, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site]
NOTE = "The lead inspector asked about reading for an hour. " * 12
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def site_settings():
    return {"TRUSTED_PROXIES": "1"}  # so that strangers can come from changing addresses


def ask(one: Somebody, address: str) -> None:
    one.page.goto("/sign-in/")
    one.page.locator("main input[name=email]").fill(address)
    one.page.get_by_role("button", name="Send me a code").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Type your code")
    one.fits()


def type_code(one: Somebody, code: str) -> None:
    one.page.locator("input[name=code]").fill(f"Your code is: {code}")
    one.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    one.page.wait_for_url(re.compile("(?!.*/sign-in/code/)"))


def twelve_strangers_ask_in_her_name(site, browser, address: str) -> None:
    strangers = browser.new_context(base_url=site.url)
    for number in range(12):
        strangers.clear_cookies()
        elsewhere = {"X-Forwarded-For": f"198.51.{number}.7"}
        token = TOKEN.search(strangers.request.get("/sign-in/", headers=elsewhere).text()).group(1)
        answer = strangers.request.post(
            "/sign-in/", headers=elsewhere, form={"email": address, "csrfmiddlewaretoken": token}
        )
        assert answer.url.endswith("/sign-in/code/")
    strangers.close()


def test_the_door_opens(cast, site, browser, request):
    head = cast.head
    inspection = inspection_actions.the_call_has_come(by=head, school=cast.school, head=head)
    move_to(london(inspection.starts_on, 10))
    site.start().wait_until_ready()

    # A mistyped address, and the right one at once, on the page of the code.
    hers = Somebody(browser, site, head.email)
    ask(hers, "holis@example.org")
    before = len(hers.mails())
    hers.page.get_by_label("Another address, or the same again").fill(head.email)
    hers.page.get_by_role("button", name="Send a code there").click()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Type your code")
    type_code(hers, hers._newest_code(before))
    hers._second_step()

    # Her session ends while she writes: the page says so, the press does nothing, and the text is there afterwards.
    hers.open("/log/")
    hers.page.locator("textarea[name=words]").fill(NOTE)
    Session.objects.all().delete()
    hers.page.evaluate("window.dispatchEvent(new Event('focus'))")
    hers.reads("You have been signed out. What you have written is kept in this tab.")
    hers.page.get_by_role("button", name="Write it down").click()
    hers.page.wait_for_url("**/sign-in/**")
    before = len(hers.mails())
    hers.page.locator("main input[name=email]").fill(head.email)
    hers.page.get_by_role("button", name="Send me a code").click()
    type_code(hers, hers._newest_code(before))
    hers._second_step()
    hers.page.wait_for_url("**/log/")
    hers.reads("That was not done yet: you had been signed out.")
    expect(hers.page.locator("textarea[name=words]")).to_have_value(NOTE)
    hers.page.get_by_role("button", name="Write it down").click()
    hers.page.wait_for_load_state()
    hers.reads(NOTE.strip())
    hers.page.goto("/log/")
    expect(hers.page.locator("textarea[name=words]")).to_have_value("")
    assert hers.page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == []
    assert hers.page.evaluate("localStorage.length") == 0

    # At signing out what was begun goes.
    hers.page.locator("textarea[name=words]").fill("begun")
    hers.page.goto("/sign-out/")
    hers.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    hers.page.wait_for_load_state()
    assert hers.page.evaluate("sessionStorage.length") == 0

    # Strangers ask for codes in her name: a new browser of hers gets in by the newest, the old one by its own.
    twelve_strangers_ask_in_her_name(site, browser, head.email)
    new = Somebody(browser, site, head.email)
    ask(new, head.email)
    until(
        lambda: not Message.objects.filter(kind="sign-in-code", state=Message.DUE).exists(), what="all codes to be sent"
    )
    type_code(new, new._newest_code(0))
    expect(new.page).to_have_url(re.compile("/sign-in/second-step/"))
    before = len(hers.mails())
    ask(hers, head.email)
    type_code(hers, hers._newest_code(before))
    expect(hers.page).to_have_url(re.compile("/sign-in/second-step/"))

    if connection.vendor == "postgresql":
        without_redis(site, browser, cast, request.getfixturevalue("redis_server"))
    assert hers.wrong == new.wrong == []


def without_redis(site, browser, cast, redis) -> None:
    """No worker has a broker: the web server sends the code itself."""
    redis.kill()
    head, buddy = cast.head, Somebody(browser, site, cast.buddy.email)
    before = len(buddy.mails())
    ask(buddy, cast.buddy.email)
    type_code(buddy, buddy._newest_code(before))
    expect(buddy.page).to_have_url(re.compile("/second-step/"))
    someone = Somebody(browser, site, head.email)
    codes = Message.objects.filter(to=head, kind="sign-in-code").count()
    ask(someone, head.email)
    assert Message.objects.filter(to=head, kind="sign-in-code").count() <= codes + 1
    someone.page.goto("/need-someone/")
    someone.page.get_by_label("Your name").fill("Robin Example")
    someone.page.get_by_label("Your telephone number").fill("+44 (0)23 8000 0000;")
    someone.page.locator("main form button").first.click()
    someone.page.wait_for_url("**/need-someone/done/")
    assert HelpRequest.objects.filter(name="Robin Example").exists()
    assert someone.wrong == buddy.wrong == []
