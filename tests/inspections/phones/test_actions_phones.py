import pytest

from inspections.models import Inspection, PleaseRing
from inspections.phones import actions as phones
from network import clock
from network.models import Tie
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(head):
    return phones.register(by=head, name="My own phone")


def test_the_token_is_kept_hashed_only(registered):
    phone, raw = registered
    assert len(raw) == 43
    assert raw not in str(vars(phone))
    assert phones.find(raw=raw) == phone


@pytest.mark.parametrize("change", [str.lower, lambda raw: raw[:-1], lambda raw: raw + ".", lambda raw: ""])
def test_only_the_whole_token_is_known(registered, change):
    _, raw = registered
    assert phones.find(raw=change(raw)) is None


def test_a_removed_phone_can_do_nothing(registered, head):
    phone, raw = registered
    phones.remove(by=head, phone=phone)
    assert phones.find(raw=raw) is None
    phone.refresh_from_db()
    with pytest.raises(NotAllowed):
        phones.the_call_has_come(phone=phone)
    with pytest.raises(NotAllowed):
        phones.please_ring_me(phone=None)


def test_nobody_else_removes_it(registered, buddy):
    with pytest.raises(NotAllowed):
        phones.remove(by=buddy, phone=registered[0])


def test_the_call(registered, cast):
    (first,) = phones.the_call_has_come(phone=registered[0])
    (second,) = phones.the_call_has_come(phone=registered[0])
    assert first == second == Inspection.objects.get()
    assert (first.head, first.school) == (cast.head, cast.school)


def test_with_two_schools_it_is_the_one_in_the_window(registered, cast):
    other = f.SchoolFactory(name="A first school", in_window=True)
    f.MembershipFactory(person=cast.head, school=other)
    (inspection,) = phones.the_call_has_come(phone=registered[0])
    assert inspection.school == other


def test_the_phone_of_her_deputy_presses_for_her(cast):
    phone, _ = phones.register(by=cast.deputy)
    (first,) = phones.the_call_has_come(phone=phone)
    (second,) = phones.the_call_has_come(phone=phone)
    assert first == second
    assert (first.head, first.school, first.called_by) == (cast.head, cast.school, cast.deputy)
    assert Message.objects.filter(to=cast.head, kind="nudge-now").exists(), "the head hears that it was pressed"


def test_a_deputys_phone_presses_no_more_once_she_is_deputy_no_longer(cast):
    phone, _ = phones.register(by=cast.deputy)
    Tie.objects.filter(person=cast.deputy).update(to_at=clock.now())
    with pytest.raises(WrongState):
        phones.the_call_has_come(phone=phone)


def test_a_deputy_of_two_heads_says_signed_in_for_whom(cast):
    f.TieFactory(head=cast.other_head, person=cast.deputy, kind=Tie.DEPUTY)
    phone, _ = phones.register(by=cast.deputy)
    with pytest.raises(WrongState, match="more than one head"):
        phones.the_call_has_come(phone=phone)
    assert not Inspection.objects.exists()


def test_please_ring_me(registered, head):
    ring = phones.please_ring_me(phone=registered[0])
    assert (ring.head, ring.via) == (head, PleaseRing.PHONE)


def test_somebody_who_leads_no_school_now(registered, cast):
    cast.head.memberships.all().delete()
    with pytest.raises(WrongState):
        phones.the_call_has_come(phone=registered[0])
