"""The first hour after the call: what the head notes for herself, and that she wants the list no more."""

from __future__ import annotations

from django.db import transaction

from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from network import audit, clock
from network.models import Person

CHAIR_TOLD, STAFF_TOLD, LEFT = "chair", "staff", "leave"
FIELDS = {CHAIR_TOLD: "chair_told_at", STAFF_TOLD: "staff_told_at", LEFT: "first_hour_left_at"}


def note(*, by: Person, inspection: Inspection, what: str) -> None:
    """`what` is one of FIELDS. The first press counts; another changes nothing. Nobody is told."""
    visit_rules.check_can_change(by, inspection)
    visit_rules.check_is_open(inspection)
    field = FIELDS[what]
    with transaction.atomic():
        if Inspection.objects.open().filter(pk=inspection.pk, **{field: None}).update(**{field: clock.now()}):
            what_row = f"inspection:{inspection.public_id}"
            audit.record(by=by, verb="inspection.first-hour", what=what_row, concerns=inspection.head)
