"""Who may. Each question as `can_x` (bool) and, where an action asks, `check_x` (raises)."""

from django.conf import settings
from django.db.models import QuerySet

from network import clock
from network.contact.models.contact_point import ContactPoint
from network.help.models.away import OfficerAway
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation
from network.schools.models.school import School
from network.site.models.settings import NetworkSettings


class NotAllowed(Exception):
    """Not this person: the page answers 403."""


class WrongState(Exception):
    """Not in this state. The words are shown to the person: plain, and saying what to do."""


def is_somebody(person) -> bool:
    """Signed in, not disabled. (The second factor is asked at the door, before any view runs.)"""
    return bool(person and person.is_authenticated and person.is_active)


def roles(person) -> frozenset[str]:
    """Network roles in force. Read once a request: the answer is kept on the instance."""
    if not is_somebody(person):
        return frozenset()
    if not hasattr(person, "_roles"):
        person._roles = frozenset(RoleGrant.objects.in_force().filter(person=person).values_list("role", flat=True))
    return person._roles


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


def officers() -> QuerySet[Person]:
    grants = RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER)
    return Person.objects.filter(is_active=True, pk__in=grants.values("person"))


def other_officers(person) -> QuerySet[Person]:
    return officers().exclude(pk=person.pk).order_by("name")


def is_an_officer_there() -> bool:
    """One who is not away today, or is covered by one who is not."""
    today = clock.today()
    away = OfficerAway.objects.on(today)
    return officers().exclude(pk__in=away.values("officer")).exists()


def check_runs_the_network(person) -> None:
    if not runs_the_network(person):
        raise NotAllowed("officer or administrator")


def who_signs_in_with(address: str) -> Person | None:
    """The person whose sign-in address this is. The school's address is nobody's once she has a private one."""
    person = Person.objects.joined().filter(email=address.strip().casefold()).first()
    return person if person is not None and may_sign_in_with(person, person.email) else None


def may_sign_in_with(person: Person, address: str) -> bool:
    """Whether a sign-in code may go to this address of hers."""
    mails = ContactPoint.objects.filter(person=person, channel=ContactPoint.EMAIL, confirmed_at__isnull=False)
    private = set(mails.filter(private=True).values_list("address", flat=True))
    return address in private if private else address == person.email


# --- invitations ---

HEADS_AND_COLLEAGUES = frozenset({*Membership.HEAD_ROLES, Membership.DEPUTY, Invitation.DIRECTORY})
OF_THE_NETWORK = frozenset({Invitation.OFFICER, Invitation.ADMINISTRATOR})


def can_invite(person, role: str, organisation: Organisation | None = None) -> bool:
    """Officers invite members; administrators officers and administrators too; a representative her own side only."""
    if role in OF_THE_NETWORK:
        return is_administrator(person)
    if runs_the_network(person):
        return True
    mine = role in {Membership.REPRESENTATIVE, Invitation.DIRECTORY}
    return mine and organisation is not None and organisation in represents(person)


def check_can_invite(person, role: str, organisation: Organisation | None = None) -> None:
    if not can_invite(person, role, organisation):
        raise NotAllowed("invite")


def may_invite_somebody(person) -> bool:
    return runs_the_network(person) or bool(represents(person))


def is_ready_for_people() -> bool:
    """Set-up is complete. The demonstration has only invented people and is exempt."""
    if settings.DEMO:
        return True
    row = NetworkSettings.objects.filter(pk=1).first()
    return row is not None and row.ready_for_people and Authority.objects.filter(in_network=True).exists()


def check_ready_for_people() -> None:
    if not is_ready_for_people():
        raise WrongState(
            "Nobody can be invited yet. First an administrator fills in the page “Set-up”: who answers for the data, "
            "who runs the server, how to reach you, and which authorities you serve."
        )


# --- memberships and roles ---


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


def administrators() -> int:
    return RoleGrant.objects.in_force().filter(role=RoleGrant.ADMINISTRATOR, person__is_active=True).count()


def check_administrators_remain() -> None:
    """A second administrator must always be there to confirm: the last two stay."""
    if administrators() <= 2:
        raise WrongState("There are only two administrators. Name a third one first, so that two remain.")


def can_name_deputy(person) -> bool:
    return leads_a_school(person)


def possible_deputies(person) -> QuerySet[Person]:
    """Who works at a school she leads, and is a member."""
    if not is_somebody(person):
        return Person.objects.none()
    schools = Membership.objects.live().heads().filter(person=person).values("school")
    there = Membership.objects.live().filter(school__in=schools).exclude(role=Membership.GOVERNOR)
    return Person.objects.joined().filter(pk__in=there.values("person")).exclude(pk=person.pk).order_by("name")


def set_up_so_far() -> dict[str, str]:
    row = NetworkSettings.objects.filter(pk=1).first() or NetworkSettings()
    served = Authority.objects.filter(in_network=True).values_list("code", "name")
    return {
        "name": row.name,
        "controller": row.controller,
        "host": row.host,
        "contact": row.contact,
        "authorities": "\n".join(f"{code} {name}" for code, name in served),
    }
