"""Somebody at a browser of her own: joins, signs in with both steps, and reads the mail that was really sent."""

import re
import time
from datetime import date, datetime
from datetime import time as time_of_day

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect

from network import clock
from network.models import ClockOffset
from tests.people import signed_in
from tests.servers.processes import until

LINK = re.compile(r"https?://\S+")
CODE = re.compile(r"^\s*(\d{4}-\d{4}|\d{6})\s*$", re.MULTILINE)


class Somebody:
    def __init__(self, browser: Browser, site, email: str, *, width: int = 390) -> None:
        self.site = site
        self.email = email
        self.secret = ""
        self.typed: set[str] = set()
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 844},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", self._note)
        self.page.on("response", lambda answer: print(answer.status, answer.url) if answer.status >= 400 else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _note(self, said) -> None:
        """Whatever the browser itself complains of, with the address: also what it fetches unasked, like an icon."""
        if said.type == "error":
            self.wrong.append(f"{said.text} {said.location['url']} on {self.page.url}")

    # --- mail ---

    def mails(self) -> list:
        return self.site.mail.to(self.email)

    def wait_for_mail(self, subject: str, *, count: int = 1, within: float = 60):
        """The newest mail with this subject, once there are `count` of them."""

        def those():
            return [mail for mail in self.mails() if mail.subject == subject]

        until(lambda: len(those()) >= count, within=within, what=f"{count} x {subject!r} to {self.email}")
        return those()[-1]

    def wait_for_link(self, part: str, within: float = 60):
        """The newest mail whose link leads there."""

        def those():
            return [mail for mail in self.mails() if LINK.search(mail.text) and part in self.link_of(mail)]

        until(those, within=within, what=f"a mail to {self.email} with a link to {part}")
        return those()[-1]

    def has_mail(self, subject: str) -> int:
        return sum(mail.subject == subject for mail in self.mails())

    @staticmethod
    def link_of(mail) -> str:
        return LINK.search(mail.text).group()

    def _newest_code(self, before: int) -> str:
        def found():
            return [CODE.search(mail.text).group(1) for mail in self.mails()[before:] if CODE.search(mail.text)]

        until(lambda: found(), within=60, what=f"a code to {self.email}, who is at {self.page.url}")
        return found()[-1]

    # --- the door ---

    def join(self, link: str, *, name: str, phone: str) -> None:
        """Behind an invitation: name, private address and phone, the code, then an authenticator."""
        self.page.goto(link)
        self.page.get_by_label("name", exact=False).first.fill(name)
        self.page.locator("input[type=email]").fill(self.email)
        self.page.locator("input[name=own]").check(force=True)
        self.page.locator("input[type=tel]").fill(phone)
        before = len(self.mails())
        self.press("Yes, I want to join")
        self.page.locator("input[name=code]").fill(self._newest_code(before))
        self.press("Join")
        self._second_step()

    def sign_in(self) -> None:
        self.page.goto("/sign-in/")
        self.page.locator("input[type=email]").fill(self.email)
        before = len(self.mails())
        self.press("Send me a code")
        self.page.locator("input[name=code]").fill(self._newest_code(before))
        self.page.locator("main").get_by_role("button", name="Sign in").click()
        self.page.wait_for_load_state()
        self._second_step()

    def _second_step(self) -> None:
        if "/second-step/" in self.page.url and self.secret:
            self.page.locator("input[name=code]").fill(self._app_code())
            self.page.locator("main form button[type=submit]").first.click()
        elif "/second-step/" in self.page.url:
            self.page.get_by_role("link", name="Set up an app").click()
            self.secret = self.page.locator("main code").inner_text()
            self.page.locator("input[name=code]").fill(self._app_code())
            self.press("Go on")
        expect(
            self.page.get_by_role("link", name="Sign out").or_(self.page.get_by_role("button", name="Sign out")).first
        ).to_be_attached()

    def _app_code(self) -> str:
        """One that has not been typed yet: the app's code of now, or of a moment before or after."""
        codes = [format_hotp_value(hotp_value(self.secret, counter)) for counter in yield_hotp_counters_from_time()]
        code = next(code for code in codes if code not in self.typed)
        self.typed.add(code)
        return code

    # --- pages ---

    def open(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        self.fits()
        return self.page

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def fits(self) -> None:
        """Nothing scrolls sideways."""
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url

    def reload_until(self, words: str, within: float = 60) -> None:
        ends = time.monotonic() + within
        while words not in self.page.inner_text("main"):
            assert time.monotonic() < ends, (
                f"{words!r} did not appear at {self.page.url}:\n{self.page.inner_text('main')}"
            )
            self.page.wait_for_timeout(250)
            self.page.reload()


def already_signed_in(browser, site, person) -> Somebody:
    """Both steps passed: the same session as after the door, laid in the browser."""
    somebody = Somebody(browser, site, person.email)
    session = signed_in(person).cookies["sessionid"].value
    somebody.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    return somebody


def move_to(moment: datetime) -> None:
    """Time moves for the processes: an offset row that they alone read."""
    seconds = round((moment - clock.now()).total_seconds())
    ClockOffset.objects.update_or_create(id=1, defaults={"seconds": seconds})


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time_of_day(hour, minute), tzinfo=clock.LONDON)
