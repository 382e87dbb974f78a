"""The deputy a head names: may see that there is an inspection, and press the call for her."""

from django.db import transaction

from network import rules
from network.members import rules as member_rules
from network.members.actions import ties
from network.people.models.person import Person
from network.people.models.tie import Tie
from network.rules import NotAllowed


@transaction.atomic
def name(*, by: Person, deputy: Person) -> Tie:
    if not member_rules.possible_deputies(by).filter(pk=deputy.pk).exists():
        raise NotAllowed("a colleague at a school she leads")
    return ties.open_tie(by=by, head=by, person=deputy, kind=Tie.DEPUTY)


@transaction.atomic
def end(*, by: Person, deputy: Person) -> None:
    rules.check_somebody(by)
    ties.end_ties(by=by, head=by, person=deputy, kind=Tie.DEPUTY)
