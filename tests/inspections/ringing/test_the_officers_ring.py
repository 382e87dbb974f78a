"""A head who asked the officer to ring her reads what becomes of it, whatever else happens meanwhile."""

from datetime import timedelta

import pytest

from inspections.models import WiderAsk, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from network import models as m
from network.help.actions import help_requests
from tests.announcing import words
from tests.inspections.calls.test_undo_and_seen import page, pressed
from tests.inspections.ringing.test_wider_asks import alone, colleague  # noqa: F401  fixtures
from tests.inspections.story import call

pytestmark = pytest.mark.django_db
IN_THE_LIST = "You asked the officer to ring you, on Monday at 09.52. You stand in their list until they have rung."
NOTED = "The officer has noted that they rang you, on Monday at 10.52. If they did not reach you, ask again."


def asks_the_officer(head):
    return wider_asks.ask_call_back(by=head, name="Hollis Example", phone="07700 900123")


def test_she_reads_that_the_officer_noted_a_ring_and_can_ask_again(alone, sign_in, now):  # noqa: F811
    call(alone)
    row = asks_the_officer(alone.head)
    head = sign_in(alone.head)
    assert IN_THE_LIST in words(page(head))
    assert "Nobody is being asked yet." not in page(head)
    now.shift(timedelta(hours=1))
    help_requests.mark_answered(by=alone.officer, help_request=row)
    text = words(page(head))
    assert NOTED in text
    assert IN_THE_LIST not in text
    assert "Ollie" not in text
    assert 'href="/ask-more/#officer"' in page(head)
    asks_the_officer(alone.head)
    text = words(page(head))
    assert "You asked the officer to ring you, on Monday at 10.52." in text
    assert NOTED not in text
    assert m.HelpRequest.objects.waiting().count() == 1


def test_they_reached_me_takes_it_from_her_page(alone, sign_in, now):  # noqa: F811
    call(alone)
    row = asks_the_officer(alone.head)
    now.shift(timedelta(hours=1))
    help_requests.mark_answered(by=alone.officer, help_request=row)
    head = sign_in(alone.head)
    said = pressed(head, page(head), "They reached me").content.decode()
    assert NOTED not in words(said)
    assert NOTED not in words(page(head))


def test_where_none_of_them_can_the_officer_is_offered_once(alone, sign_in, now):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_no(by=kim, asked=WiderAsked.objects.get())
    head = sign_in(alone.head)
    assert "Ask the officer to ring you" in page(head)
    row = asks_the_officer(alone.head)
    assert "Ask the officer to ring you" not in page(head)
    now.shift(timedelta(hours=1))
    help_requests.mark_answered(by=alone.officer, help_request=row)
    assert "Ask the officer again" in page(head)
    assert "Ask the officer to ring you" not in page(head)


def test_the_line_stands_while_the_officers_list_holds_her_whoever_says_yes(alone, sign_in, now):  # noqa: F811
    kim = colleague()
    call(alone)
    row = asks_the_officer(alone.head)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get())
    head = sign_in(alone.head)
    text = words(page(head))
    assert "Kim Example has said yes" in text
    assert IN_THE_LIST in text
    please_ring.rung(by=alone.head, ask=WiderAsk.objects.get())
    assert IN_THE_LIST in words(page(head))
    now.shift(timedelta(days=7))
    assert "You stand in their list until they have rung." in words(page(head))
    help_requests.mark_answered(by=alone.officer, help_request=row)
    assert "The officer has noted that they rang you" in words(page(head))
