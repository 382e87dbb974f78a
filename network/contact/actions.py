"""The choice to stand by for any head of the network: off until made, and their own."""

from django.db import transaction

from network import audit
from network.contact.models.any_head import StandsByAnyHead
from network.people.models.person import Person
from network.rules import NotAllowed, is_somebody, runs_the_network


@transaction.atomic
def choose(*, by: Person, on: bool) -> None:
    """Choosing the same again changes nothing. Not for those who run the network: they are never asked."""
    if not is_somebody(by) or (on and runs_the_network(by)):
        raise NotAllowed("a member who does not run the network")
    if on:
        _, changed = StandsByAnyHead.objects.get_or_create(person=by)
    else:
        changed = bool(StandsByAnyHead.objects.filter(person=by).delete()[0])
    if changed:
        verb = "any-head.stand-by" if on else "any-head.no-longer"
        audit.record(by=by, verb=verb, what=f"person:{by.public_id}", concerns=by)
