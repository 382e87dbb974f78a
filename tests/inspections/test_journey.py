"""A whole inspection on a phone, with the clock moved: from the window's opening to three months after.

The mails are real rows that the sender sends; the pages are real pages in Chromium at 390 pixels.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from inspections.models import CheckIn, Inspection, PleaseRing
from tests.inspections.phone_in_hand import Phone, move
from tests.inspections.story import at, enter_window
from tests.people import build_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    with time_machine.travel(at("2026-09-15 09:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def cast(now, db):
    cast = build_cast()
    enter_window(cast)
    return cast


def link_in(message):
    return "/c/" + re.search(r"/c/([A-Za-z0-9_-]+)/", message.body)[1] + "/"


def answer(browser, live_server, message, label):
    """On any phone, without signing in."""
    phone = Phone(browser, live_server, None)
    text = phone.visit(link_in(message))
    assert "How is it going?" in text
    assert "Hollis" not in phone.page.content()
    text = phone.press(label)
    phone.context.close()
    return text


def test_a_whole_inspection(cast, now, live_server, browser):
    head, buddy = Phone(browser, live_server, cast.head), Phone(browser, live_server, cast.buddy)

    # Before: in the window, asked once a month.
    assert "Example Junior School is in the window" in head.visit()
    move(now, "2026-09-15 09:05")
    assert "Thursday 15 October" in head.visit()
    mails = move(now, "2026-10-15 10:00")
    assert mails.keys() == {"hollis"}
    assert "Thank you" in answer(browser, live_server, mails["hollis"], "Fine")

    # The call: two presses, and the buddy hears at once.
    move(now, "2026-11-30 09:52")
    head.visit()
    head.press("The call has come")
    text = head.press("Yes, the call has come")
    assert "Blake Example: not told yet, we are trying. Has not seen it yet." in text
    assert "Undo" in text
    mails = move(now, "2026-11-30 09:53")
    assert mails.keys() == {"blake", "brook", "shiloh"}
    assert "Ofsted" not in mails["blake"].body
    assert "The call has come: 1 December to 2 December." in buddy.visit()
    buddy.visit(f"/inspection/{Inspection.objects.get().public_id}/")
    buddy.page.get_by_label("A short word back").fill("With you. Ringing at 12.30.")
    buddy.press("I have seen it")
    text = head.visit()
    assert "Blake knows" in text
    assert "With you. Ringing at 12.30." in text

    # Day one: how to say that something is not right, and in the evening one press.
    move(now, "2026-12-01 11:00")
    text = head.visit()
    assert "Day one. Inspectors are on site." in text
    assert "Ask for a pause" in text
    mails = move(now, "2026-12-01 17:00")
    text = answer(browser, live_server, mails["hollis"], "Please ring me")
    assert "If nobody has answered in 30 minutes, your reserve is asked as well." in text
    assert move(now, "2026-12-01 17:01").keys() == {"blake"}
    assert "Asks to be rung. Now, if you can." in buddy.visit()
    buddy.visit(f"/standing-by/{cast.head.public_id}/")
    buddy.press("I am ringing")
    assert "Blake Example is ringing you" in head.visit("/please-ring-me/")
    head.press("We have spoken")
    assert not PleaseRing.objects.open().exists()
    assert "brook" not in move(now, "2026-12-01 18:00")

    # The last evening: not great reaches the buddy the same day.
    mails = move(now, "2026-12-02 18:00")
    assert "Your buddy is told today, unless they were told already." in answer(
        browser, live_server, mails["hollis"], "Not great"
    )
    assert move(now, "2026-12-02 18:02").keys() == {"blake"}
    assert "Not great" in buddy.visit(f"/standing-by/{cast.head.public_id}/")

    # The day after, signed in; then day five. Whom she can tell stands beside it.
    assert "hollis" in move(now, "2026-12-03 12:30")
    text = head.visit()
    assert "They have gone. We have not." in text
    head.page.get_by_role("link", name="Answer").click()
    head.page.get_by_label("Fine").check(force=True)
    head.press("Save")
    assert "in confidence" in head.visit("/who-can-i-tell/")
    assert "hollis" in move(now, "2026-12-07 16:00")

    # The draft: the five days run out in the holidays, and the page says so loudly.
    move(now, "2026-12-16 10:00")
    inspection = Inspection.objects.get()
    head.visit(f"/inspection/{inspection.public_id}/")
    head.page.get_by_label("The draft report came on").fill("2026-12-16")
    head.press("Save the days")
    text = head.visit(f"/inspection/{inspection.public_id}/deadlines/")
    assert "the days run out on Wednesday 23 December, in the holidays" in text
    assert "Sending minor points normally closes the way to a complaint" in text
    assert "hollis" in move(now, "2026-12-16 17:00")

    # Publication, one month, three months: still asked, by the same words.
    move(now, "2027-01-27 09:00")
    head.visit(f"/inspection/{inspection.public_id}/")
    head.page.get_by_label("The report was published on").fill("2027-01-27")
    head.press("Save the days")
    subjects = set()
    for moment in ("2027-01-27 17:00", "2027-03-01 07:30", "2027-04-27 10:00"):
        move(now, (at(moment) - timedelta(days=30)).strftime("%Y-%m-%d %H:%M") if "04-27" in moment else moment)
        mails = move(now, moment)
        if "hollis" in mails:
            subjects.add(mails["hollis"].subject)
    asked = set(
        CheckIn.objects.filter(inspection=inspection, due_at__lte=at("2027-04-27 11:00")).values_list("rule", flat=True)
    )
    assert {
        "evening",
        "last-evening",
        "day-after",
        "day-five",
        "draft",
        "publication",
        "one-month",
        "three-months",
    } <= asked
    assert subjects <= {"There is something for you"}
    assert "They have gone. We have not." in head.visit()
    said = " ".join(each.subject + each.body for each in mail.outbox)
    for private in ("Hollis", "Blake", "Example Junior", "Ofsted", "inspect", "draft", "published"):
        assert private not in said
