""" "Text me instead" beside every "ring me": whoever helps reads it first, and no message says so."""

import pytest
from django.test import Client

from directory.models import Asked, CallOut
from inspections.models import CheckIn, PleaseRing, WiderAsk
from inspections.phones.cookie import COOKIE
from inspections.ringing.actions import please_ring, wider_asks
from network.models import HelpRequest, Tie
from outbox.models import Message
from outbox.wording import tokens, wording
from tests import factories as f
from tests.directory import make
from tests.inspections.story import at, call
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
FIRST = "By text, please, and not by a call."


def today(person):
    return as_read(signed_in(person).get("/today/"))


def from_the_page(story):
    signed_in(story.head).post("/please-ring-me/", {"by_text": "yes"})


def from_a_phone(story):
    browser = signed_in(story.head)
    browser.post("/phones/", {"name": "Mine"})
    assert COOKIE in browser.cookies
    assert "Text me instead" in as_read(browser.get("/phone/"))
    browser.post("/phone/ring/", {"by_text": "yes"})


def from_a_check_in(story):
    message = Message.objects.get(about=f"checkin:{CheckIn.objects.get(rule='evening').pk}")
    browser = Client()
    assert "Text me instead" in as_read(browser.get(f"/c/{tokens.make(message)}/", follow=True))
    page = as_read(browser.post("/check-in/", {"answer": "text_me"}))
    assert "We are asking somebody to text you" in page


@pytest.mark.parametrize("ask", [from_the_page, from_a_phone, from_a_check_in])
def test_her_buddy_reads_first_that_it_shall_be_a_text(story, now, ask):
    call(story)
    now.move_to(at("2026-12-01 17:05"))
    ask(story)
    ring = PleaseRing.objects.open().get()
    assert ring.by_text
    number = story.head.contact_points.get(channel="sms").address
    page = today(story.buddy)
    assert "Asks for a text, not a call." in page
    assert f'href="sms:{number}">Text Hollis<' in page
    assert f'href="tel:{number}"' not in page
    assert "You asked for a text" in today(story.head)
    words = wording.words(Message.objects.filter(to=story.buddy, about=f"ring:{ring.pk}").get())
    assert "by text" not in f"{words.subject}{words.text}{words.short}".lower()
    please_ring.taking(by=story.buddy, ring=ring)
    page = today(story.buddy)
    assert page.index(FIRST) < page.index(f'href="sms:{number}"')
    assert "waits for a text from you" in page
    assert "that you are texting." in page
    assert "to ring" not in page.partition("that you are texting.")[0], "no word sends them to the telephone"
    hers = today(story.head)
    assert "Blake Example is texting you" in hers
    assert ">Nobody has texted yet<" in hers


def test_she_may_change_which_way_while_somebody_is_found_and_a_ring_is_a_ring(story):
    browser = signed_in(story.head)
    assert "Text me instead" in today(story.head)
    assert "Text me instead" in as_read(browser.get("/please-ring-me/"))
    browser.post("/please-ring-me/")
    assert "Text me instead" in as_read(browser.get("/please-ring-me/"))
    assert "Asks to be rung. Now, if you can." in today(story.buddy)
    messages = Message.objects.count()
    browser.post("/please-ring-me/", {"by_text": "yes"})
    page = as_read(browser.get("/please-ring-me/"))
    assert "Whoever helps reads first: by text, please, and not by a call." in page
    assert "Asks for a text, not a call." in today(story.buddy)
    browser.post("/please-ring-me/")
    assert "Asks to be rung. Now, if you can." in today(story.buddy)
    assert (PleaseRing.objects.count(), Message.objects.count()) == (1, messages), "nobody is asked a second time"


def test_whoever_is_asked_beside_the_pair_reads_it_before_and_after_the_yes(story, now):
    Tie.objects.filter(head=story.head, kind__in=[Tie.BUDDY, Tie.RESERVE]).delete()
    make.listing(story.acceptor)
    signed_in(story.acceptor).post("/directory/mine/any-head/", {"on": "yes"})
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN, by_text=True)
    assert FIRST in as_read(signed_in(story.head).get("/ask-more/"))
    assert wider_asks.ask_any_head(by=story.head)
    assert WiderAsk.objects.get().by_text
    page = today(story.acceptor)
    assert FIRST in page
    assert "Hollis" not in page
    wider_asks.say_yes(by=story.acceptor, asked=WiderAsk.objects.get().asked.get())
    page = today(story.acceptor)
    assert page.index(FIRST) < page.index(">Text Hollis<")
    assert "Hollis Example waits for a text from you" in page
    assert "Dara Example texts you" in today(story.head)


def test_the_other_who_was_asked_is_not_told_to_ring_as_well(story):
    """Two calls are better than none, but not where a call might be heard."""
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN, by_text=True)
    f.TieFactory(head=story.head, person=story.acceptor, kind=Tie.BUDDY)
    ring = PleaseRing.objects.get()
    taking = f"/please-ring/{ring.public_id}/taking/"
    for person, said in (
        (story.buddy, "Hollis hears that you are texting."),
        (story.acceptor, "Somebody is texting already. Text too if you like, but please do not ring."),
    ):
        assert said in as_read(signed_in(person).post(taking, follow=True))
    page = today(story.acceptor)
    assert "Somebody is texting Hollis Example" in page
    assert "Ring too" not in page
    page = as_read(signed_in(story.acceptor).get(f"/standing-by/{story.head.public_id}/"))
    assert "Hollis asks for a text" in page
    assert "Blake Example is texting Hollis" in page


def test_a_colleague_reads_it_with_the_question_and_when_they_have_taken_it(story, now):
    inspection = call(story)
    now.move_to(at("2026-12-01 10:00"))
    make.listing(story.acceptor)
    head, address = signed_in(story.head), f"/inspection/{inspection.public_id}/call-a-colleague/"
    assert "Text me instead" in as_read(head.get(address))
    page = as_read(head.post(address, {"by_text": "on"}, follow=True))
    assert "Whoever is asked reads first that it shall be a text, and not a call." in page
    asked = Asked.objects.get()
    question, colleague = today(story.acceptor), signed_in(story.acceptor)
    assert question.index(FIRST) < question.index("Yes, now")
    assert FIRST in as_read(colleague.get(f"/directory/asked/{asked.public_id}/"))
    page = as_read(colleague.post(f"/directory/asked/{asked.public_id}/", {"answer": "yes"}, follow=True))
    for shown in (page, today(story.acceptor)):
        assert shown.index(FIRST) < shown.index('href="sms:')
        assert "Please text within" in shown
    assert "Text Dara <small>" in today(story.head)
    head.post(address, {})
    assert CallOut.objects.get().by_text, "what was said once stays said"
    text = wording.words(Message.objects.filter(kind="call-out").get()).text
    assert "by text" not in text.lower()


@pytest.mark.parametrize("who", ["a stranger", "a member"])
def test_the_officer_reads_it_first_and_the_two_rows_are_alike(story, who):
    given = {"name": "Ann Example", "phone": "07700 900123", "school_name": "", "by_text": "on"}
    address = "/need-someone/" if who == "a stranger" else "/ask-more/call-back/"
    browser = Client() if who == "a stranger" else signed_in(story.head)
    browser.post(address, given)
    assert HelpRequest.objects.get().by_text
    page = as_read(signed_in(story.officer).get("/help-requests/"))
    assert page.index(FIRST) < page.index('href="sms:')
    assert "I have texted" in page
    HelpRequest.objects.update(by_text=False)
    page = as_read(signed_in(story.officer).get("/help-requests/"))
    assert FIRST not in page
    assert 'href="tel:' in page
