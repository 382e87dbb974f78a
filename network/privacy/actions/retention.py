"""The hourly deletion: whatever the table of `network.privacy.retention` keeps no longer goes."""

from collections.abc import Sequence
from functools import partial

from django.apps import apps
from django.db.models import Model

from network import clock, guarded
from network.privacy.retention import ROWS, Rows


def delete_over() -> int:
    """Level-triggered: a night that was missed is made good by the next. Lines stand by themselves, and so do rows:
    what cannot be deleted leaves its neighbours be. Returns how many rows went, without those that went with them."""
    return sum(guarded.steps(*(partial(_delete, line) for line in ROWS)))


def _delete(line: Rows) -> int:
    if line.over is None:
        return 0
    keys = list(line.over(clock.now()).order_by().values_list("pk", flat=True))
    return sum(guarded.together(keys, partial(_delete_some, apps.get_model(line.model))))


def _delete_some(model: type[Model], keys: Sequence[int]) -> int:
    return len(keys) if model._default_manager.filter(pk__in=keys).delete() else 0
