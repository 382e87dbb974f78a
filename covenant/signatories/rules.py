"""Who may sign and speak for an organisation, and in what state its entry may be."""

from covenant.signatories.models import Signatory
from network.models import Organisation, Person
from network.rules import NotAllowed, WrongState, represents


def check_sign_for(person: Person, organisation: Organisation) -> None:
    """Matrix row 3: a representative, for their own organisation. They alone make its yearly statement, too."""
    if organisation not in represents(person):
        raise NotAllowed("representative of this organisation")


def check_state(signatory: Signatory, *states: str) -> None:
    if signatory.state not in states:
        raise WrongState(f"This entry reads “{signatory.get_state_display()}” now. Look at it again.")
