"""The invented network: heads with schools, buddies and reserves, an officer, and colleagues of the directory."""

from dataclasses import dataclass, field
from datetime import date, time
from random import Random

from buddies.steps.actions import pairings
from directory.models import Listing
from network import models as m
from tests import factories as f
from tests.directory.make import listing
from tests.inspections.windows.made import school_inspected
from tests.year.calendar import TERMS

# How somebody answers when asked: the head, by name of what she is in the story.
PROMPT, SLOW, BY_LINK, NEVER, UNEVEN = "prompt", "slow", "by link", "never", "uneven"


@dataclass
class World:
    random: Random
    authority: m.Authority
    officer: m.Person
    administrator: m.Person
    heads: list[m.Person] = field(default_factory=list)
    colleagues: list[Listing] = field(default_factory=list)
    school_of: dict[int, m.School] = field(default_factory=dict)  # by the head's key
    manner: dict[int, str] = field(default_factory=dict)  # by the head's key
    buddy_of: dict[int, m.Person] = field(default_factory=dict)
    reserve_of: dict[int, m.Person] = field(default_factory=dict)
    by_address: dict[str, m.Person] = field(default_factory=dict)

    def head(self, manner: str) -> m.Person:
        """The first head of this manner."""
        return next(one for one in self.heads if self.manner[one.pk] == manner)


def build(heads: int, seed: int) -> World:
    """Everybody has joined by 1 September 2026, and is paired in a circle: each is the buddy of one and the reserve of
    another."""
    random = Random(seed)
    authority = f.AuthorityFactory()
    council = f.OrganisationFactory(name="Exampleton Council", kind=m.Organisation.COUNCIL, register_code="989")
    for number, (first, last) in enumerate(TERMS, 1):
        m.Term.objects.create(authority=authority, name=f"Term {number}", starts_on=first, ends_on=last)
    officer, administrator = f.PersonFactory(name="Ollie Example"), f.PersonFactory(name="Addison Example")
    f.MembershipFactory(person=officer, organisation=council, role=m.Membership.ADVISER)
    f.RoleGrantFactory(person=officer, role=m.RoleGrant.OFFICER)
    f.RoleGrantFactory(person=administrator, role=m.RoleGrant.ADMINISTRATOR)
    world = World(random, authority, officer, administrator)
    manners = [NEVER, BY_LINK, SLOW, UNEVEN, UNEVEN] + [PROMPT] * heads
    for number in range(heads):
        _head(world, number, manners[number])
    for number, head in enumerate(world.heads):
        _pair(world, head, world.heads[(number + 1) % heads], world.heads[(number + 5) % heads])
    for _ in range(6):
        world.colleagues.append(listing(knows=["send", "safeguarding"]))
    people = m.Person.objects.filter(contact_points__channel=m.ContactPoint.EMAIL)
    world.by_address = {one.email.lower(): one for one in people}
    return world


def _head(world: World, number: int, manner: str) -> None:
    school = school_inspected(date(2022, 10, 3 + number % 25), name=f"Example School {number}", trust=None)
    quiet = {}
    if number % 8 == 5:  # who sleeps long, and works until four
        quiet = {"quiet_from": time(16), "quiet_until": time(9)}
    elif number % 8 == 6:  # who may be written to on any day
        quiet = {"quiet_weekends": False, "quiet_holidays": False}
    elif number % 8 == 7:  # and at any hour
        quiet = {"quiet_from": time(0), "quiet_until": time(0), "quiet_weekends": False, "quiet_holidays": False}
    head = f.PersonFactory(name=f"Head Example{number}", **quiet)
    f.MembershipFactory(person=head, school=school, role=m.Membership.HEAD)
    world.heads.append(head)
    world.school_of[head.pk], world.manner[head.pk] = school, manner


def _pair(world: World, head: m.Person, buddy: m.Person, reserve: m.Person) -> None:
    pairing = pairings.pair_by_hand(head=head, buddy=buddy, reserve=reserve, by=world.officer)
    for person in (head, buddy, reserve):
        pairing.refresh_from_db()
        pairings.say_yes(pairing=pairing, by=person)
    world.buddy_of[head.pk], world.reserve_of[head.pk] = buddy, reserve
