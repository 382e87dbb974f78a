"""A fault planted in the database itself: whatever writes this one row fails, in any process."""

import contextlib
from collections.abc import Iterator

from django.db import connection
from django.db.models import Model

PLANTED = "planted"


@contextlib.contextmanager
def bad_row(row: Model) -> Iterator[None]:
    """While the block lasts every UPDATE of `row` raises an error."""
    table, name = row._meta.db_table, f"planted_{row._meta.model_name}_{row.pk}"
    with connection.cursor() as cursor:
        for statement in _plant(table, name, row.pk):
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in _take_out(table, name):
                cursor.execute(statement)


def _plant(table: str, name: str, pk: int) -> list[str]:
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN OLD.id = {pk} "
            f"BEGIN SELECT RAISE(ABORT, '{PLANTED}'); END"
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{PLANTED}'; END $$",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (OLD.id = {pk}) EXECUTE FUNCTION {name}()",
    ]


def _take_out(table: str, name: str) -> list[str]:
    if connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}"]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}", f"DROP FUNCTION IF EXISTS {name}()"]
