"""A wave of questions that did not arrive must not tell the administrator that a head's call has come."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory.call_outs.actions import notify_call
from directory.models import Asked
from inspections.ringing.actions import wider_asks
from network import clock
from outbox.actions import put_many
from outbox.models import Message
from outbox.receipts import causes, not_arrived
from tests import factories as f
from tests.directory import make
from tests.inspections.ringing.test_wider_asks import alone, colleague, pair  # noqa: F401  fixtures
from tests.inspections.story import call

pytestmark = pytest.mark.django_db


def lost():
    Message.objects.update(state=Message.FAILED, why="no try got through in time", next_at=clock.now())
    return not_arrived.groups(not_arrived.rows(Message.objects.all(), clock.now()))


def test_eight_whom_one_head_asked_are_one_and_stand_at_no_hour(alone, now, sign_in):  # noqa: F811
    for number in range(8):
        colleague(f"Kim{number} Example")
    now.shift(timedelta(hours=11))
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    Message.objects.exclude(about__startswith="wider-asked:").delete()
    (group,) = lost()
    assert len(group.rows) == 8
    assert (group.hour, group.how_many) == (None, "fewer than five")
    said = " ".join(sign_in(alone["AD"]).get(reverse("messages-not-arrived")).content.decode().split())
    assert "Messages, urgent or ordinary: fewer than five" in said
    assert "Monday" not in said
    assert "20.00" not in said


def test_nor_do_the_colleagues_whom_one_call_for_advice_asked(alone):  # noqa: F811
    call_out = make.call_out(alone.head, f.SchoolFactory())
    for number in range(6):
        listing = make.listing(f.PersonFactory(name=f"Dana{number} Example"))
        asked = Asked.objects.create(call_out=call_out, listing=listing, wave=1)
        put_many(wanted=[notify_call.alert(call_out, asked, "1")], by=None)
    assert [group.how_many for group in lost()] == ["fewer than five"]


def test_each_message_that_a_head_causes_is_counted_as_hers(alone):  # noqa: F811
    pair(alone)
    call(alone)
    about = set(Message.objects.exclude(about="").values_list("about", flat=True))
    assert about, "the buddy is asked"
    assert set(causes.of(about).values()) == {alone.head.pk}
    assert set(causes.of({f"head:{alone.head.pk}", "listing:3", "", "told:none"})) == {f"head:{alone.head.pk}"}
