"""Whoever stood in for the buddy stops reading when she belongs to the pairing no longer, or gains a denied post."""

import pytest

from buddies.conflicts import actions as conflicts
from buddies.models import Pairing
from buddies.steps.actions import pairings
from inspections.models import CheckIn
from inspections.standing_in import actions as standing_in
from network import clock
from network.models import Membership, Tie
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairing(cast) -> Pairing:
    now = clock.now()
    Tie.objects.filter(head=cast.head, kind__in=[Tie.BUDDY, Tie.RESERVE]).delete()
    row = Pairing.objects.create(
        head=cast.head,
        school=cast.school,
        buddy=cast.buddy,
        reserve=cast.reserve,
        state=Pairing.IN_FORCE,
        head_yes_at=now,
        buddy_yes_at=now,
        reserve_yes_at=now,
    )
    subject = f"pairing:{row.public_id}"
    f.TieFactory(head=cast.head, person=cast.buddy, kind=Tie.BUDDY, subject=subject)
    f.TieFactory(head=cast.head, person=cast.reserve, kind=Tie.RESERVE, subject=subject)
    assert standing_in.begin(by=None, head=cast.head, why="inspection:example") == cast.reserve
    assert reads(cast, cast.reserve)
    return row


def reads(cast, person) -> bool:
    CheckIn.objects.get_or_create(
        head=cast.head,
        rule=CheckIn.AGAIN,
        occurrence="example",
        defaults={"due_at": clock.now(), "send_at": clock.now(), "useful_until": clock.now()},
    )
    return CheckIn.objects.visible_to(person).exists()


def test_a_dropped_reserve_stands_in_no_longer(cast, pairing):
    pairings.drop_reserve(pairing=pairing, by=cast.reserve)
    assert not reads(cast, cast.reserve)
    assert reads(cast, cast.buddy)


def test_a_pairing_that_ends_ends_the_standing_in(cast, pairing):
    pairings.end(pairing=pairing, by=cast.head)
    assert not reads(cast, cast.reserve)
    assert not reads(cast, cast.buddy)


def test_a_reserve_who_becomes_an_officer_stands_in_no_longer(cast, pairing):
    f.RoleGrantFactory(person=cast.reserve)
    conflicts.role_changed(person=cast.reserve, role="officer", by=None)
    assert not reads(cast, cast.reserve)


def test_a_buddy_who_comes_to_speak_for_the_former_employer_is_no_buddy(cast, pairing):
    """The head lost her post; her trust is above her no longer, and still no place for her buddy."""
    cast.head.memberships.update(to_at=clock.now())
    post = f.MembershipFactory(
        person=cast.buddy, school=None, organisation=cast.employer, role=Membership.REPRESENTATIVE
    )
    conflicts.post_changed(person=cast.buddy, membership=post, by=None)
    assert not reads(cast, cast.buddy)
