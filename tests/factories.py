"""Makers of network rows for tests. Everybody and every place here is plainly invented."""

from datetime import timedelta
from functools import partial

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from network import clock
from network import models as m


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = m.Authority
        django_get_or_create = ("code",)

    code = "989"
    name = factory.LazyAttribute(lambda a: "Exampleton" if a.code == "989" else f"Sampleshire {a.code}")
    in_network = True


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = m.Organisation

    name = factory.Sequence(lambda n: f"Example Trust {n}")
    kind = m.Organisation.TRUST
    register_code = factory.Sequence(lambda n: f"EX{n:04}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = m.School

    urn = factory.Sequence(lambda n: f"{900000 + n}")
    name = factory.Sequence(lambda n: f"Example School {n}")
    authority = factory.SubFactory(AuthorityFactory)
    phase = "Primary"
    kind = "Community school"
    easting = factory.Sequence(lambda n: 440000 + 100 * n)
    northing = 115000
    is_example = True


class PersonFactory(DjangoModelFactory):
    """Somebody who has joined. Her sign-in address is private and confirmed, as is her phone: see `reachable`."""

    class Meta:
        model = m.Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person Example{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.LazyFunction(lambda: make_password(None))
    joined_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def reachable(self, create, extracted, **kwargs):
        if create and extracted is not False:
            m.ContactPoint.objects.bulk_create(points_of(self))


def points_of(person: m.Person) -> list[m.ContactPoint]:
    point = partial(m.ContactPoint, person=person, confirmed_at=clock.now())
    phone = f"+447700{900000 + person.pk % 1000:06}"
    return [
        point(channel=m.ContactPoint.EMAIL, address=person.email, place=1),
        point(channel=m.ContactPoint.SMS, address=phone, place=2),
    ]


class ContactPointFactory(DjangoModelFactory):
    class Meta:
        model = m.ContactPoint

    person = factory.SubFactory(PersonFactory, reachable=False)
    channel = m.ContactPoint.EMAIL
    address = factory.Sequence(lambda n: f"private{n}@example.org")
    confirmed_at = factory.LazyFunction(clock.now)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = m.Membership

    person = factory.SubFactory(PersonFactory)
    school = factory.Maybe("organisation", None, factory.SubFactory(SchoolFactory))
    organisation = None
    role = m.Membership.HEAD
    from_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=400))


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = m.RoleGrant

    person = factory.SubFactory(PersonFactory)
    role = m.RoleGrant.OFFICER
    confirmed_at = factory.LazyFunction(clock.now)


class TieFactory(DjangoModelFactory):
    class Meta:
        model = m.Tie

    head = factory.SubFactory(PersonFactory)
    person = factory.SubFactory(PersonFactory)
    kind = m.Tie.BUDDY
    from_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=30))


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = m.Invitation

    person = factory.SubFactory(PersonFactory, joined_at=None, reachable=False)
    email = factory.SelfAttribute("person.email")
    name = factory.SelfAttribute("person.name")
    role = m.Membership.HEAD
    school = factory.SubFactory(SchoolFactory)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=28))


class HelpRequestFactory(DjangoModelFactory):
    class Meta:
        model = m.HelpRequest

    name = "Robin Example"
    phone = "07700 900777"
    school_name = "Example Primary School"
