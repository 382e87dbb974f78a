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
    people = {
        column: f.PersonFactory.build(name=name, email=f"{name.split()[0].lower()}@example.org")
        for column, name in names.items()
    }
    m.Person.objects.bulk_create(people.values())
    m.ContactPoint.objects.bulk_create(point for person in people.values() for point in f.points_of(person))
    schools = {
        "HO": f.SchoolFactory.build(authority=authority, name="Example Junior School", trust=employer),
        "HX": f.SchoolFactory.build(authority=authority, name="Sample Infant School", trust=other_trust),
        "BD": f.SchoolFactory.build(authority=authority, name="Sample Primary School", trust=other_trust),
        "BR": f.SchoolFactory.build(authority=authority, name="Specimen Primary School"),
        "BX": f.SchoolFactory.build(authority=authority, name="Specimen Infant School"),
        "DS": f.SchoolFactory.build(authority=authority, name="Specimen Junior School"),
    }
    m.School.objects.bulk_create(schools.values())
    post, head, school = m.Membership, people["HO"], schools["HO"]
    heads = [(column, post.HEAD, {"school": schools[column]}) for column in ("HO", "HX", "BD", "BR", "BX")]
    others = [
        ("DP", post.DEPUTY, {"school": school}),
        ("SH", post.GOVERNOR, {"school": school}),
        ("DS", post.STAFF, {"school": schools["DS"]}),
        ("DA", post.STAFF, {"school": schools["DS"]}),
        ("OF", post.ADVISER, {"organisation": council}),
        ("SE", post.REPRESENTATIVE, {"organisation": employer}),
        ("SX", post.REPRESENTATIVE, {"organisation": union}),
    ]
    post.objects.bulk_create(
        f.MembershipFactory.build(person=people[column], role=role, **where) for column, role, where in heads + others
    )
    m.RoleGrant.objects.bulk_create(
        f.RoleGrantFactory.build(person=people[column], role=role)
        for column, role in (("OF", m.RoleGrant.OFFICER), ("AD", m.RoleGrant.ADMINISTRATOR))
    )
    long_ago = clock.now() - timedelta(days=200)
    ties = [
        ("DP", m.Tie.DEPUTY, {}),
        ("BD", m.Tie.BUDDY, {}),
        ("BR", m.Tie.RESERVE, {}),
        ("SH", m.Tie.SHARED, {"subject": "dates"}),
        ("BX", m.Tie.BUDDY, {"from_at": long_ago, "to_at": long_ago + timedelta(days=60)}),
    ]
    m.Tie.objects.bulk_create(
        f.TieFactory.build(head=head, person=people[column], kind=kind, **more) for column, kind, more in ties
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
