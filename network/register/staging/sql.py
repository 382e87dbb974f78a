# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""The few places where the two databases speak differently."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from network import clock

Row = tuple[Any, ...]
Columns = Sequence[Sequence[Any]]


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def differs() -> str:
    """`a {differs} b`, where two unknowns are the same."""
    return "is distinct from" if is_postgres() else "is not"


def growing_uuid(key: str) -> str:
    """Ids of many new rows, `key` being a number of each below a million. The first half grows from row to row, so that
    their index grows at its end; the second is drawn by lot. Its parameters: `growing_uuid_values`."""
    if is_postgres():  # two random numbers a row would cost a tenth of the insert: one lot, mixed with each key
        lot = f"(hashint8extended({key}, %s) | (-9223372036854775807 - 1))"  # 63 bits; with the highest, 16 figures
        return f"(to_hex(%s + {key}) || to_hex({lot}))::uuid"
    # As Django keeps and looks it up on SQLite: 32 figures without dashes, all lower case.
    return f"printf('%%016x', %s + {key}) || lower(hex(randomblob(8)))"


def growing_uuid_values(key_from: int) -> list[int]:
    """Milliseconds and key together, in 61 bits. `key_from` is what the keys begin with instead of 0."""
    begin = (int(clock.now().timestamp() * 1000) << 20) - key_from
    return [begin, secrets.randbits(63)] if is_postgres() else [begin]


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


def run_by_hash(statement: str, values: Sequence[Any] = ()) -> int:
    """`run`, whose joins of PostgreSQL learn a table once instead of looking every row up in its index."""
    if not is_postgres():
        return run(statement, values)
    run("SET LOCAL enable_nestloop = off")
    written = run(statement, values)
    run("SET LOCAL enable_nestloop = on")
    return written


def ask(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows into a table as fast as the database takes them. Values are text, whole numbers, days or None."""
    pour_columns(model, names, as_columns(rows))


def pour_columns(
    model: type[models.Model], names: Sequence[str], blocks: Iterable[Columns], *, thread: bool = False
) -> None:
    """The same of some rows at a time, given as columns. Text has nothing in it that does not print.

    With `thread` each block is sent by a thread of its own while the next one is read. For some thousand rows that
    costs more than it gains: what the socket holds is sent without waiting.
    """
    listed = columns(model, names)
    fields = [model._meta.get_field(name) for name in names]
    days = {place: _Days({None: None}) for place, field in enumerate(fields) if isinstance(field, models.DateField)}
    if is_postgres():
        from psycopg.copy import LibpqWriter, QueuedLibpqWriter  # where SQLite is used, nobody pays for it

        words = [isinstance(field, models.CharField | models.TextField) for field in fields]
        statement = f"COPY {table(model)} ({listed}) FROM STDIN"
        with (
            transaction.atomic(),
            connection.cursor() as cursor,
            cursor.copy(statement, writer=(QueuedLibpqWriter if thread else LibpqWriter)(cursor.cursor)) as copy,
        ):
            for block in blocks:
                copy.write(copy_lines(_with_days(block, days), words))
        return
    marks = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO {table(model)} ({listed}) VALUES ({marks})"
    with transaction.atomic(), connection.cursor() as cursor:  # else SQLite commits every row for itself
        for block in blocks:
            cursor.executemany(insert, list(zip(*_with_days(block, days), strict=True)))


class _Days(dict[date | None, str | None]):
    """Days as text. They repeat: to write each for itself is a fifteenth of the reading's time."""

    def __missing__(self, day: date | None) -> str:
        text = self[day] = str(day)
        return text


def _with_days(block: Columns, days: dict[int, _Days]) -> Columns:
    told = list(block)
    for place, text in days.items():
        told[place] = list(map(text.__getitem__, block[place]))
    return told


def get_ready(*models_: type[models.Model], only: str = "") -> None:
    """Before large joins: the planner learns what has just been poured, and may hold it in memory."""
    if is_postgres():
        run("SET LOCAL work_mem = '64MB'")
        for model in models_:
            run(f"ANALYZE {table(model)}{only}")


def all_of(expression: str) -> str:
    """Many values of a group as one text, with commas between."""
    return f"string_agg(({expression})::text, ',')" if is_postgres() else f"group_concat({expression})"


def as_columns(rows: Iterable[Row], size: int = 1000) -> Iterator[Columns]:
    rows = iter(rows)
    while block := list(islice(rows, size)):
        yield list(zip(*block, strict=True))


def copy_lines(block: Columns, words: Sequence[bool]) -> str:
    """Lines of COPY's text format. `words` tells the columns of text, of which only the backslash needs care."""
    told, unknown = list(block), 0
    for place, is_text in enumerate(words):
        if is_text:
            continue
        column = block[place]
        missing = column.count(None)
        unknown += missing
        told[place] = ["\\N" if one is None else str(one) for one in column] if missing else list(map(str, column))
    lines = _lines(told)
    if lines.count("\\") == unknown:
        return lines
    for place, is_text in enumerate(words):
        if is_text:
            told[place] = [text.replace("\\", "\\\\") for text in told[place]]
    return _lines(told)


def _lines(told: Columns) -> str:
    return "\n".join([*map("\t".join, zip(*told, strict=True)), ""])
