"""A signature: given by an organisation's representative, checked by the officer, paused or withdrawn in the open."""

from datetime import date

from django.db import transaction

from covenant.signatories import rules as signatory_rules
from covenant.signatories.models import Signatory
from covenant.text.models import CovenantText
from network import audit, clock
from network.models import Organisation, Person
from network.rules import WrongState, check_runs_the_network
from network.site import published


@transaction.atomic
def sign(*, by: Person, organisation: Organisation) -> Signatory:
    """It signs the latest version. A first signature is seen once the officer has checked that it was really they."""
    signatory_rules.check_sign_for(by, organisation)
    text = CovenantText.objects.filter(published_on__isnull=False).first()
    if text is None:
        raise WrongState("No version of the covenant has been published yet.")
    today = clock.today()
    signatory, made = Signatory.objects.get_or_create(
        organisation=organisation, defaults={"text": text, "signed_on": today}
    )
    if not made:
        _sign_again(signatory, text)
    audit.record(by=by, verb="signatory.sign", what=_what(signatory), version=text.version)
    return signatory


def _sign_again(signatory: Signatory, text: CovenantText) -> None:
    """One that was checked before stays in public with the new version; one that withdrew is checked anew."""
    mine = Signatory.objects.filter(pk=signatory.pk)
    newer = mine.filter(state=Signatory.SIGNED).exclude(text=text)
    if newer.update(text=text, signed_on=clock.today(), review_due=False):
        published.changed()
    elif not mine.filter(state=Signatory.WITHDRAWN).update(text=text, signed_on=clock.today(), state=Signatory.ASKED):
        raise WrongState("Your organisation has signed this version already, or is paused: ask the officer.")


@transaction.atomic
def record(*, by: Person, organisation: Organisation, text: CovenantText, signed_on: date) -> Signatory:
    """A signature given on paper, as the officer saw it. The same again changes nothing."""
    check_runs_the_network(by)
    signatory, made = Signatory.objects.get_or_create(
        organisation=organisation, defaults={"text": text, "signed_on": signed_on, "state": Signatory.SIGNED}
    )
    if made:
        audit.record(by=by, verb="signatory.record", what=_what(signatory), version=text.version)
        published.changed()
    return signatory


@transaction.atomic
def record_on_paper(*, by: Person, text: CovenantText, name: str, kind: str, signed_on: date) -> Signatory:
    """As `record`, for an organisation by its name: the one the network knows, or a new one."""
    check_runs_the_network(by)
    organisation = Organisation.objects.filter(name__iexact=name, kind=kind).order_by("pk").first()
    if organisation is None:
        organisation = Organisation.objects.create(name=name, kind=kind)
    elif Signatory.objects.filter(organisation=organisation).exists():
        raise WrongState("This organisation has an entry already. Look for it in the list.")
    return record(by=by, organisation=organisation, text=text, signed_on=signed_on)


def approve(*, by: Person, signatory: Signatory) -> None:
    _move(by, signatory, "approve", (Signatory.ASKED,), Signatory.SIGNED)


def pause(*, by: Person, signatory: Signatory) -> None:
    _move(by, signatory, "pause", (Signatory.SIGNED,), Signatory.PAUSED)


def take_back(*, by: Person, signatory: Signatory) -> None:
    """A paused or withdrawn signatory is one again."""
    _move(by, signatory, "take-back", (Signatory.PAUSED, Signatory.WITHDRAWN), Signatory.SIGNED)


def withdraw(*, by: Person, signatory: Signatory) -> None:
    _move(by, signatory, "withdraw", (Signatory.SIGNED, Signatory.PAUSED), Signatory.WITHDRAWN)


@transaction.atomic
def _move(by: Person, signatory: Signatory, verb: str, from_states: tuple[str, ...], to_state: str) -> None:
    check_runs_the_network(by)
    signatory_rules.check_state(signatory, *from_states)
    if not Signatory.objects.filter(pk=signatory.pk, state__in=from_states).update(state=to_state):
        raise WrongState("Somebody else has just changed this entry. Look at it again.")
    signatory.state = to_state
    audit.record(by=by, verb=f"signatory.{verb}", what=_what(signatory))
    published.changed()


def _what(signatory: Signatory) -> str:
    return f"signatory:{signatory.public_id}"
