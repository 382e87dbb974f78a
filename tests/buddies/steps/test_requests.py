import pytest

from buddies.models import BuddyRequest, Offer
from buddies.offers import actions as offers
from buddies.steps.actions import requests
from network import audit, clock, hooks
from network.models import Membership
from network.rules import NotAllowed, WrongState
from tests import factories as f
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


def test_a_window_opens_a_request_that_belongs_to_the_school():
    school = f.SchoolFactory()
    (first,) = requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
    (again,) = requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
    assert first == again
    assert (first.school, first.head, first.why) == (school, None, BuddyRequest.WINDOW)


def test_when_the_head_joins_it_becomes_hers():
    school = f.SchoolFactory()
    (waiting,) = requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
    head = f.PersonFactory()
    post = f.MembershipFactory(person=head, school=school)
    hooks.call(hooks.membership_changed, person=head, membership=post, by=head)
    waiting.refresh_from_db()
    assert waiting.head == head
    assert requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None) == [waiting]


def test_a_head_who_had_asked_keeps_one_request(trio):
    own = requests.ask(by=trio.head)
    BuddyRequest.objects.create(school=trio.school, why=BuddyRequest.WINDOW)
    post = trio.head.memberships.get()
    hooks.call(hooks.membership_changed, person=trio.head, membership=post, by=trio.head)
    assert BuddyRequest.objects.open().get() == own


def test_a_deputy_who_joins_takes_nothing_over():
    school = f.SchoolFactory()
    requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
    post = f.MembershipFactory(school=school, role=Membership.DEPUTY)
    hooks.call(hooks.membership_changed, person=post.person, membership=post, by=post.person)
    assert BuddyRequest.objects.open().get().head is None


def test_a_head_who_has_a_buddy_is_not_asked_for_again(trio):
    trio.in_force()
    assert requests.open_for_school(school=trio.school, why=BuddyRequest.WINDOW, by=None) == []


def test_two_heads_of_one_school_each_have_theirs(trio):
    second = f.PersonFactory()
    f.MembershipFactory(person=second, school=trio.school, role=Membership.CO_HEAD)
    found = requests.open_for_school(school=trio.school, why=BuddyRequest.WINDOW, by=None)
    assert {request.head for request in found} == {trio.head, second}


def test_ask_again_changes_the_wishes_and_no_audit_row_holds_them(trio):
    first = requests.ask(by=trio.head, wishes={"gender": "woman"})
    again = requests.ask(by=trio.head, wishes={"gender": "man"})
    assert (first.pk, again.wishes) == (again.pk, {"gender": "man"})
    rows = audit.AuditRow.objects.filter(verb__startswith="request.")
    assert "woman" not in str(list(rows.values()))


def test_ask_is_for_heads_without_a_buddy(trio):
    with pytest.raises(NotAllowed):
        requests.ask(by=trio.officer)
    trio.pair()
    with pytest.raises(WrongState, match="ask for someone else"):
        requests.ask(by=trio.head)


def test_withdraw(trio):
    requests.ask(by=trio.head)
    assert requests.withdraw(by=trio.head)
    assert not requests.withdraw(by=trio.head)
    assert not BuddyRequest.objects.open().exists()


def test_a_window_that_closes_takes_the_schools_request_with_it_but_not_a_heads(trio):
    school = f.SchoolFactory()
    requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
    requests.open_for_school(school=trio.school, why=BuddyRequest.WINDOW, by=None)
    assert requests.close_for_school(school=school, by=None) == 1
    assert requests.close_for_school(school=trio.school, by=None) == 0


def test_an_offer_is_made_changed_paused_and_stepped_back_from(trio):
    offer = offers.make(by=trio.buddy, capacity=3, can_help_with="Talking on a Sunday evening.")
    assert offers.make(by=trio.buddy, capacity=1).pk == offer.pk
    until = clock.today().replace(day=28) + clock.timedelta(days=30)
    offers.pause(by=trio.buddy, offer=offer, until=until)
    offer.refresh_from_db()
    assert (offer.capacity, offer.paused_until) == (1, until)
    offers.come_back(by=trio.buddy, offer=offer)
    offers.step_back(by=trio.buddy, offer=offer)
    assert not Offer.objects.standing().exists()
    offer.refresh_from_db()
    with pytest.raises(WrongState, match="stepped back"):
        offers.come_back(by=trio.buddy, offer=offer)


def test_an_officer_does_not_offer_nor_a_stranger(trio):
    for person in (trio.officer, f.PersonFactory()):
        with pytest.raises(NotAllowed):
            offers.make(by=person, capacity=1)
    f.RoleGrantFactory(person=trio.buddy)
    trio.buddy.__dict__.pop("_roles", None)
    with pytest.raises(NotAllowed):
        offers.make(by=trio.buddy, capacity=1)


def test_nobody_changes_somebody_elses_offer(trio):
    offer = offers.make(by=trio.buddy, capacity=3)
    with pytest.raises(NotAllowed):
        offers.step_back(by=leader("Skye Example"), offer=offer)
