"""Officer and administrator: granted by one administrator, in force once a second has confirmed."""

from django.db import transaction

from network import audit, clock, hooks, rules
from network.members import rules as member_rules
from network.people.models.invitation import Invitation
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.rules import WrongState


@transaction.atomic
def grant(*, by: Person | None, person: Person, role: str, confirmed: bool = False) -> RoleGrant:
    """`by` is None and `confirmed` True for the first administrators alone: the shell named them, there is nobody
    else who could confirm."""
    if by is not None:
        rules.check_administrator(by)
        confirmed = False
    now = clock.now()
    made, new = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        ended_at=None,
        defaults={"granted_by": by, "granted_at": now, "confirmed_at": now if confirmed else None},
    )
    if not new:
        raise WrongState("This person has the role already, or waits for it to be confirmed.")
    audit.record(by=by, verb="role.grant", what=f"role:{made.public_id}", concerns=person, role=role)
    if confirmed:
        _tell(made, by)
    return made


@transaction.atomic
def confirm(*, by: Person, grant: RoleGrant) -> None:
    member_rules.check_can_confirm(by, grant)
    confirmed = RoleGrant.objects.filter(pk=grant.pk, confirmed_at__isnull=True, ended_at__isnull=True).update(
        confirmed_at=clock.now(), confirmed_by=by
    )
    if not confirmed:
        raise WrongState("This role is in force already, or was taken back.")
    audit.record(by=by, verb="role.confirm", what=f"role:{grant.public_id}", concerns=grant.person, role=grant.role)
    _tell(grant, by)


@transaction.atomic
def end(*, by: Person, grant: RoleGrant) -> None:
    rules.check_administrator(by)
    if grant.role == RoleGrant.ADMINISTRATOR and grant.confirmed_at is not None:
        rules.check_administrators_remain()
    if not RoleGrant.objects.filter(pk=grant.pk, ended_at__isnull=True).update(ended_at=clock.now(), ended_by=by):
        raise WrongState("This role has ended already.")
    audit.record(by=by, verb="role.end", what=f"role:{grant.public_id}", concerns=grant.person, role=grant.role)
    _tell(grant, by)


def _tell(grant: RoleGrant, by: Person | None) -> None:
    """Who gains such a role can be nobody's buddy there: the apps above end the pairing in this transaction."""
    hooks.call(hooks.role_changed, person=grant.person, role=grant.role, by=by)


@transaction.atomic
def grant_by_invitation(*, invitation: Invitation, person: Person) -> None:
    """The administrator who invited her has granted it; a second one confirms. The shell's own, before there is any
    administrator, is in force at once."""
    first = invitation.sent_by_id is None and rules.administrators() < 2
    granted = RoleGrant.objects.filter(person=person, role=invitation.role, ended_at__isnull=True)
    if not granted.exists():
        grant(by=None if first else invitation.sent_by, person=person, role=invitation.role, confirmed=first)
