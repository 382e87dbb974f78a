"""The whole cast, as fixtures: one person per column of the access matrix (tests/house/matrix.py).

`cast` has them all; `cast["HO"]` is the head concerned. Each is also a fixture of its own (`head`, `buddy`, …), and
all live in one story: the head leads Example Junior School of the Example Trust, and so on below. Nobody exists.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from network import clock
from network import models as m
from network.sign_in.second_factor import mark_fresh, mark_session
from tests import factories as f

COLUMN_OF = {
    "head": "HO",
    "other_head": "HX",
    "deputy": "DP",
    "buddy": "BD",
    "reserve": "BR",
    "ex_buddy": "BX",
    "shared_with": "SH",
    "directory_member": "DS",
    "acceptor": "DA",
    "officer": "OF",
    "representative": "SE",
    "other_representative": "SX",
    "administrator": "AD",
}


@dataclass
class Cast:
    """The people by column, the places, and in `things` whatever the apps' own builders add."""

    people: dict[str, m.Person]
    authority: m.Authority
    council: m.Organisation
    employer: m.Organisation  # of the head concerned
    union: m.Organisation  # the other signatory
    school: m.School  # of the head concerned
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, column: str) -> m.Person | AnonymousUser:
        return self.people.get(column) or AnonymousUser()

    def __getattr__(self, name: str):
        """`cast.head`, and `cast.inspection` once the inspections' builder has put it into `things`."""
        if name.startswith("__") or name == "things":
            raise AttributeError(name)
        if name in COLUMN_OF:
            return self.people[COLUMN_OF[name]]
        if name in self.things:
            return self.things[name]
        raise AttributeError(name)


def signed_in(person, *, second_factor: bool = True, fresh: bool = True) -> Client:
    """A browser in which this person has signed in; an anonymous one for nobody."""
    client = Client()
    if person is not None and person.is_authenticated:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        if second_factor:
            mark_session(session, person)
        if fresh:
            mark_fresh(session, person)
        session.save()
    return client


@pytest.fixture
def sign_in():
    return signed_in


def _person(name: str, **more) -> m.Person:
    return f.PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.org", **more)


def _head_of(person: m.Person, school_name: str, **more) -> m.School:
    school = f.SchoolFactory(name=school_name, **more)
    f.MembershipFactory(person=person, school=school, role=m.Membership.HEAD)
    return school


def build_cast() -> Cast:
    authority = f.AuthorityFactory()
    council = f.OrganisationFactory(name="Exampleton Council", kind=m.Organisation.COUNCIL, register_code="989")
    employer = f.OrganisationFactory(name="Example Trust", register_code="EX9001")
    other_trust = f.OrganisationFactory(name="Sample Trust", register_code="EX9002")
    union = f.OrganisationFactory(name="Sample Union", kind=m.Organisation.UNION, register_code="")
    names = {
        "HO": "Hollis Example",
        "HX": "Harper Example",
        "DP": "Devon Example",
        "BD": "Blake Example",
        "BR": "Brook Example",
        "BX": "Bailey Example",
        "SH": "Shiloh Example",
        "DS": "Dylan Example",
        "DA": "Dara Example",
        "OF": "Ollie Example",
        "SE": "Sage Example",
        "SX": "Skye Example",
        "AD": "Addison Example",
    }
    people = {column: _person(name) for column, name in names.items()}
    head = people["HO"]
    school = _head_of(head, "Example Junior School", trust=employer)
    _head_of(people["HX"], "Sample Infant School", trust=other_trust)
    _head_of(people["BD"], "Sample Primary School", trust=other_trust)
    _head_of(people["BR"], "Specimen Primary School")
    _head_of(people["BX"], "Specimen Infant School")
    staffed = f.SchoolFactory(name="Specimen Junior School")
    f.MembershipFactory(person=people["DP"], school=school, role=m.Membership.DEPUTY)
    f.MembershipFactory(person=people["SH"], school=school, role=m.Membership.GOVERNOR)
    f.MembershipFactory(person=people["DS"], school=staffed, role=m.Membership.STAFF)
    f.MembershipFactory(person=people["DA"], school=staffed, role=m.Membership.STAFF)
    f.MembershipFactory(person=people["OF"], organisation=council, role=m.Membership.ADVISER)
    f.MembershipFactory(person=people["SE"], organisation=employer, role=m.Membership.REPRESENTATIVE)
    f.MembershipFactory(person=people["SX"], organisation=union, role=m.Membership.REPRESENTATIVE)
    f.RoleGrantFactory(person=people["OF"], role=m.RoleGrant.OFFICER)
    f.RoleGrantFactory(person=people["AD"], role=m.RoleGrant.ADMINISTRATOR)
    f.TieFactory(head=head, person=people["DP"], kind=m.Tie.DEPUTY)
    f.TieFactory(head=head, person=people["BD"], kind=m.Tie.BUDDY)
    f.TieFactory(head=head, person=people["BR"], kind=m.Tie.RESERVE)
    f.TieFactory(head=head, person=people["SH"], kind=m.Tie.SHARED, subject="dates")
    long_ago = clock.now() - timedelta(days=200)
    f.TieFactory(
        head=head, person=people["BX"], kind=m.Tie.BUDDY, from_at=long_ago, to_at=long_ago + timedelta(days=60)
    )
    return Cast(people, authority, council, employer, union, school)


@pytest.fixture
def now():
    """The moment the cast comes together: the real one, unless a file whose days are its own has a fixture of this
    name. Whoever came together first and went back to those days after would, once they have passed, have no ties yet.
    """


@pytest.fixture
def cast(db, now) -> Cast:
    return build_cast()


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def network_ready(db) -> m.NetworkSettings:
    """Set-up is complete: real people may be invited."""
    row, _ = m.NetworkSettings.objects.update_or_create(
        id=1,
        defaults={
            "name": "Exampleton",
            "controller": "Example Heads' Group",
            "host": "Example Hosting",
            "contact": "hello@example.org",
        },
    )
    return row


def _one_of(name: str):
    @pytest.fixture(name=name)
    def one(cast) -> m.Person:
        return getattr(cast, name)

    return one


head = _one_of("head")
other_head = _one_of("other_head")
deputy = _one_of("deputy")
buddy = _one_of("buddy")
reserve = _one_of("reserve")
ex_buddy = _one_of("ex_buddy")
shared_with = _one_of("shared_with")
directory_member = _one_of("directory_member")
acceptor = _one_of("acceptor")
officer = _one_of("officer")
representative = _one_of("representative")
other_representative = _one_of("other_representative")
administrator = _one_of("administrator")
