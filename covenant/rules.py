"""Who may sign, approve and publish, and in what state."""

from covenant.signatories.models import Signatory
from covenant.text.models import CovenantText
from network import rules
from network.models import Organisation, Person
from network.rules import NotAllowed, WrongState


def can_sign_for(person: Person, organisation: Organisation) -> bool:
    """Matrix row 3: a representative, for her own organisation."""
    return organisation in rules.represents(person)


def check_sign_for(person: Person, organisation: Organisation) -> None:
    if not can_sign_for(person, organisation):
        raise NotAllowed("representative of this organisation")


def check_make_statement(person: Person, signatory: Signatory) -> None:
    """Matrix row 3, too: she speaks for her own organisation, and for it alone."""
    check_sign_for(person, signatory.organisation)


def check_steward(person: Person) -> None:
    """Matrix rows 2 and 4: approving, pausing, withdrawing, and the text itself."""
    rules.check_runs_the_network(person)


def check_state(signatory: Signatory, *states: str) -> None:
    if signatory.state not in states:
        raise WrongState(f"This entry reads “{signatory.get_state_display()}” now. Look at it again.")


def check_unpublished(text: CovenantText) -> None:
    if text.published_on is not None:
        raise WrongState("A published version is never changed. Write a new one.")
