"""Who else may know the days of an inspection: those the head chose beforehand, until she withdraws it."""

from django.db import transaction

from inspections import rules
from inspections.nudges.actions import nudge
from network.members.actions import ties
from network.models import Person, Tie
from network.rules import WrongState

DAYS = "dates"


def share_days(*, by: Person, person: Person) -> Tie:
    """That one is called, on which days, and how far it is: nothing of what is said."""
    rules.check_signed_in(by)
    if person.pk == by.pk or not person.is_active or person.joined_at is None:
        raise WrongState("The days can be shared with another member.")
    with transaction.atomic():
        tie = ties.open_tie(by=by, head=by, person=person, kind=Tie.SHARED, subject=DAYS)
        nudge(to=person, about=f"head:{by.pk}", occurrence=f"shared:{tie.public_id}", by=by)
    return tie


def withdraw(*, by: Person, tie: Tie) -> int:
    rules.check_is_head(by, tie.head)
    return ties.end_ties(by=by, head=by, person=tie.person, kind=Tie.SHARED, subject=DAYS)
