from dataclasses import dataclass

import pytest

from buddies.models import Pairing, Round
from buddies.offers import actions as offers
from buddies.rounds.actions import rounds, solving
from buddies.steps.actions import pairings, requests
from network.models import Membership, Person, School
from tests import factories as f


@dataclass
class Trio:
    """A head, who offers to stand by her, a reserve, and the officer; each leads a school of her own."""

    head: Person
    buddy: Person
    reserve: Person
    officer: Person
    school: School

    def pair(self, *, reserve: bool = True) -> Pairing:
        return pairings.pair_by_hand(
            head=self.head, buddy=self.buddy, reserve=self.reserve if reserve else None, by=self.officer
        )

    def in_force(self, *, reserve: bool = True) -> Pairing:
        pairing = self.pair(reserve=reserve)
        for person in (self.head, self.buddy, *([self.reserve] if reserve else [])):
            pairings.say_yes(pairing=pairing, by=person)
        pairing.refresh_from_db()
        return pairing


def leader(name: str, **school) -> Person:
    person = f.PersonFactory(name=name)
    f.MembershipFactory(person=person, school=f.SchoolFactory(**school), role=Membership.HEAD)
    return person


@pytest.fixture
def trio(db) -> Trio:
    head = leader("Hollis Example")
    officer = f.PersonFactory(name="Ollie Example")
    f.RoleGrantFactory(person=officer)
    return Trio(head, leader("Blake Example"), leader("Brook Example"), officer, head.memberships.get().school)


@pytest.fixture
def town(trio):
    """Four heads who wait, five who offer; one of those who wait can have nobody."""
    trio.waiting = [trio.head]
    trust = f.OrganisationFactory()
    for number in range(2):
        trio.waiting.append(leader(f"Waiting Example{number}"))
    trio.alone = leader("Alone Example", trust=trust)
    trio.offering = [leader(f"Offering Example{number}") for number in range(5)]
    School.objects.filter(memberships__person__in=trio.offering).update(trust=None)
    for person in (*trio.waiting, trio.alone):
        requests.ask(by=person)
    for person in trio.offering:
        offers.make(by=person, capacity=1)
    return trio


def begun(town) -> Round:
    round_ = rounds.begin(by=town.officer)
    assert solving.solve_waiting() == 1
    round_.refresh_from_db()
    return round_
