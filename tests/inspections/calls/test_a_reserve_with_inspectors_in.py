"""A reserve whose own call is live stands in for nobody: it goes on to the next step."""

from datetime import timedelta

import pytest

from inspections.calls.actions import inspections, notify_call
from inspections.models import PleaseRing, Told
from inspections.ringing.actions import please_ring
from inspections.silence.actions import silence
from inspections.silence.silence import Step
from network import models as m
from tests.inspections.calls.test_undo_and_seen import page
from tests.inspections.story import call

pytestmark = pytest.mark.django_db


def calls_reserve(story):
    post = m.Membership.objects.get(person=story.reserve, role=m.Membership.HEAD)
    return inspections.the_call_has_come(by=story.reserve, school=post.school, head=story.reserve)


def stands_in(story):
    return m.Tie.objects.live().filter(person=story.reserve, head=story.head, kind=m.Tie.BUDDY).exists()


def test_please_ring_me_goes_on_to_who_else_can_be_asked(story, sign_in, now):
    calls_reserve(story)
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    now.shift(timedelta(minutes=30))
    please_ring.pass_on_waiting()
    assert not stands_in(story)
    assert 'href="/ask-more/"' in page(sign_in(story.head))


def test_a_call_nobody_has_seen_does_too(story, sign_in, now):
    calls_reserve(story)
    call(story)
    now.shift(timedelta(minutes=31))
    notify_call.pass_on_unseen(minutes=30)
    assert not stands_in(story)
    assert not Told.objects.filter(person=story.reserve, role=Told.STAND_IN).exists()
    assert 'href="/ask-more/"' in page(sign_in(story.head))


def test_nor_are_they_asked_when_she_has_gone_quiet(story):
    assert silence._whom(story.head, Step.RESERVE) == story.reserve
    calls_reserve(story)
    assert silence._whom(story.head, Step.RESERVE) is None


def test_while_they_stand_in_their_page_does_not_say_that_they_may_be_asked_to(story, sign_in, now):
    call(story)
    assert "Please be ready for" in page(sign_in(story.reserve))
    now.shift(timedelta(minutes=31))
    notify_call.pass_on_unseen(minutes=30)
    assert stands_in(story)
    text = page(sign_in(story.reserve))
    assert "Please be ready for" not in text
    assert "Hollis Example" in text
    assert "The call has come: 1 December to 2 December." in text
