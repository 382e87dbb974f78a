"""The weights of the matching: set by an administrator, kept as they were."""

from dataclasses import asdict

from django.db import transaction

from buddies.matching import weighing
from buddies.matching.models import WeightsSet
from buddies.matching.pair_rules import Weights
from network import audit
from network.models import Person
from network.rules import check_administrator


@transaction.atomic
def set_weights(*, weights: Weights, by: Person) -> None:
    """From the next round on. A draft that stands keeps the weights it was worked out with."""
    check_administrator(by)
    before = asdict(weighing.current())
    after = asdict(weights)
    if after == before:
        return
    WeightsSet.objects.create(values=after, set_by=by)
    changed = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    audit.record(by=by, verb="weights.set", what="weights:matching", changed=changed)
