"""The yearly statement: made by an organisation's representative, asked for kindly and in the open."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from covenant.signatories import rules as signatory_rules
from covenant.signatories.models import Signatory
from covenant.statements.models import Statement
from network import audit, clock
from network.models import Membership, Person
from network.rules import WrongState, check_runs_the_network
from network.site import published

A_YEAR = timedelta(days=365)


@transaction.atomic
def make(*, by: Person, signatory: Signatory, words: str) -> Statement:
    """For this calendar year, once; `WrongState` the second time."""
    signatory_rules.check_sign_for(by, signatory.organisation)
    signatory_rules.check_state(signatory, Signatory.SIGNED)
    today = clock.today()
    statement, made = Statement.objects.get_or_create(
        signatory=signatory, for_year=today.year, defaults={"words": words, "made_on": today, "made_by": by}
    )
    if not made:
        raise WrongState(f"The statement for {today.year} stands in public already. The next can be made in January.")
    Signatory.objects.filter(pk=signatory.pk).update(review_due=False)
    audit.record(
        by=by, verb="statement.make", what=f"signatory:{signatory.public_id}", year=today.year, length=len(words)
    )
    published.changed()
    return statement


@transaction.atomic
def take_down(*, by: Person, statement: Statement) -> None:
    """By the officer, where it names somebody who must not be named. The words are gone; another can be made."""
    check_runs_the_network(by)
    signatory, year = statement.signatory, statement.for_year
    if not Statement.objects.filter(pk=statement.pk).delete()[0]:
        raise WrongState("Somebody else has just taken it down.")
    audit.record(by=by, verb="statement.take-down", what=f"signatory:{signatory.public_id}", year=year)
    published.changed()


@transaction.atomic
def look(*, by: None = None) -> bool:
    """Every hour: beside whom “Review due” stands. True when the public page reads differently from now on.

    Due is who has signed, or said something, more than a year ago and nothing since. Nobody can be asked before
    somebody has spoken for it here: an organisation recorded from paper, whose representative never joined, is not.
    """
    day = clock.today() - A_YEAR
    spoke = Membership.objects.filter(
        organisation=OuterRef("organisation"), role=Membership.REPRESENTATIVE, person__joined_at__isnull=False
    )
    said = Statement.objects.filter(signatory=OuterRef("pk"))
    due = (
        Signatory.objects.filter(state=Signatory.SIGNED, signed_on__lt=day)
        .filter(Exists(spoke) | Exists(said))
        .exclude(Exists(said.filter(made_on__gte=day)))
    )
    begun = Signatory.objects.filter(review_due=False, pk__in=due.values("pk")).update(review_due=True)
    ended = Signatory.objects.filter(review_due=True).exclude(pk__in=due.values("pk")).update(review_due=False)
    if begun or ended:
        published.changed()
    return bool(begun or ended)


def person_erased(*, person: Person, by: Person) -> None:
    """What was said stays in public, for the organisation said it; who typed it goes."""
    Statement.objects.filter(made_by=person).update(made_by=None)


def export(*, person: Person) -> dict[str, Any]:
    made = Statement.objects.filter(made_by=person).select_related("signatory__organisation")
    return {
        "yearly_statements": [
            {"organisation": one.signatory.organisation.name, "on": one.made_on.isoformat(), "words": one.words}
            for one in made
        ]
    }
