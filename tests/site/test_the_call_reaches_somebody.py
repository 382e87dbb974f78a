"""A head whom nobody stands by presses the call, over real processes: the pending buddy is asked; those who stand by
for any head by a press of hers; the officer by another. In a browser as wide as a phone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from buddies.models import Offer, Pairing
from inspections.models import Inspection
from network import clock
from network.contact import contact_validation
from network.help.actions import help_requests
from network.models import HelpRequest, NetworkSettings, Tie
from tests import factories as f
from tests.directory import make
from tests.servers.processes import until
from tests.site.somebody import already_signed_in, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site]
NOW = "There is something for you, and it cannot wait"
SOMETHING = "There is something for you"
QUESTION = "A head in the network would like to be rung today"


@pytest.fixture
def alone(transactional_db, cast):
    Tie.objects.filter(head=cast.head).delete()
    NetworkSettings.objects.update_or_create(
        id=1, defaults={"name": "Exampleton", "contact": "01632 960001, hello@example.org"}
    )
    move_to(london(a_working_day(), 10))  # what can wait until the morning leaves at once
    return cast


def a_working_day():
    """Tomorrow, or the Monday after it."""
    day = clock.today() + timedelta(days=1)
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def picture(who, name):
    """For whoever works on the page: `PICTURES=somewhere`."""
    if folder := os.environ.get("PICTURES"):
        who.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press_the_call(head):
    head.open("/today/")
    picture(head, "today-before")
    head.press("The call has come")
    picture(head, "call")
    head.page.locator("main form button.covenant-call").click()
    head.page.wait_for_load_state()


def says_nothing_of_her(text, cast):
    for private in (cast.head.name, cast.school.name, "Primary", "inspect", "Ofsted"):
        assert private not in text


def test_the_buddy_whose_yes_is_pending_is_asked_at_once_and_an_undo_reaches_them(alone, site, browser):
    now = clock.now()
    of_the_two = {"head": alone.head, "buddy": alone.buddy, "head_yes_at": now}
    Pairing.objects.create(school=alone.school, state=Pairing.ASKED, asked_at=now, **of_the_two)
    site.start().wait_until_ready()
    head, blake = (already_signed_in(browser, site, person) for person in (alone.head, alone.buddy))
    head.open("/call/")
    head.reads("reads only “A head in the network would like to be rung today”")
    press_the_call(head)
    head.reads("Blake Example, whose yes as your buddy we wait for")
    picture(head, "inspection-pending")

    mail = blake.wait_for_mail(NOW)
    says_nothing_of_her(mail.message.as_string(), alone)
    blake.open(blake.link_of(mail))
    blake.reads(QUESTION)
    picture(blake, "asked")
    card = blake.page.locator("section", has_text=QUESTION).first
    says_nothing_of_her(card.inner_text(), alone)
    blake.press("Yes, I will ring")
    blake.reads("Hollis Example waits for you to ring")
    assert blake.page.locator("a[href^='tel:+447700']").count() >= 1
    picture(blake, "yes")

    head.wait_for_mail(NOW)
    head.open("/today/")
    head.reads("Blake Example has said yes")
    picture(head, "today-yes")
    inspection = Inspection.objects.get()
    head.open(f"/inspection/{inspection.public_id}/")
    head.press("Undo")
    head.reads("Undone")
    blake.wait_for_mail(SOMETHING)
    blake.open("/today/")
    blake.reads("That was undone: there is nothing to do.")
    assert "waits for you to ring" not in blake.page.inner_text("main")
    picture(blake, "undone")
    blake.press("Seen")
    assert "That was undone" not in blake.page.inner_text("main")
    assert head.wrong == blake.wrong == []
    site.assert_alive()


def test_those_who_stand_by_for_any_head_and_then_the_officer(alone, site, browser):
    kim = f.PersonFactory(name="Kim Example", email="kim@example.org")
    f.MembershipFactory(person=kim)
    Offer.objects.create(person=kim, capacity=1)
    make.listing(alone.directory_member)
    public = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    site.start().wait_until_ready()
    head, buddy, colleague, officer = (
        already_signed_in(browser, site, person) for person in (alone.head, kim, alone.directory_member, alone.officer)
    )

    # Each chooses it on a page of their own; it is off until then.
    for who, page in ((buddy, "/buddy/offer/"), (colleague, "/directory/mine/")):
        who.open(page)
        who.reads("You have not chosen this, so nobody asks you.")
        who.press("You may ask me")
        who.reads("You have stood by for any head since")
        picture(who, f"choice-{who.email}")

    press_the_call(head)
    head.reads("Nobody is being asked yet.")
    picture(head, "inspection-alone")
    assert head.page.locator("main a[href='tel:01632960001']").count() == 1
    assert not buddy.mails()
    head.press("See who else can be asked")
    head.reads("A head in the network would like to be rung today.")
    picture(head, "ask-more")
    head.press("Ask those who stand by for any head")
    for who in (buddy, colleague):
        says_nothing_of_her(who.wait_for_mail(NOW).message.as_string(), alone)
        who.open("/today/")
        who.reads(QUESTION)

    def told():
        head.open("/today/")
        return "2 of those who stand by for any head are asked now, without your name" in head.page.inner_text("main")

    until(told, within=30, what="that both were told")
    picture(head, "today-asked")
    colleague.press("Yes, I will ring")
    colleague.reads("Hollis Example waits for you to ring")
    buddy.press("Yes, I will ring")
    buddy.reads("Somebody has it. Thank you for being there.")
    assert alone.head.name not in buddy.page.inner_text("main")
    picture(buddy, "settled")
    head.open("/today/")
    head.reads("Dylan Example has said yes")
    colleague.press("We have spoken")
    assert alone.head.name not in colleague.page.inner_text("main")

    # The officer: by another press, a row like any other.
    head.open("/ask-more/")
    head.page.locator("[name=phone]").fill("07700 900321")
    head.press("Ask the officer to ring me")
    head.reads("The officer sees your name and number")
    officer.open("/help-requests/")
    officer.reads("Hollis Example")
    picture(officer, "queue")
    rows = officer.page.locator("ul.covenant-list > li").all_inner_texts()
    hers = HelpRequest.objects.exclude(pk=public.pk).get()
    shape = [
        row.replace(one.name, "NAME").replace(contact_validation.spoken(one.phone), "PHONE").partition("Asked")[0]
        for row, one in zip(rows, (public, hers), strict=True)
    ]
    assert shape[0] == shape[1]
    assert [one.wrong for one in (head, buddy, colleague, officer)] == [[]] * 4
    site.assert_alive()
