"""Whoever took a call and may no longer advise that head: name and number go in the same moment."""

import pytest

from buddies.wishes import actions as wishes
from directory.call_outs.actions import call_outs
from directory.models import Asked, CallOut
from network import models as m
from network.members.actions import memberships, roles
from tests import factories as f
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, raised, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def taken(cast):
    winner, other = make.listing(), make.listing()
    call = raised(cast)
    say(call, winner)
    assert fresh(call).winner == winner
    assert CallOut.objects.visible_to(winner.person).filter(pk=call.pk).exists()
    return call, winner, other


def becomes_an_officer(cast, person):
    grant = f.RoleGrantFactory(person=person, confirmed_at=None)
    roles.confirm(by=f.RoleGrantFactory(role=m.RoleGrant.ADMINISTRATOR).person, grant=grant)


def becomes_her_manager(cast, person):
    memberships.start(by=cast.officer, person=person, role=m.Membership.MANAGER, organisation=cast.employer)


def she_will_not_have_them(cast, person):
    wishes.not_this_person(person=person, by=cast.head)


CHANGES = [becomes_an_officer, becomes_her_manager, she_will_not_have_them]


@pytest.mark.parametrize("change", CHANGES)
def test_before_they_have_spoken_the_others_are_asked(cast, taken, change):
    call, winner, other = taken
    change(cast, winner.person)
    assert not CallOut.objects.visible_to(winner.person).filter(pk=call.pk).exists()
    assert (fresh(call).winner, fresh(call).state) == (None, CallOut.OPEN)
    assert Asked.objects.get(call_out=call, listing=winner).let_go_at is not None
    say(call, other)
    assert fresh(call).winner == other


@pytest.mark.parametrize("change", CHANGES)
def test_after_they_have_spoken_the_call_is_over(cast, taken, change):
    call, winner, _ = taken
    call_outs.spoken(by=cast.head, call=call)
    change(cast, winner.person)
    assert not CallOut.objects.visible_to(winner.person).filter(pk=call.pk).exists()
    assert fresh(call).state == CallOut.ENDED


def test_what_changes_for_somebody_else_leaves_it_as_it_is(cast, taken):
    call, winner, other = taken
    becomes_an_officer(cast, other.person)
    she_will_not_have_them(cast, other.person)
    assert fresh(call).winner == winner
