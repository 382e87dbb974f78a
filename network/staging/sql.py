# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""The few places where the two databases speak differently."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

Row = tuple[Any, ...]


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def differs() -> str:
    """`a {differs} b`, where two unknowns are the same."""
    return "is distinct from" if is_postgres() else "is not"


def new_uuid() -> str:
    if is_postgres():
        return "gen_random_uuid()"
    return (  # version 4, as Django keeps and looks it up on SQLite: 32 figures without dashes, all lower case
        "lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || substr('89ab', 1 + abs(random() %% 4), 1)"
        " || substr(hex(randomblob(2)), 2) || hex(randomblob(6)))"
    )


def table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def columns(model: type[models.Model], names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column(model, name)) for name in names)


def column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def run(statement: str, values: Sequence[Any] = ()) -> int:
    """How many rows were written."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def ask(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows into a table as fast as the database takes them. Values are text, whole numbers, days or None."""
    listed = columns(model, names)
    if is_postgres():
        statement = f"COPY {table(model)} ({listed}) FROM STDIN"
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            shape = "\t".join(["%s"] * len(names)) + "\n"
            for block in _blocks(rows):
                copy.write("".join([_copy_line(shape, row) for row in block]))
        return
    marks = ", ".join(["%s"] * len(names))
    days = [place for place, name in enumerate(names) if isinstance(model._meta.get_field(name), models.DateField)]
    with transaction.atomic(), connection.cursor() as cursor:  # else SQLite commits every row for itself
        for block in _blocks(rows):
            cursor.executemany(
                f"INSERT INTO {table(model)} ({listed}) VALUES ({marks})", [_days_as_text(row, days) for row in block]
            )


def get_ready(*models_: type[models.Model], only: str = "") -> None:
    """Before large joins: the planner learns what has just been poured, and may hold it in memory."""
    if is_postgres():
        run("SET LOCAL work_mem = '64MB'")
        for model in models_:
            run(f"ANALYZE {table(model)}{only}")


def all_of(expression: str) -> str:
    """Many values of a group as one text, with commas between."""
    return f"string_agg(({expression})::text, ',')" if is_postgres() else f"group_concat({expression})"


def _days_as_text(row: Row, days: list[int]) -> list[Any]:
    values = list(row)
    for place in days:
        if (value := values[place]) is not None:
            values[place] = str(value)
    return values


def _blocks(rows: Iterable[Row], size: int = 1000) -> Iterable[list[Row]]:
    block: list[Row] = []
    for row in rows:
        block.append(row)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def _copy_line(shape: str, row: Row) -> str:
    """A line of COPY's text format. The reader has taken out what does not print: only the backslash is left."""
    line = shape % row
    if "\\" not in line and line.count("\tNone") == row.count(None):  # then no text of the row begins with that word
        return line.replace("\tNone", "\t\\N")
    return shape % tuple("\\N" if value is None else str(value).replace("\\", "\\\\") for value in row)
