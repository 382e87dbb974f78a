"""A round from the press to the pair, in a browser, with real processes: worker, broker, sender and mail server."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from buddies.offers import actions as offers
from buddies.steps.actions import requests
from network.models import Person
from tests.buddies.conftest import leader
from tests.people import signed_in
from tests.servers.processes import until

pytestmark = [pytest.mark.browser, pytest.mark.site, pytest.mark.django_db(transaction=True)]


class Visitor:
    def __init__(self, browser, site, person, width):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site.url)
        cookie = signed_in(person).cookies["sessionid"]
        self.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site.url}])
        self.page, self.width = self.context.new_page(), width

    def go(self, path):
        self.page.goto(path)
        return self.read()

    def press(self, label):
        self.page.get_by_role("button", name=re.compile(f"^{label}")).first.click()
        return self.read()

    def follow(self, label):
        self.page.get_by_role("link", name=re.compile(f"^{label}")).first.click()
        return self.read()

    def read(self):
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url
        faults = Axe().run(self.page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], self.page.url
        return self.page.locator("main").inner_text()


def test_from_one_press_to_a_pair(trio, site, browser):
    offering = [leader(f"Offering Example{number}") for number in range(2)]
    for person in offering:
        offers.make(by=person, capacity=1)
    requests.ask(by=trio.head)
    Person.objects.update(quiet_from="00:00", quiet_until="00:00", quiet_weekends=False, quiet_holidays=False)
    site.start()

    officer = Visitor(browser, site, trio.officer, 1280)
    officer.go("/network/pairings/")
    officer.page.get_by_role("button", name="Suggest pairings").click()  # the page then looks again by itself
    officer.page.get_by_role("heading", name="Suggested pairings, not yet sent").wait_for(timeout=30_000)
    text = officer.read()
    assert "Hollis Example" in text
    assert "carries 0 of 1" in text
    assert site.mail.accepted == []
    officer.follow("Change")
    officer.go("/network/pairings/rounds/")
    officer.follow("Go on with the draft")
    assert "There is a question for you." in officer.follow("Preview and publish 1")
    assert "Published. 1 pair is asked." in officer.press("Publish")
    until(lambda: len(site.mail.accepted) >= 3, within=60, what="three questions")
    sent = " ".join(str(message) for message in site.mail.accepted)
    for word in ("Hollis", "Offering", trio.school.name):
        assert word not in sent

    head = Visitor(browser, site, trio.head, 390)
    text = head.go("/buddy/")
    chosen = next(person for person in offering if f"{person.name}\n" in text)
    assert "Suggested as your buddy." in text
    assert f"Now we wait for {chosen.first_name}." in head.press("Yes, please")

    buddy = Visitor(browser, site, chosen, 390)
    assert "Will you stand by Hollis Example?" in buddy.go("/standing-by/")
    assert "You are paired." in buddy.press("Yes, I will")
    text = head.go("/buddy/")
    assert f"Ring {chosen.first_name}" in text
    assert f"Only you and {chosen.first_name} see this" in text
    assert "stands in from now" not in head.press("I have not heard from my buddy")
    assert "Please ring today." in buddy.go("/standing-by/")
    assert "You last spoke on" in buddy.press("We have spoken")

    for visitor, paths in (
        (officer, ["/network/pairings/this-week/", "/network/pairings/weights/", "/network/pairings/import/"]),
        (officer, ["/network/pairings/new/", f"/network/pairings/new/?head={offering[0].public_id}"]),
        (head, ["/buddy/ask/people/?q=example", "/my-calendar/"]),
        (buddy, ["/buddy/offer/"]),
    ):
        for path in paths:
            visitor.go(path)
    officer.go("/network/pairings/")
    assert "Paired" in officer.follow("Hollis Example")
    site.assert_alive()
