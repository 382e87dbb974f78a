"""The whole story on the phones of five people at once: the head, her buddy, the reserve, a colleague of the directory
and the officer, from the window's opening to three months after; and a head who has no buddy when the call comes.

In Chromium at 390 pixels, with a script and without. docs/story.md shows it, step by step (tests/inspections/album.py).
"""

import pytest
import time_machine
from django.core import mail

from buddies.steps.actions import pairings
from inspections import tasks
from network import models as m
from network.contact import actions as any_head
from tests.directory import make
from tests.inspections import phone_in_hand
from tests.inspections.album import Album, Chapter
from tests.inspections.phone_in_hand import Phone
from tests.inspections.story import at, set_terms
from tests.inspections.windows.made import PastInspectionFactory
from tests.people import build_cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"]),
]
PRIVATE = ("Hollis", "Blake", "Example Junior", "Sample Primary", "Ofsted", "inspect", "draft")


@pytest.fixture(scope="module")
def album():
    album = Album()
    yield album
    album.end()


@pytest.fixture
def now():
    with time_machine.travel(at("2026-07-20 10:00"), tick=False) as clock:
        yield clock


@pytest.fixture
def cast(now, db):
    """Hollis and Blake are paired, with Brook as the reserve. Both schools were inspected in 2023, so that their
    windows open on 31 July 2026."""
    cast = build_cast()
    set_terms(cast)
    for number, person in enumerate(cast.people.values(), start=1):  # the same in every picture
        person.contact_points.filter(channel="sms").update(address=f"+4477009000{number:02}")
    m.Tie.objects.live().filter(head=cast.head, kind__in=[m.Tie.BUDDY, m.Tie.RESERVE]).delete()
    pairing = pairings.pair_by_hand(head=cast.head, buddy=cast.buddy, reserve=cast.reserve, by=cast.officer)
    for person in (cast.head, cast.buddy, cast.reserve):
        pairings.say_yes(pairing=pairing, by=person)
    for school in m.School.objects.filter(memberships__person__in=[cast.head, cast.buddy]):
        PastInspectionFactory(urn=school.urn)
    m.School.objects.update(kind_group="Local authority maintained schools")
    make.listing(cast.acceptor)
    move(now, "2026-07-20 10:00")
    return cast


def move(now, moment):
    now.move_to(at(moment))
    tasks.refresh_windows()
    return phone_in_hand.move(now, moment)


def nothing_private_in(text):
    assert [word for word in PRIVATE if word in text] == []


def test_in_the_window_and_a_press_by_mistake(cast, now, live_server, browser, script, album):
    head, buddy = (Phone(browser, live_server, person, script=script) for person in (cast.head, cast.buddy))
    story = Chapter(album, "Hollis, in the window", first=1, script=script)
    assert "Example Junior School is not in the window at present." in head.visit()
    move(now, "2026-07-31 10:00")
    assert "Example Junior School is in the window. Usually on a Monday: next, 7 September." in head.visit()
    story.step(head, "window-opens")
    mails = move(now, "2026-09-30 10:00")
    assert mails.keys() == {"hollis"}
    nothing_private_in(head.open(mails["hollis"]))
    story.step(head, "monthly-check-in")
    assert "Thank you" in head.press("Fine")

    mails = move(now, "2026-11-23 08:05")
    assert mails.keys() == {"blake", "brook"}
    assert "Please keep your phone near until 14.00." in buddy.visit("/looked-after/standby/")
    story.step(buddy, "quiet-standby")
    move(now, "2026-11-23 10:02")
    head.visit()
    head.press("The call has come")
    assert "Pressed by mistake? Until 10.12 it can be undone." in head.press("Yes, the call has come")
    story.step(head, "pressed-by-mistake")
    assert {"blake", "brook"} <= move(now, "2026-11-23 10:03").keys()
    assert "The call has come: 24 November to 25 November." in buddy.visit()
    assert "Undone. Whoever was told reads that there is nothing to do." in head.press("Undo")
    assert "Hollis Example: the call was undone" in buddy.visit()
    story.step(buddy, "the-undo")
    assert "undone" not in buddy.press("Seen")
    story.end()


def test_from_the_call_to_three_months_after(cast, now, live_server, browser, script, album):
    people = (cast.head, cast.buddy, cast.reserve, cast.acceptor, cast.officer)
    phones = [Phone(browser, live_server, person, script=script) for person in people]
    head, buddy, reserve, colleague, officer = phones
    story = Chapter(album, "Hollis, from the call to three months after", first=6, script=script)

    move(now, "2026-11-30 09:52")
    board = officer.visit()
    head.visit()
    assert "Tells your buddy now." in head.press("The call has come")
    story.step(head, "the-call")
    assert "Blake Example: not told yet, we are trying." in head.press("Yes, the call has come")
    mails = move(now, "2026-11-30 09:53")
    assert {"blake", "brook"} <= mails.keys()
    assert "Blake Example: told at 09.53. Has not seen it yet." in head.visit()
    story.step(head, "who-knows")
    text = reserve.visit()
    assert "Please be ready for Hollis Example" in text
    assert not [word for word in ("Example Junior", "December") if word in text]
    story.step(reserve, "be-ready")
    nothing_private_in(buddy.open(mails["blake"]))
    story.step(buddy, "one-press")
    assert "Sign in to see whom to ring" in buddy.press("I am ringing now")
    assert "Said at 09.53: “I am ringing”." in head.visit()
    assert "Ring Hollis" in buddy.visit()
    story.step(buddy, "whom-to-ring")
    assert "Hollis sees that you know." in buddy.press("I have seen it")

    # The first hour.
    head.press("Write them down")
    head.page.get_by_label("Lead inspector").fill("Lee Example")
    head.page.get_by_label("Senior Ofsted number").fill("01632 960555")
    head.press("Save")
    head.visit()
    assert "The chair of governors knows." in head.press("The chair knows")
    story.step(head, "first-hour")
    assert "The first hour" not in head.press("The staff know")
    assert officer.visit() == board
    story.step(officer, "same-board")

    # The buddy is called too.
    move(now, "2026-11-30 11:20")
    buddy.visit()
    buddy.press("The call has come")
    assert "Nobody is being asked yet." in buddy.press("Yes, the call has come")
    mails = move(now, "2026-11-30 11:21")
    assert {"brook", "hollis"} <= mails.keys()
    assert "The call has come: 1 December to 2 December." in reserve.visit()
    story.step(reserve, "called-too")
    assert "Hollis sees that you know." in reserve.press("I am ringing")
    assert "Brook Example, standing in: saw it on Monday at 11.21." in head.visit()
    story.step(head, "stands-in")

    # On site.
    move(now, "2026-12-01 10:40")
    assert "Day one. Inspectors are on site." in head.visit()
    story.step(head, "not-right")
    assert "three at once" in head.press("Call a colleague now")
    assert "We are asking colleagues now" in head.press("Call a colleague now")
    story.step(head, "asking")
    mails = move(now, "2026-12-01 10:41")
    assert mails.keys() == {"dara"}
    nothing_private_in(mails["dara"].body)
    nothing_private_in(colleague.open(mails["dara"]))
    story.step(colleague, "asked")
    assert "Sign in to see whom to ring" in colleague.press("Yes, now")
    assert "Hollis Example is waiting for you to ring" in colleague.visit()
    story.step(colleague, "rings")
    assert "hollis" in move(now, "2026-12-01 10:43")
    assert "Dara Example says yes" in head.visit()
    story.step(head, "says-yes")
    call = head.page.get_by_role("link", name="The call, and what has happened").get_attribute("href")
    assert officer.visit() == board
    assert "There is no such page" in officer.visit(call)
    assert "You have spoken with Dara Example" in head.press("We have spoken")
    assert "Your thanks are on their way." in head.press("Done, and thank you")
    colleague.visit()
    assert "Hollis" not in colleague.page.content()

    # A pause; and in the evening a text, not a call.
    move(now, "2026-12-01 13:10")
    head.visit()
    head.press("Ask for a pause")
    head.page.get_by_label("They come back on").fill("2026-12-03")
    assert "The last day is now Thursday 3 December." in head.press("Save")
    story.step(head, "a-pause")
    mails = move(now, "2026-12-01 17:00")
    assert {"blake", "brook"} <= mails.keys()
    head.open(mails["hollis"])
    assert "We are asking somebody to text you" in head.press("Text me instead")
    assert {"blake", "brook"} <= move(now, "2026-12-01 17:01").keys()
    text = reserve.visit()
    assert "Asks for a text, not a call. Now, if you can." in text
    assert "Inspectors come back on Thursday 3 December." in text
    story.step(reserve, "text-me")
    reserve.press("I am texting")
    assert "Brook Example is texting you" in head.visit()
    story.step(head, "texting")
    assert "is texting you" not in head.press("We have spoken")

    # They have gone, and the buddy is there again.
    assert "hollis" in move(now, "2026-12-03 18:00")
    assert "The call has come: 1 December to 3 December." in buddy.visit()
    assert "You stand in for Hollis Example no longer" in reserve.visit()
    story.step(reserve, "there-again")
    assert "hollis" in move(now, "2026-12-04 12:30")
    text = head.visit()
    assert "They have gone. We have not." in text
    assert "until Friday 4 December: today, until the end of the day" in text
    story.step(head, "gone")
    head.press("Answer")
    head.page.get_by_label("Fine").check(force=True)
    head.press("Save")

    # The draft, in the week before the holidays: five days, one by one.
    move(now, "2026-12-16 10:00")
    head.visit()
    text = head.press("The draft came today")
    assert "The last day for either is Wednesday 23 December: 5 working days left." in text
    story.step(head, "draft")
    assert "There is one choice of two, until Wednesday 23 December" in buddy.visit()
    for day, left in (("17", "5"), ("18", "4"), ("21", "3"), ("22", "2")):
        move(now, f"2026-12-{day} 09:00")
        assert f"{left} working days left, with today" in head.visit()
        assert "They run out in the holidays." in head.read()
    move(now, "2026-12-23 09:00")
    assert "Today, Wednesday 23 December, is the last day for either" in head.visit()
    story.step(head, "last-day")
    text = head.press("Minor points were sent today")
    assert "Noted: minor points were sent today." in text
    assert "one choice of two" not in text

    # Published; one month and three months after.
    move(now, "2027-01-27 09:00")
    head.visit()
    assert "Noted: the report was published today." in head.press("The report was published today")
    story.step(head, "published")
    mails = move(now, "2027-03-01 10:00")
    head.open(mails["hollis"])
    assert "Thank you" in head.press("Fine")
    story.step(head, "one-month")
    mails = move(now, "2027-04-27 10:00")
    head.open(mails["hollis"])
    head.press("Fine")
    assert "They have gone. We have not." in head.visit()
    story.step(head, "three-months")
    nothing_private_in(officer.visit())
    nothing_private_in(" ".join(each.subject + each.body for each in mail.outbox))
    story.end()


def test_a_head_whom_nobody_stands_by(cast, now, live_server, browser, script, album):
    people = (cast.buddy, cast.directory_member, cast.officer)
    head, colleague, officer = (Phone(browser, live_server, person, script=script) for person in people)
    story = Chapter(album, "Blake, who has no buddy when the call comes", first=30, script=script)
    make.listing(cast.directory_member)
    any_head.choose(by=cast.directory_member, on=True)

    move(now, "2026-11-30 11:20")
    text = head.visit()
    assert "shows who can be asked to ring you: you have no buddy yet" in text
    story.step(head, "no-buddy")
    head.press("The call has come")
    assert "Nobody is being asked yet." in head.press("Yes, the call has come")
    board = officer.visit()
    head.visit()
    assert "A head in the network would like to be rung today." in head.press("See who else can be asked")
    story.step(head, "who-else")
    head.press("Ask those who stand by for any head")
    mails = move(now, "2026-11-30 11:22")
    assert mails.keys() == {"dylan"}
    assert "One colleague who stands by for any head is asked now" in head.visit()
    colleague.open(mails["dylan"])
    text = colleague.visit()
    assert "A head in the network would like to be rung today" in text
    nothing_private_in(text)
    story.step(colleague, "any-head")
    colleague.press("Not today")
    text = head.visit()
    assert "None of them can ring today." in text
    assert "Dylan" not in text
    story.step(head, "none-can")
    head.press("Ask the officer to ring you")
    assert "The officer" in head.press("Ask the officer to ring me")
    assert "Ring them first" in officer.visit()
    text = officer.press("Their numbers")
    assert "Blake Example" in text
    assert not [word for word in ("Ofsted", "inspect", "called") if word in text]
    story.step(officer, "list")
    move(now, "2026-11-30 11:50")
    officer.press("I have rung")
    assert officer.visit() == board
    assert "The officer has noted that they rang you" in head.visit()
    story.step(head, "has-rung")
    assert "The officer has noted" not in head.press("They reached me")
    story.end()
