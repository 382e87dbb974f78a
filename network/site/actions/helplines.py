"""The helplines of every page: whoever runs the network keeps them right."""

from typing import Any

from django.db import transaction

from network import audit, clock, rules
from network.people.models.person import Person
from network.site import published
from network.site.models.helpline import Helpline


@transaction.atomic
def add(*, by: Person, **values: Any) -> Helpline:
    rules.check_runs_the_network(by)
    line = Helpline.objects.create(**values)
    audit.record(by=by, verb="helpline.add", what=f"helpline:{line.public_id}")
    published.changed()
    return line


@transaction.atomic
def change(*, by: Person, helpline: Helpline, **values: Any) -> None:
    """Somebody who corrects a line has looked at it: it counts as checked today."""
    rules.check_runs_the_network(by)
    Helpline.objects.filter(pk=helpline.pk).update(**values, checked_on=clock.today(), checked_by=by)
    audit.record(by=by, verb="helpline.change", what=f"helpline:{helpline.public_id}")
    published.changed()


@transaction.atomic
def mark_checked(*, by: Person, helpline: Helpline) -> None:
    rules.check_runs_the_network(by)
    Helpline.objects.filter(pk=helpline.pk).update(checked_on=clock.today(), checked_by=by)
    audit.record(by=by, verb="helpline.check", what=f"helpline:{helpline.public_id}")
    published.changed()


@transaction.atomic
def remove(*, by: Person, helpline: Helpline) -> None:
    rules.check_runs_the_network(by)
    if not Helpline.objects.exclude(pk=helpline.pk).filter(on_every_page=True).exists():
        raise rules.WrongState("Every page needs one helpline at least. Put another one on every page first.")
    Helpline.objects.filter(pk=helpline.pk).delete()
    audit.record(by=by, verb="helpline.remove", what=f"helpline:{helpline.public_id}")
    published.changed()
