"""Many schools' windows written at once."""

from collections.abc import Sequence

from network import hooks
from network.models import School

COLUMNS = (
    "last_inspected_on",
    "window_rule",
    "window_opens_on",
    "window_due_on",
    "window_limit_on",
    "window_confidence",
    "window_sentence",
    "in_window",
    "window_sort_on",
)
BATCH = 500


def store(rows: Sequence[School]) -> None:
    """Of each school its key, its other obligatory values as they stand, and the columns to write. The schools are
    there: the conflict of their keys makes an update of each row, in one statement for many."""
    if not rows:
        return
    School.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
    )
    hooks.call(hooks.facts_changed, schools=[row.pk for row in rows])
