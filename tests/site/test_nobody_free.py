"""A call-out at an hour when nobody is free, over real processes: it says when somebody is, goes on by itself, and
stands on both front pages until it is settled."""

from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from directory.models import Asked, CallOut, WeekDay
from inspections.calls.actions import inspections as inspection_actions
from network import clock
from network.models import ContactPoint, Membership
from tests import factories as f
from tests.directory import make
from tests.servers.processes import until
from tests.site.somebody import Somebody, already_signed_in, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site]
ALERT = "A colleague needs you on the phone"


def a_sunday() -> date:
    """Two weeks ahead: in term or not, no area's dates are known in these tests."""
    today = clock.today()
    return today + timedelta(days=6 - today.weekday(), weeks=1)


def called(head, school, first: date, last: date):
    return inspection_actions.the_call_has_come(by=head, school=school, head=head, starts_on=first, ends_on=last)


def call_a_colleague(head: Somebody) -> None:
    """Two presses from the front page, and nothing to fill in."""
    head.open("/today/")
    head.press("Call a colleague now")
    head.page.locator("main form button.covenant-call").click()
    head.page.wait_for_url("**/directory/call-out/**")
    head.fits()


def number_of(person) -> str:
    return ContactPoint.objects.get(person=person, channel="sms").address


def test_on_sunday_evening_it_says_from_when_and_on_monday_it_asks_by_itself(transactional_db, cast, site, browser):
    sunday = a_sunday()
    monday = sunday + timedelta(days=1)
    called(cast.head, cast.school, sunday - timedelta(days=2), monday)
    colleague_listing = make.listing(cast.directory_member, free=False)
    WeekDay.objects.create(listing=colleague_listing, day=0, from_time=time(8, 30), until_time=time(17))
    move_to(london(sunday, 21, 32))
    site.start().wait_until_ready()

    head = already_signed_in(browser, site, cast.head)
    call_a_colleague(head)
    head.reads("Nobody in the directory is free at this hour")
    head.reads(f"From 8.30 tomorrow, Monday {monday.day} {monday:%B}, colleagues can be asked")
    assert cast.directory_member.name not in head.page.inner_text("main")
    assert head.page.locator(f"main a[href='tel:{number_of(cast.buddy)}']").count() == 1, "whom to ring meanwhile"
    head.open("/today/")
    head.reads("Next: from 8.30 tomorrow")

    move_to(london(monday, 8, 31))
    colleague = already_signed_in(browser, site, cast.directory_member)
    colleague.wait_for_mail(ALERT)
    colleague.open("/today/")
    colleague.reads("Can you advise a colleague by phone?")
    assert cast.head.name not in colleague.page.inner_text("main")
    colleague.press("Yes, now")
    colleague.open("/today/")
    colleague.reads(f"{cast.head.name} is waiting for you to ring")
    assert colleague.page.locator(f"a.covenant-call[href='tel:{number_of(cast.head)}']").is_visible()

    head.open("/today/")
    ring = head.page.locator(f"a.covenant-call[href='tel:{number_of(cast.directory_member)}']")
    expect(ring).to_contain_text(f"Ring {cast.directory_member.first_name}")
    box = ring.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844, "without scrolling"
    assert box["width"] > 300
    head.press("Call a colleague now")  # again: it leads to the one that is open
    head.reads(f"{cast.directory_member.name} said yes")
    assert (CallOut.objects.count(), Asked.objects.count(), colleague.has_mail(ALERT)) == (1, 1, 1)

    colleague.press("We have spoken")
    colleague.press("Done")
    assert cast.head.name not in colleague.page.inner_text("main")
    head.open("/today/")
    head.press("Done, and thank you")
    head.open("/today/")
    assert cast.directory_member.name not in head.page.inner_text("main")
    assert head.wrong == colleague.wrong == []
    site.assert_alive()


def test_a_call_that_could_ask_nobody_is_cancelled_ends_by_itself_and_holds_up_nobody(
    transactional_db, cast, site, browser
):
    sunday = a_sunday()
    tuesday = sunday + timedelta(days=2)
    called(cast.head, cast.school, sunday - timedelta(days=2), sunday + timedelta(days=1))
    other = f.MembershipFactory(person=f.PersonFactory(), school=f.SchoolFactory(), role=Membership.HEAD)
    called(other.person, other.school, tuesday, tuesday)
    move_to(london(sunday, 21, 32))
    site.start().wait_until_ready()

    head = already_signed_in(browser, site, cast.head)
    call_a_colleague(head)
    head.reads("Nobody is on the rota before the inspection ends")
    head.press("Cancel")
    head.reads("Cancelled")
    call_a_colleague(head)  # and it can be raised again
    head.reads("Nobody in the directory is free at this hour")
    left = CallOut.objects.get(closed_at=None)

    colleagues = [make.listing(free=False) for _ in range(4)]
    for listing in colleagues:
        WeekDay.objects.create(listing=listing, day=1, from_time=time(8, 30), until_time=time(17))
    move_to(london(tuesday, 10))
    until(lambda: CallOut.objects.get(pk=left.pk).closed_at is not None, within=60, what="the end of the first call")
    assert CallOut.objects.get(pk=left.pk).state == CallOut.ENDED
    second = already_signed_in(browser, site, other.person)
    call_a_colleague(second)
    second.reads("We are asking colleagues now")
    until(lambda: sum(bool(site.mail.to(one.person.email)) for one in colleagues) == 3, within=60, what="three alerts")
    assert Asked.objects.count() == 3
    move_to(london(tuesday, 10, 6))
    until(lambda: Asked.objects.count() == 4, within=60, what="the next wave")
    assert head.wrong == second.wrong == []
    site.assert_alive()
