"""Who looks after the covenant: its text, and the entries of its signatories."""

from network import rules
from network.models import Person


def check_steward(person: Person) -> None:
    """Matrix rows 2 and 4: approving, pausing, withdrawing, and the text itself."""
    rules.check_runs_the_network(person)
