"""An officer says when she is away, and who covers. Messages to officers go to each of them in any case; what this
changes is what the board and the page for heads in need say, so that nobody waits for somebody who is not there."""

from datetime import date

from django.db import transaction

from network import audit, rules
from network.help.models.away import OfficerAway
from network.people.models.person import Person
from network.rules import NotAllowed, WrongState


@transaction.atomic
def say(*, by: Person, from_on: date, until_on: date, cover: Person | None = None) -> OfficerAway:
    rules.check_officer(by)
    if until_on < from_on:
        raise WrongState("The last day comes before the first.")
    if cover is not None and (cover.pk == by.pk or not rules.other_officers(by).filter(pk=cover.pk).exists()):
        raise WrongState("Another officer has to cover. An administrator can grant somebody the role.")
    row = OfficerAway.objects.create(officer=by, from_on=from_on, until_on=until_on, cover=cover)
    audit.record(by=by, verb="officer.away", what=f"officer-away:{row.public_id}")
    return row


@transaction.atomic
def take_back(*, by: Person, row: OfficerAway) -> None:
    rules.check_officer(by)
    if row.officer_id != by.pk:
        raise NotAllowed("her own")
    OfficerAway.objects.filter(pk=row.pk).delete()
    audit.record(by=by, verb="officer.back", what=f"officer-away:{row.public_id}")
