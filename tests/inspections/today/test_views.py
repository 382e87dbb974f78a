"""The front page of each kind of person, from before the call to after it."""

import pytest
from django.urls import reverse

from inspections.calls.actions import notify_call
from inspections.check_ins.actions import planning
from inspections.models import PleaseRing, WindowOpening
from inspections.ringing.actions import please_ring
from network import models as m
from network.site import published
from tests import factories as f
from tests.inspections.story import MONDAY, at, call
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def plain(text):
    """On one line, as it is read."""
    return " ".join(text.split())


def page(sign_in, person, name, **kwargs):
    response = sign_in(person).get(reverse(f"inspections:{name}", kwargs=kwargs or None))
    assert response.status_code == 200
    return as_read(response)


def phone_of(person):
    return person.contact_points.get(channel="sms").address


def test_today_before(story, sign_in):
    planning.plan_check_ins()
    text = page(sign_in, story.head, "today")
    assert "Good morning, Hollis" in text
    assert "Example Junior School is in the window" in text
    assert "Next page: one press tells Blake and your reserve" in text
    assert "Blake Example" in text
    assert f"tel:{phone_of(story.buddy)}" in text
    assert f"sms:{phone_of(story.buddy)}" in text
    assert "Tuesday 15 December at 10.00. It takes ten seconds." in text
    assert text.count('class="covenant-call"') == 1


@pytest.mark.parametrize("code", ["W8", "W9"])
def test_today_of_a_monitored_school_speaks_of_no_quiet_day(story, sign_in, code):
    assert "This is our estimate and not Ofsted’s." in page(sign_in, story.head, "today")
    m.School.objects.filter(pk=story.school.pk).update(window_rule=code)
    text = page(sign_in, story.head, "today")
    assert "While Ofsted is monitoring a school it may ring on any day." in text
    assert "usually notified on a Monday" not in text


def test_today_of_a_school_whose_window_was_opened_as_monitored_speaks_of_no_quiet_day(story, sign_in):
    opened = {"school": story.school, "is_open": True, "from_on": MONDAY.date()}
    by_hand = WindowOpening.objects.create(**opened, reason=WindowOpening.EXPECTED)
    assert "This is our estimate and not Ofsted’s." in page(sign_in, story.head, "today")
    by_hand.delete()
    by_hand = WindowOpening.objects.create(**opened, reason=WindowOpening.MONITORED)
    for name in ("today", "window"):
        text = page(sign_in, story.head, name)
        assert "While Ofsted is monitoring a school it may ring on any day" in text
        assert "usually notified on a Monday" not in text
    WindowOpening.objects.filter(pk=by_hand.pk).update(withdrawn_at=MONDAY)
    assert "This is our estimate and not Ofsted’s." in page(sign_in, story.head, "today")


def test_today_during(story, sign_in, now):
    inspection = call(story, senior_number="03000 000 000")
    notify_call.seen(by=story.buddy, inspection=inspection, reply="With you. Ringing at 12.30.")
    now.move_to(at("2026-12-01 12:00"))
    text = page(sign_in, story.head, "today")
    assert "Day one. Inspectors are on site." in text
    assert "Blake knows" in text
    assert "With you. Ringing at 12.30." in text
    assert "03000 000 000" in text
    assert "Tuesday 1 December, day one" in text
    assert "About Monday 11 January 2027, our estimate" in text
    assert "Thursday 3 December" in text
    assert 'class="covenant-call"' not in text


def test_today_says_ring_them_while_nobody_has_seen_it(story, sign_in):
    call(story)
    text = page(sign_in, story.head, "today")
    assert "Blake has not seen the call yet" in text
    assert "Ring: that is quicker than any message." in text


def test_today_without_a_buddy_says_so_and_whom_to_ring(story, sign_in, monkeypatch):
    monkeypatch.setattr(published, "_contact", "01632 960001")
    m.Tie.objects.filter(head=story.head).delete()
    text = page(sign_in, story.head, "today")
    assert "You have no buddy yet" in text
    assert "Next page: one press sets out the next few days, and shows who can be asked to ring you:" in text
    link = '<a class="govuk-link" href="tel:01632960001">01632 960001</a>'
    assert f"ring the officer of the network ({link})" in text
    inspection = call(story)
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert f"The network itself, in office hours: {link}" in text


def test_today_of_a_buddy_begins_with_the_head_who_waits(story, sign_in):
    f.MembershipFactory(person=story.buddy, role=m.Membership.HEAD)

    def hers_first() -> bool:
        text = page(sign_in, story.buddy, "today")
        assert text.count(">Hollis Example<") == 1
        return text.index(">Hollis Example<") < text.index('class="covenant-call"')

    assert not hers_first()
    inspection = call(story)
    assert hers_first()
    notify_call.seen(by=story.buddy, inspection=inspection, reply="")
    assert hers_first(), "as long as the inspectors are there"
    please_ring.ask(by=story.head, head=story.head, via=PleaseRing.SIGNED_IN)
    assert hers_first()


def test_who_rings_finds_one_number_and_is_not_asked_again_whether_they_ring(story, sign_in):
    call(story)
    ring = please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    please_ring.taking(by=story.buddy, ring=ring)
    text = page(sign_in, story.buddy, "today")
    assert "I am ringing<" not in text.replace("\n", "").replace("  ", "")
    assert text.count(f"tel:{phone_of(story.head)}") == 1
    assert "I have seen it" in text


def test_today_asks_for_a_private_address_and_phone_first(story, sign_in):
    story.head.contact_points.all().delete()
    text = page(sign_in, story.head, "today")
    assert "We need a private email address and a private phone" in text
    assert reverse("network:my-details") in text


def test_today_of_the_buddy(story, sign_in):
    text = page(sign_in, story.buddy, "today")
    assert "You stand by" in text
    assert "Hollis Example" in text
    assert f"tel:{phone_of(story.head)}" in text
    call(story)
    text = page(sign_in, story.buddy, "today")
    assert "The call has come: 1 December to 2 December." in text
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    assert "Asks to be rung. Now, if you can." in page(sign_in, story.buddy, "today")


def test_a_call_that_the_buddy_never_saw_is_not_said_to_have_come_when_it_is_over(story, sign_in, now):
    call(story)
    now.move_to(at("2026-12-07 10:00"))
    text = page(sign_in, story.buddy, "today")
    assert "The call has come: 1 December" not in text
    assert "Inspectors were there, 1 December to 2 December." in text
    assert "Look again" not in text, "nothing of it is live"


def test_today_of_the_reserve_names_no_school_no_days_and_no_number(story, sign_in):
    assert "Hollis Example" not in page(sign_in, story.reserve, "today"), "nothing of hers waits for them yet"
    inspection = call(story)
    text = page(sign_in, story.reserve, "today")
    assert "Please be ready" in text
    for private in ("Example Junior School", "1 December", phone_of(story.head), str(inspection.public_id)):
        assert private not in text


def test_today_of_the_deputy_shows_no_check_in_and_no_number(story, sign_in):
    before = page(sign_in, story.deputy, "today")
    assert "You may act for Hollis Example" in before
    assert reverse("inspections:phones") in before
    call(story)
    text = page(sign_in, story.deputy, "today")
    assert "Hollis Example: The call has come." in text
    assert "You may act for" not in text, "one card for one inspection"
    assert phone_of(story.head) not in text


def test_today_of_the_officer_is_the_networks_week(story, sign_in):
    text = page(sign_in, story.officer, "today")
    assert "Good morning, " in text
    assert "This week</h2>" in text


def test_today_of_somebody_with_nothing_to_do(story, sign_in):
    assert "nothing for you to do today" in page(sign_in, f.PersonFactory(), "today")
