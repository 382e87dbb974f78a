"""Who may end a membership, confirm a role, and be somebody's deputy."""

from django.db.models import QuerySet

from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.rules import NotAllowed, check_administrator, is_administrator, is_somebody, runs_the_network


def can_end_membership(person, membership: Membership) -> bool:
    return runs_the_network(person) or (is_somebody(person) and membership.person_id == person.pk)


def check_can_end_membership(person, membership: Membership) -> None:
    if not can_end_membership(person, membership):
        raise NotAllowed("end a membership")


def check_can_confirm(person, grant: RoleGrant) -> None:
    """A second administrator: neither the one who granted it nor the one who is to have it."""
    check_administrator(person)
    if person.pk in {grant.granted_by_id, grant.person_id}:
        raise NotAllowed("a second administrator")


def can_confirm(person, grant: RoleGrant) -> bool:
    return is_administrator(person) and person.pk not in {grant.granted_by_id, grant.person_id}


def possible_deputies(person) -> QuerySet[Person]:
    """Who works at a school she leads, and is a member."""
    if not is_somebody(person):
        return Person.objects.none()
    schools = Membership.objects.live().heads().filter(person=person).values("school")
    there = Membership.objects.live().filter(school__in=schools).exclude(role=Membership.GOVERNOR)
    return Person.objects.joined().filter(pk__in=there.values("person")).exclude(pk=person.pk).order_by("name")
