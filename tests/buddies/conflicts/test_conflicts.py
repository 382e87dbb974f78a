"""Deny wins: a post gained ends the pairing in the same transaction."""

from datetime import timedelta

import pytest

from buddies import tasks
from buddies.models import BuddyRequest, Pairing
from buddies.offers import actions as offers
from buddies.steps.actions import requests
from network import clock, hooks
from network.models import Membership, Organisation, Tie
from tests import factories as f

pytestmark = pytest.mark.django_db


def gain(person, **post):
    membership = f.MembershipFactory(person=person, **post)
    hooks.call(hooks.membership_changed, person=person, membership=membership, by=person)


def current(head):
    return Pairing.objects.current().filter(head=head).first()


def test_a_buddy_who_comes_to_the_heads_trust_gives_way_to_the_reserve(trio):
    trio.in_force()
    trio.school.trust = f.OrganisationFactory()
    trio.school.save()
    gain(trio.buddy, school=f.SchoolFactory(trust=trio.school.trust))
    assert current(trio.head).buddy == trio.reserve
    assert not Tie.objects.live().filter(person=trio.buddy).exists()
    assert Tie.objects.live().filter(person=trio.reserve, kind=Tie.BUDDY, head=trio.head).exists()


def test_without_a_reserve_it_ends_and_the_head_waits_again(trio):
    trio.in_force(reserve=False)
    gain(trio.buddy, school=trio.school, role=Membership.GOVERNOR)
    assert current(trio.head) is None
    assert BuddyRequest.objects.open().get().head == trio.head


def test_an_officer_stops_being_buddy_and_reserve(trio):
    pairing = trio.in_force()
    for person in (trio.buddy, trio.reserve):
        f.RoleGrantFactory(person=person)
        hooks.call(hooks.role_changed, person=person, role="officer", by=trio.officer)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.HANDED
    assert current(trio.head) is None
    assert not Tie.objects.live().exists()


@pytest.mark.parametrize("role", [Membership.REPRESENTATIVE, Membership.MANAGER])
def test_a_reserve_who_speaks_for_the_employer_leaves_the_pair(trio, role):
    pairing = trio.in_force()
    council = f.OrganisationFactory(kind=Organisation.COUNCIL, register_code=trio.school.authority.code)
    gain(trio.reserve, organisation=council, role=role)
    pairing.refresh_from_db()
    assert (pairing.state, pairing.reserve) == (Pairing.IN_FORCE, None)


def test_it_holds_while_they_are_asked_too(trio):
    pairing = trio.pair()
    gain(trio.buddy, school=trio.school, role=Membership.STAFF)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.ENDED


def test_a_school_that_changes_trust_by_the_register_counts(trio):
    pairing = trio.in_force(reserve=False)
    trust = f.OrganisationFactory()
    for person in (trio.head, trio.buddy):
        school = person.memberships.get().school
        school.trust = trust
        school.save()
    hooks.call(hooks.register_applied, register_import=None)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.ENDED


def to_one_trust(trio):
    trust = f.OrganisationFactory()
    for person in (trio.head, trio.buddy):
        school = person.memberships.get().school
        school.trust = trust
        school.save()
    return trust


def test_no_import_ends_a_pairing_once_the_call_has_come(trio):
    """Whoever brings in the register could otherwise take a head's buddy from her in her two days."""
    pairing = trio.in_force()
    later = clock.now() + timedelta(days=90)
    Pairing.objects.filter(pk=pairing.pk).update(called_at=clock.now(), protected_until=later)
    to_one_trust(trio)
    hooks.call(hooks.register_applied, register_import=None)
    pairing.refresh_from_db()
    assert (pairing.state, pairing.buddy) == (Pairing.IN_FORCE, trio.buddy)
    Pairing.objects.filter(pk=pairing.pk).update(called_at=None, protected_until=clock.now())
    hooks.call(hooks.register_applied, register_import=None)
    assert current(trio.head).buddy == trio.reserve


def test_an_import_by_which_the_buddy_speaks_for_the_employer_moves_it_at_once(trio):
    pairing = trio.in_force()
    Pairing.objects.filter(pk=pairing.pk).update(called_at=clock.now())
    trust = f.OrganisationFactory()
    f.MembershipFactory(person=trio.buddy, organisation=trust, school=None, role=Membership.REPRESENTATIVE)
    trio.school.trust = trust
    trio.school.save()
    hooks.call(hooks.register_applied, register_import=None)
    assert current(trio.head).buddy == trio.reserve


def test_a_post_that_denies_nothing_changes_nothing(trio):
    pairing = trio.in_force()
    gain(trio.buddy, school=f.SchoolFactory(), role=Membership.GOVERNOR)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.IN_FORCE


def test_a_head_who_leaves_her_school_keeps_her_buddy(trio):
    pairing = trio.in_force()
    post = trio.head.memberships.get()
    post.to_at = post.from_at
    post.save()
    hooks.call(hooks.membership_changed, person=trio.head, membership=post, by=trio.officer)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.IN_FORCE


def leave(person):
    person.is_active = False
    person.save()
    tasks.tick()


def test_a_buddy_who_closes_the_account_gives_way_to_the_reserve(trio):
    trio.in_force()
    leave(trio.buddy)
    assert current(trio.head).buddy == trio.reserve
    assert not Tie.objects.live().filter(person=trio.buddy).exists()


def test_a_buddy_who_closes_the_account_without_a_reserve_leaves_her_waiting(trio):
    trio.in_force(reserve=False)
    leave(trio.buddy)
    assert current(trio.head) is None
    assert BuddyRequest.objects.open().get().head == trio.head


def test_a_reserve_who_closes_the_account_is_a_reserve_no_more(trio):
    trio.in_force()
    leave(trio.reserve)
    assert (current(trio.head).buddy, current(trio.head).reserve) == (trio.buddy, None)
    assert not Tie.objects.live().filter(person=trio.reserve).exists()


def test_nobody_is_asked_for_a_head_who_has_closed_her_account(trio):
    requests.ask(by=trio.head)
    offers.make(by=trio.reserve, capacity=2)
    pairing = trio.pair(reserve=False)
    Pairing.objects.update(answer_by=clock.now() - timedelta(minutes=1))
    leave(trio.head)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.LAPSED
    assert not Pairing.objects.current().exists()
