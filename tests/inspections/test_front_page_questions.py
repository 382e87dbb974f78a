"""What the front page says while a pairing is asked and not yet in force, to each who is asked."""

import pytest

from buddies.models import Pairing
from buddies.steps.actions import contact, pairings, requests
from inspections.models import Inspection
from network import clock
from network import models as m
from network.site import published
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast, network_ready):
    """Nobody has anybody; the officer has paired one head by hand."""
    Pairing.objects.all().delete()
    m.Tie.objects.all().delete()
    f.MembershipFactory(person=cast.buddy, role=m.Membership.HEAD)
    f.MembershipFactory(person=cast.reserve, role=m.Membership.HEAD)
    return pairings.pair_by_hand(by=cast.officer, head=cast.head, buddy=cast.buddy, reserve=cast.reserve)


def front(sign_in, person) -> str:
    return " ".join(sign_in(person).get("/today/").content.decode().split())


def say_yes(asked, person) -> None:
    pairings.say_yes(by=person, pairing=Pairing.objects.get(pk=asked.pk))


def test_head_reads_who_is_suggested_and_answers(cast, asked, sign_in):
    text = front(sign_in, cast.head)
    assert f"{cast.buddy.name} is suggested as your buddy" in text
    assert "Look and answer" in text
    assert "You have no buddy yet</h2>" not in text
    assert "Ask for a buddy" not in text


def test_head_who_said_yes_reads_for_whom_she_waits(cast, asked, sign_in):
    say_yes(asked, cast.head)
    text = front(sign_in, cast.head)
    assert f"{cast.buddy.name} is asked to be your buddy" in text
    assert "You have said yes." in text


def test_buddy_and_reserve_read_what_is_asked_until_they_answer(cast, asked, sign_in):
    assert f"Will you stand by {cast.head.name}?" in front(sign_in, cast.buddy)
    assert f"Will you be the reserve for {cast.head.name}?" in front(sign_in, cast.reserve)
    for one in (cast.buddy, cast.reserve):
        say_yes(asked, one)
        assert "Will you" not in front(sign_in, one)


def test_each_of_several_questions_is_a_card(cast, asked, sign_in):
    other = f.MembershipFactory(role=m.Membership.HEAD).person
    pairings.pair_by_hand(by=cast.officer, head=other, buddy=cast.reserve)
    text = front(sign_in, cast.reserve)
    assert f"Will you be the reserve for {cast.head.name}?" in text
    assert f"Will you stand by {other.name}?" in text


def test_of_a_question_taken_back_nothing_is_left(cast, asked, sign_in):
    pairings.end(by=cast.head, pairing=Pairing.objects.get(pk=asked.pk))
    text = front(sign_in, cast.head)
    assert "is suggested" not in text
    assert "Will you" not in front(sign_in, cast.buddy)


def test_head_who_waits_is_not_told_to_ask(cast, asked, sign_in):
    Pairing.objects.all().delete()
    requests.ask(by=cast.head, wishes={})
    text = front(sign_in, cast.head)
    assert "You are waiting for a buddy" in text
    assert "Ask for a buddy" not in text
    requests.withdraw(by=cast.head)
    assert "Ask for a buddy" in front(sign_in, cast.head)


def test_nobody_is_told_to_ring_an_email_address(cast, asked, sign_in, monkeypatch):
    monkeypatch.setattr(published, "_contact", "officer@example.org")
    link = '<a class="govuk-link" href="mailto:officer@example.org">officer@example.org</a>'
    assert f"write to the officer of the network ({link})" in front(sign_in, cast.head)


def ring_first(asked, person) -> None:
    contact.ring_me_first(by=person, pairing=Pairing.objects.get(pk=asked.pk))


def test_whoever_is_asked_for_a_word_first_reads_so_after_a_yes_too(cast, asked, sign_in):
    say_yes(asked, cast.buddy)
    ring_first(asked, cast.head)
    text = front(sign_in, cast.buddy)
    assert f"{cast.head.name} would like a word first" in text
    assert 'href="/standing-by/"' in text
    assert "Will you stand by" not in text
    assert "word first" not in front(sign_in, cast.head)
    assert "word first" not in front(sign_in, cast.reserve), "between the two alone"


def test_a_head_reads_that_her_buddy_would_like_a_word_first(cast, asked, sign_in):
    ring_first(asked, cast.buddy)
    text = front(sign_in, cast.head)
    assert f"{cast.buddy.name} would like a word first" in text
    assert 'href="/buddy/"' in text
    text = front(sign_in, cast.buddy)
    assert f"Will you stand by {cast.head.name}?" in text
    assert "word first" not in text


@pytest.mark.parametrize("officer", [True, False])
def test_a_head_who_has_left_her_school_reads_what_is_asked_of_her(cast, asked, sign_in, officer):
    m.Membership.objects.filter(person=cast.head).update(to_at=clock.now())
    if officer:
        f.RoleGrantFactory(person=cast.head)
    ring_first(asked, cast.buddy)
    text = front(sign_in, cast.head)
    assert f"{cast.buddy.name} is suggested as your buddy" in text
    assert f"{cast.buddy.name} would like a word first" in text
    assert "There is nothing for you to do today" not in text


def test_a_head_who_has_left_and_waits_is_led_to_no_page_she_may_not_open(cast, asked, sign_in):
    pairings.end(by=cast.buddy, pairing=Pairing.objects.get(pk=asked.pk))
    requests.ask(by=cast.head, wishes={})
    Inspection.objects.create(head=cast.head, school=cast.school, starts_on=clock.today(), ends_on=clock.today())
    assert 'href="/buddy/ask/"' in front(sign_in, cast.head)
    m.Membership.objects.filter(person=cast.head).update(to_at=clock.now())
    text = front(sign_in, cast.head)
    assert "You are waiting for a buddy" in text
    assert "/buddy/ask/" not in text
