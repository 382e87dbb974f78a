"""The covenant's text: written as numbered versions, each published once and never changed after."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from covenant.text.models import CovenantText, Promise
from network import audit, clock
from network.models import Person
from network.rules import WrongState, check_runs_the_network
from network.site import published


@transaction.atomic
def write(*, by: Person, title: str, introduction: str, promises: Sequence[tuple[str, str]]) -> CovenantText:
    """A new version, not yet published. `promises` are (title, words), in order."""
    check_runs_the_network(by)
    last = CovenantText.objects.aggregate(last=Max("version"))["last"] or 0
    text = CovenantText.objects.create(version=last + 1, title=title, introduction=introduction)
    Promise.objects.bulk_create(
        Promise(text=text, number=number, title=name, words=words)
        for number, (name, words) in enumerate(promises, start=1)
    )
    audit.record(by=by, verb="covenant-text.write", what=_what(text))
    return text


@transaction.atomic
def publish(*, by: Person, text: CovenantText, on: date | None = None) -> None:
    """From now on this is what is signed. `on` is the day it was agreed, today unless said otherwise."""
    check_runs_the_network(by)
    if text.published_on is not None:
        raise WrongState("A published version is never changed. Write a new one.")
    done = CovenantText.objects.filter(pk=text.pk, published_on__isnull=True).update(
        published_on=on or clock.today(), published_by=by
    )
    if not done:
        raise WrongState("Somebody else has just published this version.")
    audit.record(by=by, verb="covenant-text.publish", what=_what(text))
    published.changed()


def _what(text: CovenantText) -> str:
    return f"covenant-text:{text.public_id}"
