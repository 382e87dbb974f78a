"""What those who stand by a head find on their page from "Please ring me" until they have read that it is over."""

from datetime import date, timedelta

import pytest

from inspections.answers.actions import answers as check_ins
from inspections.models import CheckIn, PleaseRing
from inspections.ringing.actions import please_ring
from network import clock
from network import models as m
from tests import factories as f
from tests.announcing import words
from tests.inspections.calls.test_undo_and_seen import page, pressed
from tests.inspections.story import at, call

pytestmark = pytest.mark.django_db


def asked(head):
    return please_ring.ask(head=head, by=head, via=PleaseRing.SIGNED_IN)


def test_i_am_ringing_leads_to_the_number_which_stays_first_until_they_have_spoken(story, sign_in, now):
    asked(story.head)
    buddy = sign_in(story.buddy)
    text = pressed(buddy, page(buddy), "I am ringing").content.decode()
    phone = story.head.contact_points.get(channel="sms").address
    for said in (text, page(buddy)):
        first = said.partition("<main")[2].partition("<section")[2]
        assert "Hollis Example waits for you to ring" in words(first.partition("</section>")[0])
        assert f'<a class="covenant-call" href="tel:{phone}">' in first.partition("</section>")[0]
        assert ">We have spoken<" in first.partition("</section>")[0]
    pressed(buddy, page(buddy).partition("You stand by")[0], "We have spoken")
    assert not PleaseRing.objects.open().exists()
    assert "waits for you to ring" not in page(buddy)
    assert "had asked to be rung" not in page(buddy)


@pytest.mark.parametrize("how", ["withdrawn", "by the reserve", "beside a check-in"])
def test_whoever_was_asked_reads_that_it_is_settled_until_they_press_seen(story, sign_in, now, how):
    call(story)
    ring = asked(story.head)
    now.shift(timedelta(minutes=31))
    please_ring.pass_on_waiting()
    readers = [story.buddy]
    if how == "withdrawn":
        please_ring.spoken(by=story.head, ring=ring)
    elif how == "by the reserve":
        please_ring.spoken(by=story.reserve, ring=ring)
    else:
        now.move_to(at("2026-12-01 17:05"))
        evening = CheckIn.objects.select_related("head").get(rule="evening")
        check_ins.we_have_spoken(by=story.reserve, check_in=evening)
    assert not PleaseRing.objects.open().exists()
    for person in readers:
        browser = sign_in(person)
        assert "Hollis Example had asked to be rung" in page(browser)
        assert "There is nothing to do." in page(browser)
        pressed(browser, page(browser), "Seen")
        assert "had asked to be rung" not in page(browser)


def test_we_have_spoken_beside_a_check_in_closes_the_open_ring(story, now):
    call(story)
    asked(story.head)
    now.move_to(at("2026-12-01 17:05"))
    check_ins.we_have_spoken(by=story.buddy, check_in=CheckIn.objects.select_related("head").get(rule="evening"))
    assert PleaseRing.objects.get().ended_by == story.buddy


def test_what_ends_by_itself_is_not_called_settled(story, sign_in, now):
    asked(story.head)
    now.shift(timedelta(hours=48))
    please_ring.end_old()
    text = words(page(sign_in(story.buddy)))
    assert "Two days have passed, and nobody has noted that you have spoken." in text
    assert "There is nothing to do." not in text


def test_while_one_is_ringing_the_others_read_so_and_whoever_came_later_reads_nothing(story, sign_in, now):
    ring = asked(story.head)
    now.shift(timedelta(minutes=31))
    please_ring.pass_on_waiting()
    please_ring.taking(by=story.reserve, ring=ring)
    assert "Somebody is ringing Hollis Example" in page(sign_in(story.buddy))
    please_ring.spoken(by=story.head, ring=PleaseRing.objects.select_related("head").get())
    now.shift(timedelta(minutes=1))
    f.TieFactory(head=story.head, person=story.other_head, kind=m.Tie.BUDDY, from_at=clock.now())
    assert "had asked to be rung" not in page(sign_in(story.other_head))


def test_a_head_with_the_inspectors_in_stands_above_ones_own(story, sign_in, now):
    from inspections.calls.actions import notify_call

    inspection = call(story)
    notify_call.seen(by=story.buddy, inspection=inspection)
    text = page(sign_in(story.buddy))
    assert text.index(">Hollis Example<") < text.index("Not all right?")
    now.move_to(at("2027-01-20 09:00"))
    assert date(2027, 1, 20) > inspection.ends_on
    text = page(sign_in(story.buddy))
    assert text.index(">Hollis Example<") > text.index("Not all right?")
