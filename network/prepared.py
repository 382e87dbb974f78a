"""A statement that Django writes once for a process, and that is then asked again and again with other values.

Writing the front page's SQL costs ten times what asking it does, PostgreSQL plans it anew each time unless it has been
prepared on the connection, and SQLite unless its constants stand in it. What may differ between askings is the person
and the moment; both are stood for by marks that occur nowhere else, and a statement without them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet

PERSON = 9_007_199_254_740_881
MOMENT = datetime(1906, 5, 4, 3, 2, 1, tzinfo=UTC)

_on_connection: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Written(NamedTuple):
    name: str
    sql: str
    values: list[Any]
    names: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared:
    """`build(person's key, moment)` makes a `values()` queryset; it must ask for no other time of its own."""

    def __init__(self, build: Callable[[int, datetime], QuerySet]) -> None:
        self.build = build
        self.written: dict[str, Written] = {}

    def rows(self, person: int, moment: datetime) -> Iterator[dict[str, Any]]:
        written = self._now_written()
        for row in self._asked(written, person, moment):
            values = list(row)
            for place, converters, expression in written.converters:
                for convert in converters:
                    values[place] = convert(values[place], expression, connection)
            yield dict(zip(written.names, values, strict=True))

    def texts(self, person: int, moment: datetime) -> list[str]:
        """The first column as it comes, for a statement that makes text of each row itself."""
        return [row[0] for row in self._asked(self._now_written(), person, moment)]

    def _now_written(self) -> Written:
        written = self.written.get(connection.vendor)
        if written is None:
            written = self.written[connection.vendor] = self._write()
        return written

    def _asked(self, written: Written, person: int, moment: datetime) -> list[tuple[Any, ...]]:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"EXECUTE {_prepared(written)} (%s, %s)", [person, moment])
                return list(cursor.fetchall())
        now = connection.ops.adapt_datetimefield_value(moment)
        given = [person if value == PERSON else now for value in written.values]
        with connection.cursor() as cursor:
            cursor.cursor.convert_query = _with_question_marks
            cursor.execute(written.sql, given)
            return list(cursor.fetchall())

    def _write(self) -> Written:
        query = self.build(PERSON, MOMENT).query
        compiler = query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        if PERSON not in values:
            raise ValueError("the statement does not ask for the person it is given")
        shown = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = [(place, *how) for place, how in compiler.get_converters(shown).items()]
        if connection.vendor == "sqlite":
            sql, values = _constants_in_place(sql, values)
        known_by = sha256(f"{sql} {values}".encode()).hexdigest()[:24]
        return Written(f"covenant_{known_by}", sql, list(values), list(query.selected or ()), converters)


def _constants_in_place(sql: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
    """Only the person and the moment stay open. SQLite plans a statement anew whenever a value is bound that it has
    compared with the condition of a partial index; a constant it compares once."""
    connection.ensure_connection()
    marks = (PERSON, connection.ops.adapt_datetimefield_value(MOMENT))
    text, *pieces = sql.split("%s")
    kept = []
    for piece, value in zip(pieces, values, strict=True):
        if value in marks:
            kept.append(value)
            text += f"%s{piece}"
        else:
            quoted = connection.connection.execute("SELECT quote(?)", [value]).fetchone()[0]
            text += str(quoted).replace("%", "%%") + piece
    return text, kept


@lru_cache(maxsize=32)
def _with_question_marks(sql: str, *, param_names: object = None) -> str:
    """What Django does to a statement for SQLite, once and not at each asking: it reads every letter of it."""
    return re.sub(r"(?<!%)%s", "?", sql).replace("%%", "%")


def planned(sql: str, *types: str) -> str:
    """What to ask in place of `sql`, with the same values, so that PostgreSQL plans it once a connection; `types` are
    those of the values, in their order. Elsewhere it is `sql` itself."""
    if connection.vendor != "postgresql":
        return sql
    connection.ensure_connection()
    name = f"covenant_{sha256(sql.encode()).hexdigest()[:24]}"
    known = _on_connection.setdefault(connection.connection, set())
    if name not in known:
        numbered = sql
        for number in range(len(types)):
            numbered = numbered.replace("%s", f"${number + 1}", 1)
        with connection.cursor() as cursor:
            cursor.execute(f"PREPARE {name} ({', '.join(types)}) AS {numbered}")
        known.add(name)
    return f"EXECUTE {name} ({', '.join(['%s'] * len(types))})"


def _prepared(written: Written) -> str:
    """Its name on the connection just opened, where PostgreSQL keeps its plan; prepared the first time. A connection
    that is lost takes its statements with it. (Not for a pooler that shares one connection among several of ours.)"""
    from psycopg import ClientCursor

    raw = connection.connection
    known = _on_connection.setdefault(raw, set())
    if written.name not in known:
        cursor = ClientCursor(raw)
        text = cursor.mogrify(written.sql, written.values)
        text = text.replace(cursor.mogrify("%s", [PERSON]), "$1").replace(cursor.mogrify("%s", [MOMENT]), "$2")
        cursor.execute(f"PREPARE {written.name} (bigint, timestamptz) AS {text}")
        known.add(written.name)
    return written.name
