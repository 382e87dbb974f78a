"""Whoever stands in steps out when the buddy is there, whatever they stood in for; and the pages say so."""

import re

import pytest

from inspections import tasks
from inspections.aftercare import actions as pauses
from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections, notify_call
from inspections.models import CheckIn, Inspection, PleaseRing, Told
from inspections.ringing.actions import please_ring
from inspections.standing_in import actions as standing_in
from network import models as m
from outbox.models import Message
from tests import factories as f
from tests.inspections.story import at, call

pytestmark = pytest.mark.django_db
OVER = "You stand in for Hollis Example no longer"


def stands_in(story):
    return CheckIn.objects.visible_to(story.reserve).filter(head=story.head).exists()


def page(sign_in, person, path="/today/"):
    return " ".join(sign_in(person).get(path, follow=True).content.decode().split())


@pytest.fixture
def unseen(story, now):
    """The buddy has not seen the call for half an hour."""
    inspection = call(story)
    now.move_to(at("2026-11-30 10:25"))
    tasks.pass_on()
    assert stands_in(story)
    return inspection


def test_i_have_seen_it_by_the_buddy_ends_the_standing_in(story, now, unseen, sign_in):
    assert OVER not in page(sign_in, story.reserve)
    now.move_to(at("2026-11-30 10:40"))
    notify_call.seen(by=story.buddy, inspection=unseen)
    assert not stands_in(story)
    assert not Inspection.objects.visible_to(story.reserve).exists()
    assert OVER in page(sign_in, story.reserve)
    assert story.reserve.name not in page(sign_in, story.head, f"/inspection/{unseen.public_id}/")
    for row in Message.objects.filter(to=story.reserve, state=Message.DUE):
        assert not row.occurrence.startswith(("stand-in:", "call:")), "nothing alarms them any more"
    assert Message.objects.get(occurrence__startswith="stand-in-over:").to == story.reserve
    now.move_to(at("2026-12-04 10:40"))
    assert OVER not in page(sign_in, story.reserve)


def test_while_both_stand_by_the_head_each_page_says_so_and_neither_that_they_alone_see_it(story, unseen, sign_in):
    buddys, reserves = page(sign_in, story.buddy), page(sign_in, story.reserve)
    assert "Brook Example stands in just now." in buddys
    assert "stands in just now" not in reserves
    for text in (buddys, reserves):
        assert "Only Hollis and whoever stands by Hollis see this" in text
        assert "Only you and Hollis" not in text
    notify_call.seen(by=story.buddy, inspection=unseen)
    buddys = page(sign_in, story.buddy)
    assert "Only you and Hollis see this" in buddys
    assert "stands in just now" not in buddys


def test_on_site_the_first_card_rings_whoever_stands_in_before_the_buddy(story, now, unseen, sign_in):
    now.move_to(at("2026-12-01 11:00"))
    card = page(sign_in, story.head).partition("Call a colleague now")[2].partition("</div>")[0]
    numbers = [person.contact_points.get(channel="sms").address for person in (story.reserve, story.buddy)]
    assert re.findall(r'href="tel:([^"]+)">Ring (\w+)', card) == list(zip(numbers, ("Brook", "Blake"), strict=True))


def test_i_have_seen_it_by_the_reserve_ends_nothing(story, unseen):
    notify_call.seen(by=story.reserve, inspection=unseen)
    assert stands_in(story)


def test_we_have_spoken_by_the_buddy_ends_it_too(story, now, unseen):
    now.move_to(at("2026-12-01 17:10"))
    check_ins.we_have_spoken(by=story.buddy, check_in=CheckIn.objects.select_related("head").get(rule="evening"))
    assert not stands_in(story)


def test_i_am_ringing_by_the_buddy_ends_the_standing_in_for_a_please_ring(story, now, sign_in):
    call(story)
    notify_call.seen(by=story.buddy, inspection=Inspection.objects.get())
    ring = please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    now.move_to(at("2026-11-30 10:25"))
    tasks.pass_on()
    assert stands_in(story)
    please_ring.taking(by=story.buddy, ring=ring)
    assert not stands_in(story)
    assert OVER in page(sign_in, story.reserve)


def test_i_am_ringing_by_the_reserve_leaves_them_what_they_need_for_it(story, now):
    call(story)
    ring = please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    now.move_to(at("2026-11-30 10:25"))
    tasks.pass_on()
    please_ring.taking(by=story.reserve, ring=ring)
    assert stands_in(story)


@pytest.fixture
def buddy_called_too(story, now):
    """The buddy has seen her call; an hour later the inspectors ring at the buddy's own school."""
    inspection = call(story)
    notify_call.seen(by=story.buddy, inspection=inspection)
    now.move_to(at("2026-11-30 11:00"))
    school = m.Membership.objects.get(person=story.buddy).school
    own = inspections.the_call_has_come(by=story.buddy, school=school, head=story.buddy)
    assert stands_in(story)
    return own


def test_while_the_buddy_has_the_inspectors_in_too_the_reserve_stays(story, now, buddy_called_too):
    notify_call.seen(by=story.buddy, inspection=story.head.inspections.get(), reply="With you all the same.")
    now.move_to(at("2026-12-02 12:00"))
    tasks.tick()
    assert stands_in(story)


def test_her_page_says_of_both_that_they_are_asked_and_what_they_see(story, now, buddy_called_too, sign_in):
    """Whoever stands in is told at once, and sees what the buddy sees."""
    now.move_to(at("2026-12-01 17:10"))
    text = page(sign_in, story.head)
    assert "Blake and Brook are asked to ring you. </p>" in text
    assert "Seen by you, Blake, Brook and Devon Example, your deputy." in text
    assert "Only Blake and Brook see what you say." in text
    text = page(sign_in, story.head, "/please-ring-me/")
    assert "everybody who stands by you is asked to ring you now. If nobody answers then" in text
    now.move_to(at("2026-12-03 00:10"))
    tasks.tick()
    text = page(sign_in, story.head)
    assert "Blake is asked to ring you; your reserve too, if nobody answers in 30 minutes." in text
    assert "Brook" not in text
    assert "your reserve too, if nobody answers in 30 minutes" in page(sign_in, story.head, "/please-ring-me/")


def test_when_the_buddys_own_days_are_over_the_reserve_steps_out(story, now, buddy_called_too):
    now.move_to(at("2026-12-03 00:10"))
    tasks.tick()
    assert not stands_in(story)
    assert Told.objects.get(person=story.reserve, inspection__head=story.head).role == Told.RESERVE


@pytest.mark.parametrize("how", ["undone", "put off"])
def test_when_the_buddys_own_call_comes_to_nothing_the_reserve_steps_out(story, now, buddy_called_too, how):
    if how == "undone":
        inspections.undo(by=story.buddy, inspection=buddy_called_too)
    else:
        pauses.put_off(by=story.buddy, inspection=buddy_called_too)
    tasks.tick()
    assert not stands_in(story)


def test_the_reserve_stays_while_the_buddy_who_has_none_in_has_not_seen_the_call(story, now, unseen):
    now.move_to(at("2026-12-03 12:00"))
    tasks.tick()
    assert stands_in(story)


def test_whoever_stands_in_a_second_time_hears_of_it_again(story, now, unseen):
    notify_call.seen(by=story.buddy, inspection=unseen)
    before = Message.objects.filter(to=story.reserve, occurrence__startswith="stand-in:").count()
    standing_in.begin(by=None, head=story.head, why=f"inspection:{unseen.public_id}")
    assert Message.objects.filter(to=story.reserve, occurrence__startswith="stand-in:").count() == before + 1


def test_of_several_buddies_one_who_is_there_is_enough(story, now, unseen):
    other = f.PersonFactory(name="Bay Example")
    f.TieFactory(head=story.head, person=other, kind=m.Tie.BUDDY, subject="pairing:example")
    tasks.pass_on()
    notify_call.seen(by=other, inspection=unseen)
    assert not stands_in(story)
