"""One call on five phones: the deputy who presses, the head, the buddy who does not look, the reserve who stands in,
and the officer, who sees nothing. In Chromium at 390 pixels, with the clock moved."""

import pytest
import time_machine

from inspections.models import Inspection
from tests.inspections.phone_in_hand import Phone, move
from tests.inspections.story import at, enter_window
from tests.people import build_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    with time_machine.travel(at("2026-11-30 08:05"), tick=False) as clock:
        yield clock


@pytest.fixture
def cast(now, db):
    cast = build_cast()
    enter_window(cast)
    return cast


def test_those_around_her(cast, now, live_server, browser, tmp_path):
    people = (cast.head, cast.deputy, cast.buddy, cast.reserve, cast.officer)
    head, deputy, buddy, reserve, officer = (Phone(browser, live_server, person) for person in people)

    # A Monday in term: the two who stand by are asked to keep their phones near, and say where that comes from.
    mails = move(now, "2026-11-30 08:06")
    assert mails.keys() == {"blake", "brook"}
    text = reserve.visit("/looked-after/standby/")
    assert "Calls usually come from 9.30" in text
    assert "until 14.00" in text

    board = officer.visit()

    # The deputy presses on a phone that needs no signing in.
    deputy.visit()
    deputy.visit("/phones/")
    deputy.press("Register this phone")
    assert "One press" in deputy.read()
    deputy.context.clear_cookies(name="sessionid")
    deputy.page.goto(f"{live_server.url}/phone/")
    now.move_to(at("2026-11-30 09:52"))
    assert "It is recorded" in deputy.press("The call has come")
    inspection = Inspection.objects.get()
    assert (inspection.called_by, inspection.head) == (cast.deputy, cast.head)
    mails = move(now, "2026-11-30 09:53")
    assert mails.keys() == {"hollis", "blake", "brook", "shiloh"}

    # The reserve: please be ready, without school or days. The officer: nothing at all.
    text = reserve.visit()
    assert "Please be ready" in text
    assert "Example Junior School" not in text
    assert "December" not in text
    page = f"/inspection/{inspection.public_id}/"
    assert "There is no such page" in reserve.visit(page)
    assert officer.visit() == board, "the officer's page knows of no call"
    assert "Example Junior School" in head.visit(page)
    assert "Blake Example: told at 09.53. Has not seen it yet." in head.read()
    assert "Your reserve was asked to be ready, without school or days." in head.read()
    assert "Blake" not in deputy.visit(page), "who stands by her is hers"

    # Nobody has seen it in her minutes: the reserve stands in, and all three hear.
    mails = move(now, "2026-11-30 10:23")
    assert {"brook", "hollis"} <= mails.keys()
    assert "The call has come: 1 December to 2 December." in reserve.visit()
    reserve.visit(page)
    reserve.page.get_by_label("A short word back").fill("I am here.")
    reserve.press("I have seen it")
    text = head.visit(page)
    assert "Brook Example, standing in: saw it" in text
    assert "I am here." in text

    # She stood down nobody: they were told themselves.
    assert not {"blake", "brook"} & move(now, "2026-11-30 14:05").keys()

    # Whom to tell, what is due, and a sheet that works with no network at all.
    assert "Ofsted has told us that inspectors will be at Example Junior School" in "".join(
        area.input_value() for area in _letters(deputy, page)
    )
    assert "One choice of two, once" in buddy.visit(page + "deadlines/")
    head.visit("/call-sheet/")
    with head.page.expect_download() as kept:
        head.page.get_by_role("button", name="Keep a copy on this phone").click()
    sheet = tmp_path / "call-sheet.html"
    kept.value.save_as(sheet)
    offline = browser.new_context(viewport={"width": 390, "height": 844}, offline=True).new_page()
    offline.goto(sheet.as_uri())
    text = offline.locator("body").inner_text()
    assert "Your buddy: Blake Example" in text
    assert "116 123" in text
    assert offline.locator("a[href^='tel:']").count() >= 4
    assert offline.evaluate("document.documentElement.scrollWidth") <= 390

    # On site something is not right: the ladder, her own log, and a pause that moves the plan.
    move(now, "2026-12-01 11:00")
    text = head.visit()
    assert "until Thursday 3 December: in 2 days." in text
    head.page.get_by_role("link", name="Write it down, with the time").first.click()
    head.page.get_by_label("What happened, in your own words").fill("A raised voice in the corridor.")
    head.press("Write it down")
    assert "A raised voice in the corridor." in head.read()
    assert "There is no such page" in buddy.visit(page + "pause/")
    deputy.visit(page + "pause/")
    assert deputy.page.get_by_label("They come back on").input_value() == "2026-12-02", "the next working day"
    deputy.page.get_by_label("They come back on").fill("2026-12-04")
    assert "The last day is now Friday 4 December." in deputy.press("Save")
    assert "Inspectors come back on Friday 4 December." in buddy.visit(page)
    assert "A raised voice" not in buddy.page.content()

    # Back, and gone: the next-working-day call runs over the weekend.
    assert "hollis" in move(now, "2026-12-04 18:00")
    move(now, "2026-12-05 10:00")
    text = head.visit()
    assert "Something was not right?" in text
    assert "until Monday 7 December: in 2 days." in text
    move(now, "2026-12-08 09:00")
    assert "Something was not right?" not in head.visit()


def _letters(phone, page):
    phone.visit(page + "letters/")
    return phone.page.locator("textarea").all()
