"""The press in a message that cannot wait: no sign-in, nothing about anybody, marked "by link", and nobody is left
alone where it was a mail filter that pressed."""

from datetime import timedelta

import pytest
from django.test import Client

from inspections.calls.actions import inspections, notify_call
from inspections.models import Inspection, PleaseRing, Told
from inspections.pressing import actions
from inspections.ringing.actions import please_ring
from network import clock
from network.models import AuditRow, Tie
from network.rules import NotAllowed
from outbox.models import Message
from outbox.wording import tokens
from tests.inspections.story import MONDAY, call
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
PRIVATE = ["Hollis", "Blake", "Brook", "Example Junior", "example.org", "tel:+44", "inspect"]
WHAT = {"call": "told:", "ring": "ring:"}


def ask_to_be_rung(story):
    return please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)


def message_to(person, about):
    return Message.objects.filter(to=person, kind="nudge-now", about__startswith=about).latest("pk")


def opened(message, client=None):
    """As a phone does: the address in the message, then the clean page it leads to."""
    client = client or Client()
    response = client.get(f"/p/{tokens.make(message)}/")
    assert response.url == "/phone/press/"
    return client


def today(person):
    return as_read(signed_in(person).get("/today/"))


@pytest.fixture(params=WHAT)
def about(request, story):
    """What the buddy's message is about. Its link and its page are the same for both."""
    call(story) if request.param == "call" else ask_to_be_rung(story)
    return WHAT[request.param]


def test_the_page_shows_nobody_and_looking_changes_nothing(story, about):
    message = message_to(story.buddy, about)
    assert message.path == "/p/{token}/"
    rows = lambda: [list(model.objects.order_by("pk").values()) for model in (Told, PleaseRing, Message)]  # noqa: E731
    before, audited = rows(), AuditRow.objects.count()
    browser = opened(message)
    for _ in range(3):
        response = browser.get("/phone/press/", {"said": "ringing"})
        browser.head("/phone/press/")
    assert Client().post(f"/p/{tokens.make(message)}/").status_code == 405
    page = as_read(response)
    assert "This page shows nothing about you or about anybody, and works until Tuesday 1 December, 09.52." in page
    for said in ("I have seen it", "I am ringing now", "Sign in to see whom to ring"):
        assert said in page
    assert "We have spoken" not in page
    assert not [word for word in PRIVATE if word in page]
    assert (rows(), AuditRow.objects.count()) == (before, audited)


def test_seen_is_noted_once_by_link_and_the_head_reads_it(story, now, about):
    browser = opened(message_to(story.buddy, about))
    now.shift(timedelta(minutes=3))
    page = as_read(browser.post("/phone/press/", {"said": "seen"}))
    assert "You have seen it. Thank you" in page
    assert "It is noted, at 9.55." in page
    assert not [word for word in PRIVATE if word in page]
    now.shift(timedelta(minutes=3))
    browser.post("/phone/press/", {"said": "seen"})
    again = as_read(opened(message_to(story.buddy, about)).get("/phone/press/"))
    assert "It is noted, at 9.55." in again
    assert "I have seen it" not in again
    hers = today(story.head)
    assert "at 09.55, by link" in hers
    assert "Blake has not seen the call yet" not in hers


def test_ringing_is_noted_and_then_that_they_have_spoken(story, now, about):
    """Whom to ring comes with the sign-in."""
    browser = opened(message_to(story.buddy, about))
    page = as_read(browser.post("/phone/press/", {"said": "ringing"}))
    assert "You are ringing. Thank you" in page
    assert not [word for word in PRIVATE if word in page]
    hers = today(story.head)
    assert "by link" in hers
    assert "is ringing you" in hers or "Said at 09.52: “I am ringing”." in hers
    assert "That is not noted yet" in as_read(browser.post("/phone/press/", {"said": "spoken"})), (
        "nobody talks that fast"
    )
    now.shift(timedelta(minutes=2))
    assert "We have spoken" in as_read(browser.get("/phone/press/"))
    said = as_read(browser.post("/phone/press/", {"said": "spoken"}))
    assert "You have spoken. Thank you" in said
    assert "It is noted, at 9.54." in said
    assert "You have spoken. Thank you" in as_read(browser.get("/phone/press/"))
    assert not PleaseRing.objects.open().exists()


def test_spoken_by_link_is_put_to_the_head_who_can_ask_again_at_once(story, now):
    ring = ask_to_be_rung(story)
    browser = opened(message_to(story.buddy, "ring:"))
    browser.post("/phone/press/", {"said": "ringing"})
    now.shift(timedelta(minutes=5))
    browser.post("/phone/press/", {"said": "spoken"})
    ring.refresh_from_db()
    assert (ring.taken_via, ring.ended_via, ring.ended_by) == ("link", "link", story.buddy)
    assert Message.objects.filter(to=story.head, kind="nudge-soon", about=f"head:{story.head.pk}").exists()
    hers = today(story.head)
    assert "Blake Example says that you have spoken" in hers
    assert "It was pressed by link, at 9.57, and nobody else is asked now." in hers
    signed_in(story.head).post("/please-ring-me/")
    assert PleaseRing.objects.open().get() != ring
    assert "says that you have spoken" not in today(story.head)
    PleaseRing.objects.open().delete()
    signed_in(story.head).post(f"/please-ring/{ring.public_id}/seen/")
    assert "says that you have spoken" not in today(story.head)


def test_where_only_the_link_says_so_a_call_passes_on_all_the_same(story, now):
    """A mail filter may have pressed. A press on the page, or having spoken, is sure."""
    inspection = call(story)
    now.shift(timedelta(minutes=20))
    actions.press(message=message_to(story.buddy, "told:"), said=actions.SEEN)
    told = inspection.told.get(person=story.buddy)
    assert (told.seen_via, told.surely_seen_at) == ("link", None)
    page = today(story.buddy)
    assert "It was pressed in the message, at 10.12. A mail filter can do that too" in page
    now.shift(timedelta(minutes=29))
    assert notify_call.pass_on_unseen(minutes=30) == 0, "by link it is delayed by one step"
    now.shift(timedelta(minutes=1))
    assert notify_call.pass_on_unseen(minutes=30) == 1
    assert inspection.told.get(person=story.reserve).role == Told.STAND_IN
    signed_in(story.buddy).post(f"/inspection/{inspection.public_id}/seen/", {"ringing": "yes"})
    told.refresh_from_db()
    assert (told.seen_via, told.seen_at, told.ringing_at) == ("signed_in", MONDAY + timedelta(minutes=20), clock.now())
    assert inspection.told.get(person=story.reserve).role == Told.RESERVE, "whoever stood in steps out"
    assert "pressed in the message" not in today(story.buddy)


def test_a_ring_taken_by_link_is_asked_anew_where_nobody_has_rung(story, now):
    ring = ask_to_be_rung(story)
    actions.press(message=message_to(story.buddy, "ring:"), said=actions.RINGING)
    now.shift(timedelta(minutes=30))
    assert please_ring.let_go_waiting() == 1
    ring.refresh_from_db()
    assert (ring.taken_at, ring.taken_via, ring.let_go_of) == (None, "", story.buddy)


def test_whoever_stands_in_presses_too(story, now):
    inspection = call(story)
    now.shift(timedelta(minutes=30))
    notify_call.pass_on_unseen(minutes=30)
    message = message_to(story.reserve, "head:")
    opened(message).post("/phone/press/", {"said": "ringing"})
    told = inspection.told.get(person=story.reserve)
    assert (told.seen_via, told.ringing_at) == ("link", clock.now())
    other = message_to(story.buddy, "told:")
    assert "I have seen it" in as_read(opened(other).get("/phone/press/")), "the buddy still may"


def test_an_undone_call_says_that_there_is_nothing_to_do(story):
    inspection = call(story)
    browser = opened(message_to(story.buddy, "told:"))
    inspections.undo(by=story.head, inspection=inspection)
    for response in (browser.get("/phone/press/"), browser.post("/phone/press/", {"said": "ringing"})):
        page = as_read(response)
        assert "There is nothing more to do. Thank you" in page
        assert "<form" not in page.partition("<main")[2]
    assert not Told.objects.exclude(seen_at=None).exists()


def test_whom_a_link_does_not_serve(story, now):
    """What is only there to be read leads to the page; signed in, so does every link; and it acts for its own person
    alone, while that person stands by her and the link lasts."""
    call(story)
    reserve, buddy = message_to(story.reserve, "told:"), message_to(story.buddy, "told:")
    assert Client().get(f"/p/{tokens.make(reserve)}/").url == "/today/", "the reserve, waiting, has nothing to press"
    assert signed_in(story.buddy).get(f"/p/{tokens.make(buddy)}/").url == "/today/"
    assert signed_in(story.officer).get(f"/p/{tokens.make(buddy)}/").url == "/phone/press/", (
        "as for anybody who has the link"
    )
    for broken in ("x" * 24, tokens.make(buddy).swapcase(), tokens.worked_out("check-in", buddy)):
        client = Client()
        client.get(f"/p/{broken}/")
        assert (
            client.get("/phone/press/").status_code == client.post("/phone/press/", {"said": "seen"}).status_code == 404
        )
    browser = opened(buddy)
    assert "I have seen it" in as_read(browser.post("/phone/press/", {"said": "everything"})), "no answer of ours"
    Tie.objects.filter(person=story.buddy).update(to_at=clock.now())
    assert browser.post("/phone/press/", {"said": "seen"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.press(message=buddy, said=actions.SEEN)
    Tie.objects.filter(person=story.buddy).update(to_at=None)
    now.shift(timedelta(hours=24))
    assert browser.post("/phone/press/", {"said": "seen"}).status_code == 404
    assert not Told.objects.exclude(seen_at=None).exists()
    assert Inspection.objects.open().exists()


def test_every_link_that_cannot_wait_looks_the_same(story):
    """Whoever reads the mailbox cannot tell from it what a message is about."""
    call(story)
    ask_to_be_rung(story)
    please_ring.taking(by=story.buddy, ring=PleaseRing.objects.get())
    abouts = {row.about.partition(":")[0] for row in Message.objects.filter(kind="nudge-now")}
    assert abouts == {"told", "ring", "ring-taken"}
    assert set(Message.objects.filter(kind="nudge-now").values_list("path", flat=True)) == {"/p/{token}/"}
    hers = Message.objects.filter(to=story.head, kind="nudge-now").latest("pk")
    assert Client().get(f"/p/{tokens.make(hers)}/").url == "/today/"
