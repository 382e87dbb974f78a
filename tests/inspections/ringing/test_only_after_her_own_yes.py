"""Whoever is suggested to a head as her buddy rings her only after a yes of her own, and theirs is their own, too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from buddies.models import Pairing
from buddies.steps.actions import pairings
from buddies.wishes import actions as wishes
from inspections.models import PleaseRing, WiderAsk, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from network import models as m
from network.members.actions import memberships, roles
from network.rules import NotAllowed, WrongState
from tests import factories as f
from tests.inspections.ringing.test_wider_asks import (  # noqa: F401  fixtures
    alerted,
    alone,
    colleague,
    pair,
    phone_seen_by,
)
from tests.inspections.story import call

pytestmark = pytest.mark.django_db


def read(sign_in, person, path="/today/"):
    return " ".join(sign_in(person).get(path).content.decode().split())


# --- a yes by phone ---


def test_what_an_officer_notes_by_phone_opens_no_number_and_calls_nobody_off(alone, sign_in):  # noqa: F811
    pairing, kim = pair(alone), colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    address = reverse("buddies:yes-by-phone", args=[pairing.public_id])
    for whose in ("head", "buddy"):
        sign_in(alone["OF"]).post(address, {"whose": whose})
    wider_asks.look()
    assert not phone_seen_by(alone.buddy, alone.head)
    assert WiderAsk.objects.get().taken_by is None
    assert "Blake Example has said yes" not in read(sign_in, alone.head)
    assert "Somebody has it" not in read(sign_in, kim)


def test_a_yes_that_nobody_pressed_here_stands_in_nobodys_name(alone, now):  # noqa: F811
    pairing = pair(alone)
    call(alone)
    now.shift(timedelta(minutes=1))
    pairings.say_yes(pairing=pairing, by=alone.buddy)
    before = m.AuditRow.objects.filter(by=alone.buddy).count()
    wider_asks.look()
    assert WiderAsk.objects.get().taken_by == alone.buddy
    assert m.AuditRow.objects.filter(by=alone.buddy).count() == before


# --- a suggestion she has not said yes to ---


@pytest.mark.parametrize("by", ["the call", "please ring me"])
def test_nobody_is_asked_by_the_call_whom_she_has_not_said_yes_to(alone, sign_in, by):  # noqa: F811
    pair(alone, head_yes_at=None)
    if by == "the call":
        call(alone)
    else:
        please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    wider_asks.look()
    assert alerted() == set()
    assert not WiderAsked.objects.exists()
    assert "would like to be rung today" not in read(sign_in, alone.buddy)
    assert "Nobody is being asked yet" in read(sign_in, alone.head)


def test_her_yes_after_the_call_asks_them(alone):  # noqa: F811
    pairing = pair(alone, head_yes_at=None)
    call(alone)
    pairings.say_yes(pairing=pairing, by=alone.head)
    wider_asks.look()
    assert alerted() == {"Blake"}


def test_she_asks_whoever_is_suggested_by_a_press_after_reading_what_they_will_see(alone, sign_in):  # noqa: F811
    pair(alone, head_yes_at=None)
    call(alone)
    page = read(sign_in, alone.head, "/ask-more/")
    assert "Blake Example is suggested as your buddy, and you have not said yes yet." in page
    assert "They know that they are suggested to you, so they can tell that it is you." in page
    said = sign_in(alone.head).post(reverse("inspections:ask-suggested"), follow=True).content.decode()
    assert "Blake is asked now." in said
    assert alerted() == {"Blake"}
    assert not phone_seen_by(alone.buddy, alone.head)
    assert wider_asks.say_yes(by=alone.buddy, asked=WiderAsked.objects.get())
    assert phone_seen_by(alone.buddy, alone.head)
    assert Pairing.objects.get().state == Pairing.ASKED, "to ring her is no yes to the pairing"


def test_that_press_is_for_a_head_who_waits_and_asks_nobody_where_nobody_is_suggested(alone, sign_in):  # noqa: F811
    with pytest.raises(WrongState, match="Please ring me"):
        wider_asks.ask_suggested(by=alone.head)
    with pytest.raises(NotAllowed):
        wider_asks.ask_suggested(by=alone.officer)
    call(alone)
    assert wider_asks.ask_suggested(by=alone.head) is None
    assert not WiderAsk.objects.exists()
    assert "suggested as your buddy" not in read(sign_in, alone.head, "/ask-more/")


def test_before_the_call_she_reads_that_the_pending_buddy_can_tell_that_it_is_her(alone, sign_in):  # noqa: F811
    pair(alone)
    for path in ("/call/", "/please-ring-me/"):
        assert "They know that they are to be your buddy, so they can tell that it is you." in read(
            sign_in, alone.head, path
        )


def test_a_no_says_to_each_what_she_reads_of_it(alone, sign_in):  # noqa: F811
    """Her page names the pending buddy while they are asked, so it shows when they are not."""
    pair(alone)
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    said, of_others = "The head sees that you are not asked any more.", "The head does not read who said it."
    assert (said in read(sign_in, alone.buddy), of_others in read(sign_in, alone.buddy)) == (True, False)
    assert (said in read(sign_in, kim), of_others in read(sign_in, kim)) == (False, True)
    named = "<strong>Blake Example</strong>, whose yes as your buddy we wait for, is asked"
    assert named in read(sign_in, alone.head)
    wider_asks.say_no(by=alone.buddy, asked=WiderAsked.objects.get(person=alone.buddy))
    wider_asks.say_no(by=kim, asked=WiderAsked.objects.get(person=kim))
    page = read(sign_in, alone.head)
    assert named not in page
    assert "Kim Example" not in page


# --- a yes that may stand no longer ---


def becomes_an_officer(cast, person):
    grant = f.RoleGrantFactory(person=person, confirmed_at=None)
    roles.confirm(by=f.RoleGrantFactory(role=m.RoleGrant.ADMINISTRATOR).person, grant=grant)


def becomes_her_manager(cast, person):
    memberships.start(by=cast.officer, person=person, role=m.Membership.MANAGER, organisation=cast.employer)


def she_moves_to_their_trust(cast, person):
    trust = f.OrganisationFactory(name="Example Trust of Kim")
    f.MembershipFactory(person=person, school=f.SchoolFactory(trust=trust))
    school = f.SchoolFactory(trust=trust)
    memberships.start(by=cast.officer, person=cast.head, role=m.Membership.HEAD, school=school)


def she_will_not_have_them(cast, person):
    wishes.not_this_person(person=person, by=cast.head)


@pytest.mark.parametrize(
    "change", [becomes_an_officer, becomes_her_manager, she_moves_to_their_trust, she_will_not_have_them]
)
def test_name_and_number_go_in_the_moment_a_rule_comes_between(alone, sign_in, change):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    assert phone_seen_by(kim, alone.head)
    change(alone, kim)
    assert not phone_seen_by(kim, alone.head)
    assert WiderAsk.objects.get().taken_by is None
    assert "Hollis" not in read(sign_in, kim)


def test_a_wish_about_somebody_else_leaves_it_as_it_is(alone):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    wishes.not_this_person(person=alone.other_head, by=alone.head)
    assert phone_seen_by(kim, alone.head)


# --- what is kept of it for ever ---


def test_the_audit_does_not_tell_for_ever_that_somebody_was_to_ring_her(alone):  # noqa: F811
    kim = colleague()
    before = m.AuditRow.objects.count()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    please_ring.rung(by=kim, ask=WiderAsk.objects.get())
    rows = m.AuditRow.objects.order_by("pk")[before:]
    assert {(row.verb, row.what) for row in rows} == {("record.change", "")}
    assert [row.detail for row in rows if row.detail] == []


# --- her own press for the officer's call ---


def test_what_others_send_from_her_network_does_not_shut_her_own_press(alone, sign_in):  # noqa: F811
    given = {"name": "Hollis Example", "phone": "07700 900123"}
    for _ in range(7):
        last = Client().post(reverse("network:need-someone"), given)
    assert last.status_code == 429
    browser = sign_in(alone.head)
    own = [browser.post(reverse("inspections:ask-call-back"), given).status_code for _ in range(7)]
    assert own == [302] * 6 + [429]
    other = sign_in(alone.other_head).post(reverse("inspections:ask-call-back"), given)
    assert other.status_code == 302
