"""Many schools' windows written in one statement: 22,000 rows in a second or two, where an ORM update takes minutes."""

from collections.abc import Sequence

from django.db import connection

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
TYPES = ("date", "text", "date", "date", "date", "text", "text", "boolean", "date")
TABLE = "network_school"


def store(rows: Sequence[tuple]) -> None:
    """Each row is the school's key and then its values, in the order of `COLUMNS`."""
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            settings = ", ".join(f"{column} = given.{column}" for column in COLUMNS)
            arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *TYPES))
            names = ", ".join(("id", *COLUMNS))
            cursor.execute(
                f"UPDATE {TABLE} SET {settings} FROM unnest({arrays}) AS given({names}) "  # noqa: S608 names are ours  # nosec B608
                f"WHERE {TABLE}.id = given.id",
                [list(values) for values in zip(*rows, strict=True)],
            )
        else:
            settings = ", ".join(f"{column} = %s" for column in COLUMNS)
            cursor.executemany(
                f"UPDATE {TABLE} SET {settings} WHERE id = %s",  # noqa: S608 names are ours  # nosec B608
                [(*values, pk) for pk, *values in rows],
            )
