"""What is promised is done, over real processes and in a browser as wide as a phone: "Not great" after "Fine" reaches
the buddy by a real mail and stands on both pages, and stays there beside "We have spoken"; the draft's day, as typed,
and the choice that runs out with it."""

from datetime import timedelta

import pytest

from inspections.calls.actions import inspections
from tests.inspections.story import enter_window
from tests.servers.processes import until
from tests.site.somebody import Somebody, already_signed_in, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def inspection(transactional_db, cast):
    """Called today, for the days that are filled in."""
    enter_window(cast)
    return inspections.the_call_has_come(by=cast.head, school=cast.school, head=cast.head)


def press_by_link(site, browser, link: str, words: str) -> Somebody:
    """In a browser that knows nobody."""
    phone = Somebody(browser, site, "nobody@example.org")
    phone.open(link)
    phone.press(words)
    return phone


def test_not_great_after_fine_and_the_day_on_which_the_draft_came(inspection, cast, site, browser):
    move_to(london(inspection.starts_on, 17, 3))
    site.start().wait_until_ready()
    head, buddy = (already_signed_in(browser, site, person) for person in (cast.head, cast.buddy))

    # By link: Fine, then opened again, and Not great. The buddy's mail really arrives, and both pages say so.
    link = head.link_of(head.wait_for_link("/c/", within=240))
    phone = press_by_link(site, browser, link, "Fine")
    phone.reads("If you had said here before that things are worse, that still stands.")
    before = len(buddy.mails())
    again = press_by_link(site, browser, link, "Not great")
    again.reads("Your buddy is told today, unless they were told already.")
    until(lambda: len(buddy.mails()) > before, within=120, what="the buddy's mail")
    mail = buddy.mails()[-1]
    for private in ("Hollis", "Example Junior School", "great", "check"):
        assert private not in mail.text
    buddy.page.goto(buddy.link_of(mail))
    buddy.reads("Hollis Example has answered a check-in")
    buddy.press("Read it")
    buddy.fits()
    buddy.reads("Not great")
    head.open("/check-ins/")
    head.reads("Not great")

    # "We have spoken" stands beside her answer, and never in its place.
    buddy.open("/today/")
    buddy.press("We have spoken")
    buddy.reads("It is marked as said by you.")
    head.open("/check-ins/")
    for who in (buddy, head):
        who.reads("Not great")
        who.reads("“We have spoken”, said by the buddy")
    buddy.open("/today/")
    assert "has answered a check-in" not in buddy.page.inner_text("main")

    # The draft comes, weeks later: its day as typed, the last day of the choice on her front page, and the way not
    # taken is gone when she has written down which it was.
    draft_on = inspection.ends_on + timedelta(days=28)
    move_to(london(draft_on, 10))
    head, buddy = (already_signed_in(browser, site, person) for person in (cast.head, cast.buddy))
    page = f"/inspection/{inspection.public_id}/"
    head.open(page)
    head.page.get_by_label("The draft report came on").fill(draft_on.isoformat())
    head.press("Save the days")
    head.fits()
    head.reads(f"Came on {draft_on:%A} {draft_on.day} {draft_on:%B} {draft_on:%Y}, as written down here")
    head.open("/today/")
    head.reads("The draft has come: one choice of two")
    head.reads("Both ways, side by side")
    buddy.open("/today/")
    buddy.reads(f"The draft came on {draft_on:%A} {draft_on.day} {draft_on:%B}.")
    head.open("/today/")
    head.press("It was sent on another day")
    head.page.get_by_label("A complaint was sent on").fill((draft_on + timedelta(days=1)).isoformat())
    head.press("Save the days")
    head.open(f"{page}deadlines/")
    head.reads("The choice is made")
    assert "Comments on minor points" not in head.page.inner_text("main")
    for who in (head, buddy):
        who.open("/today/")
        assert "one choice of two" not in who.page.inner_text("main")
    assert [who.wrong for who in (head, buddy, phone, again)] == [[]] * 4
    site.assert_alive()
