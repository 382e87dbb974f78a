"""Many planned check-ins written at once."""

from __future__ import annotations

from collections.abc import Mapping

from inspections.check_ins.models import CheckIn
from inspections.visits.schedule import Planned
from network.batches import batched

Place = tuple[int, int | None]  # a head and one of her inspections; None: her window
BATCH = 2_000


def store(*, wanted: Mapping[Place, tuple[Planned, ...]]) -> list[CheckIn]:
    """Those that are new. Somebody else may have planned the same at this moment: theirs stands, and is not ours to
    write a message for. What is stored is known again by its public id, which is drawn here."""
    rows = [
        CheckIn(
            head_id=head,
            inspection_id=inspection,
            rule=each.rule,
            occurrence=each.occurrence,
            due_at=each.due_at,
            send_at=each.send_at,
            useful_until=each.useful_until,
        )
        for (head, inspection), planned in wanted.items()
        for each in planned
    ]
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    new = []
    for some in batched(rows, BATCH):
        stored = CheckIn.objects.filter(public_id__in=[row.public_id for row in some]).order_by()
        pks = dict(stored.values_list("public_id", "pk"))
        for row in some:
            if row.public_id in pks:
                row.pk = pks[row.public_id]
                new.append(row)
    return new
