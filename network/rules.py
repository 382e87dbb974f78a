"""Who may. Each question as `can_x` (bool) and, where an action asks, `check_x` (raises)."""

from collections.abc import Iterable

from django.db.models import QuerySet

from network.base import is_somebody
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.schools.models.organisation import Organisation
from network.schools.models.school import School


class NotAllowed(Exception):
    """Not this person: the page answers 403."""


class WrongState(Exception):
    """Not in this state. The words are shown to the person: plain, and saying what to do."""


def check_somebody(person: Person | None) -> None:
    """None is the system."""
    if person is not None and not is_somebody(person):
        raise NotAllowed("signed in")


def roles(person) -> frozenset[str]:
    """Network roles in force. Read once a request: the answer is kept on the instance."""
    if not is_somebody(person):
        return frozenset()
    if not hasattr(person, "_roles"):
        person._roles = frozenset(RoleGrant.objects.in_force().filter(person=person).values_list("role", flat=True))
    return person._roles


def know_roles(person: Person, roles: Iterable[str]) -> None:
    """They have been read along with something else: `roles` asks no more."""
    person._roles = frozenset(roles)  # type: ignore[attr-defined]


def is_officer(person) -> bool:
    return RoleGrant.OFFICER in roles(person)


def is_administrator(person) -> bool:
    return RoleGrant.ADMINISTRATOR in roles(person)


def runs_the_network(person) -> bool:
    return bool(roles(person) & {RoleGrant.OFFICER, RoleGrant.ADMINISTRATOR})


def is_head_of(person: Person, school: School) -> bool:
    return is_somebody(person) and Membership.objects.live().heads().filter(person=person, school=school).exists()


def leads_a_school(person: Person) -> bool:
    return is_somebody(person) and Membership.objects.live().heads().filter(person=person).exists()


def represents(person: Person) -> list[Organisation]:
    """The organisations this person speaks for as a signatory's representative."""
    if not is_somebody(person):
        return []
    return list(
        Organisation.objects.filter(
            memberships__in=Membership.objects.live().filter(person=person, role=Membership.REPRESENTATIVE)
        ).distinct()
    )


def check_officer(person) -> None:
    if not is_officer(person):
        raise NotAllowed("officer")


def check_administrator(person) -> None:
    if not is_administrator(person):
        raise NotAllowed("administrator")


def who_run_the_network() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True, pk__in=RoleGrant.objects.in_force().values("person"))


def officers() -> QuerySet[Person]:
    grants = RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER)
    return Person.objects.filter(is_active=True, pk__in=grants.values("person"))


def other_officers(person) -> QuerySet[Person]:
    return officers().exclude(pk=person.pk).order_by("name")


def check_runs_the_network(person) -> None:
    if not runs_the_network(person):
        raise NotAllowed("officer or administrator")


def administrators() -> int:
    return RoleGrant.objects.in_force().filter(role=RoleGrant.ADMINISTRATOR, person__is_active=True).count()


def check_administrators_remain() -> None:
    """A second administrator must always be there to confirm: the last two stay."""
    if administrators() <= 2:
        raise WrongState("There are only two administrators. Name a third one first, so that two remain.")
