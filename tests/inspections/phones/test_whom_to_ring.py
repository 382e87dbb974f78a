"""A phone that a buddy or a colleague has registered: the press in a message leads straight to the one number, for as
long as somebody waits; and each look is in the record of whose number it is."""

from datetime import timedelta

import pytest
from django.test import Client

from directory.call_outs.actions import call_outs
from inspections.calls.actions import inspections
from inspections.models import PleaseRing
from inspections.phones import actions as phones
from inspections.ringing.actions import please_ring
from network import clock
from network.models import AuditRow, Tie
from outbox.models import Message
from outbox.wording import tokens
from tests.directory import make
from tests.inspections.story import at, call
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NUMBER, PRESS = "/phone/number/", "/phone/press/"


def phone_of(person):
    """Registered by them, signed in, as the page has it; then signed out."""
    browser = signed_in(person)
    assert browser.post("/phones/", {"name": "Mine"}).url == "/phone/"
    del browser.cookies["sessionid"]
    return browser


def opened(browser, person, kind="nudge-now"):
    message = Message.objects.filter(to=person, kind=kind).earliest("pk")
    path = message.path.replace("{token}", tokens.make(message))
    return as_read(browser.get(path, follow=True))


def looks(head):
    return list(AuditRow.objects.filter(concerns=head, verb="number.read").values_list("by__name", flat=True))


def shows(page, head):
    number = head.contact_points.get(channel="sms").address
    assert head.name not in page
    assert head.first_name not in page
    return f'href="tel:{number}"' in page


def test_the_buddys_press_leads_to_the_number_until_the_call_is_over(story, now):
    inspection, phone = call(story), phone_of(story.buddy)
    assert not shows(opened(phone, story.buddy), story.head), "looking alone shows nothing"
    assert looks(story.head) == []
    page = as_read(phone.post(PRESS, {"said": "ringing"}))
    assert shows(page, story.head)
    assert "You are ringing. Thank you" in page
    now.shift(timedelta(hours=2))
    for page in (opened(phone, story.buddy), as_read(phone.get(NUMBER)), as_read(phone.get(NUMBER))):
        assert shows(page, story.head)
    assert looks(story.head) == ["Blake Example"], "one row for all of it"
    inspections.close(by=story.head, inspection=inspection)
    assert not shows(opened(phone, story.buddy), story.head)
    assert "Nobody waits for you to ring just now" in as_read(phone.get(NUMBER))


def test_an_undone_call_and_a_ring_that_is_settled_show_no_number(story):
    inspection, phone = call(story), phone_of(story.buddy)
    ring = please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    inspections.undo(by=story.head, inspection=inspection)
    assert shows(as_read(phone.get(NUMBER)), story.head)
    please_ring.spoken(by=story.buddy, ring=ring)
    assert not shows(as_read(phone.get(NUMBER)), story.head)


def test_no_other_phone_shows_it(story):
    """Not one that is not registered, nor another person's, nor one that was removed, nor whose person stands by her no
    longer."""
    call(story)
    phone, theirs, reserves, officers = phone_of(story.buddy), Client(), *map(phone_of, (story.reserve, story.officer))
    for browser in (theirs, reserves, officers):
        opened(browser, story.buddy)
        assert not shows(as_read(browser.post(PRESS, {"said": "ringing"})), story.head)
    assert theirs.get(NUMBER).status_code == 404
    for browser in (reserves, officers):
        assert "Nobody waits for you to ring just now" in as_read(browser.get(NUMBER))
    phones.remove(by=story.buddy, phone=story.buddy.trusted_phones.get())
    opened(phone, story.buddy)
    assert not shows(as_read(phone.post(PRESS, {"said": "ringing"})), story.head)
    assert "This phone is not registered" in as_read(phone.get(NUMBER))
    again = phone_of(story.buddy)
    assert shows(as_read(again.get(NUMBER)), story.head)
    Tie.objects.filter(person=story.buddy).update(to_at=clock.now())
    assert not shows(as_read(again.get(NUMBER)), story.head)
    assert looks(story.head) == ["Blake Example"]


def test_a_colleagues_yes_leads_to_the_number_until_the_call_out_closes(story, now):
    now.move_to(at("2026-12-01 10:00"))
    make.listing(story.acceptor)
    about = {
        "head": story.head,
        "school": story.school,
        "need": "conduct",
        "words": "",
        "ends_at": at("2026-12-01 18:00"),
    }
    out, phone = call_outs.raise_call(by=story.head, **about), phone_of(story.acceptor)
    assert "Sign in" not in opened(phone, story.acceptor, "call-out")
    response = phone.post("/directory/answer/", {"answer": "yes"})
    assert response.url == NUMBER
    for page in (as_read(phone.get(NUMBER)), as_read(phone.get(NUMBER))):
        assert shows(page, story.head)
    assert looks(story.head) == ["Dara Example"]
    assert f'href="{NUMBER}">Whom to ring<' in opened(phone, story.acceptor, "call-out")
    home = as_read(phone.get("/phone/"))
    assert "The call has come" not in home, "which is for heads"
    assert NUMBER in home
    call_outs.cancel(by=story.head, call=out)
    assert not shows(as_read(phone.get(NUMBER)), story.head)


def test_on_no_registered_phone_the_sign_in_comes_before_the_number(story, now):
    now.move_to(at("2026-12-01 10:00"))
    make.listing(story.acceptor)
    about = {
        "head": story.head,
        "school": story.school,
        "need": "conduct",
        "words": "",
        "ends_at": at("2026-12-01 18:00"),
    }
    call_outs.raise_call(by=story.head, **about)
    browser = Client()
    opened(browser, story.acceptor, "call-out")
    page = as_read(browser.post("/directory/answer/", {"answer": "yes"}))
    assert "Sign in to see whom to ring" in page
    assert "Please ring within 15 minutes" in page
    assert not shows(page, story.head)
    call_outs.raise_call(by=story.head, **about, by_text=True)
    page = opened(browser, story.acceptor, "call-out")
    assert "Sign in to see whom to text" in page
    assert "Please text within 15 minutes" in page
    signed = signed_in(story.acceptor)
    for hours in range(3):
        now.move_to(at(f"2026-12-01 1{hours}:00"))
        assert f"Text {story.head.first_name}" in as_read(signed.get("/today/"))
    theirs = signed_in(story.head)
    for hours in range(3, 5):
        now.move_to(at(f"2026-12-01 1{hours}:00"))
        assert f"Text {story.acceptor.first_name}" in as_read(theirs.get("/today/"))
    assert looks(story.acceptor) == ["Hollis Example"], "one row a session, however often the page looks again"
    signed_in(story.head).get("/today/")
    assert len(looks(story.acceptor)) == 2


def test_a_registered_phone_says_first_that_it_shall_be_a_text(story):
    phone = phone_of(story.buddy)
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN, by_text=True)
    page = as_read(phone.get(NUMBER))
    number = story.head.contact_points.get(channel="sms").address
    assert page.index("By text, please, and not by a call.") < page.index(f'href="sms:{number}"')
    assert "tel:+447700" not in page
