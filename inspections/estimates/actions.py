"""Estimates and sources, as an administrator keeps it."""

from typing import Any

from django.db import transaction

from inspections.windows.actions import windows
from inspections.windows.models.estimates import EstimateRow
from network import audit, clock
from network.models import Person
from network.rules import check_administrator

MOVES_WINDOWS = frozenset({"window_lead"})


@transaction.atomic
def change(*, by: Person, estimate: EstimateRow, values: dict[str, Any]) -> None:
    """Every page goes by it at once. Where it moves windows, they are worked out anew."""
    check_administrator(by)
    before = EstimateRow.objects.get(pk=estimate.pk)
    changed = sorted(name for name, value in values.items() if getattr(before, name) != value)
    if not changed:
        return
    EstimateRow.objects.filter(pk=estimate.pk).update(**values, checked_on=clock.today(), checked_by=by)
    audit.record(
        by=by, verb="estimate.change", what=f"estimate:{estimate.public_id}", code=estimate.code, fields=changed
    )
    if estimate.code in MOVES_WINDOWS:
        windows.refresh(by=by)
