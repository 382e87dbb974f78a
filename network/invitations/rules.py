"""Who may invite whom."""

from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.rules import NotAllowed, is_administrator, represents, runs_the_network
from network.schools.models.organisation import Organisation

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
