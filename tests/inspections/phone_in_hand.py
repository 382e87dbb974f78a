"""One person's phone in a real browser at 390 pixels, and time that passes under it."""

import re

from django.core import mail

from inspections import tasks
from outbox.sending import sender
from tests.inspections.story import at
from tests.people import signed_in

WIDTH = 390
A_LINK = re.compile(r"https?://[^/\s]+(/\S+)")


class Phone:
    """One person's phone. She is signed in afresh for each visit, as weeks lie between them. `script`: whether the
    browser runs any."""

    def __init__(self, browser, live_server, person, *, script=True):
        self.base, self.person = live_server.url, person
        screen = {"width": WIDTH, "height": 844}
        self.context = browser.new_context(viewport=screen, base_url=self.base, java_script_enabled=script)
        self.context.set_default_timeout(5000)
        self.page = self.context.new_page()

    def visit(self, url="/today/"):
        if self.person is not None:
            cookie = signed_in(self.person).cookies["sessionid"]
            self.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.base}])
        self.page.goto(self.base + url)
        return self.read()

    def open(self, message):
        """The link in a message, pressed with nobody signed in."""
        self.context.clear_cookies()
        self.page.goto(self.base + A_LINK.search(message.body)[1])
        return self.read()

    def press(self, label):
        named = re.compile(f"^{re.escape(label)}")
        buttons, links = (self.page.get_by_role(role, name=named) for role in ("button", "link"))
        buttons.or_(links).first.click()
        return self.read()

    def read(self):
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= WIDTH, self.page.url
        assert self.page.locator(".covenant-help").get_by_text("999").count(), "helplines on every page"
        return self.page.locator("main").inner_text()


def move(now, moment):
    """Time passes; whatever looks, looks; what is due, leaves. The new mails, by who gets them."""
    before = len(mail.outbox)
    now.move_to(at(moment))
    tasks.tick()
    tasks.pass_on()
    sender.send_due()
    new = sorted(mail.outbox[before:], key=lambda each: "/c/" in each.body)
    return {each.to[0].split("@")[0]: each for each in new}
