"""Who may sign and speak for an organisation, and in what state its entry may be."""

from covenant.signatories.models import Signatory
from network import rules
from network.models import Organisation, Person
from network.rules import NotAllowed, WrongState


def can_sign_for(person: Person, organisation: Organisation) -> bool:
    """Matrix row 3: a representative, for their own organisation."""
    return organisation in rules.represents(person)


def check_sign_for(person: Person, organisation: Organisation) -> None:
    if not can_sign_for(person, organisation):
        raise NotAllowed("representative of this organisation")


def check_make_statement(person: Person, signatory: Signatory) -> None:
    """Matrix row 3, too: they speak for their own organisation, and for it alone."""
    check_sign_for(person, signatory.organisation)


def check_state(signatory: Signatory, *states: str) -> None:
    if signatory.state not in states:
        raise WrongState(f"This entry reads “{signatory.get_state_display()}” now. Look at it again.")
