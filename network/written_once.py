"""A statement that Django writes once for a process, and that is asked again and again with other values.

Writing a statement costs more than asking it. `Prepared` does the same for the two values every page knows; here a
statement may have any, and PostgreSQL plans it anew each time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

MARK = 9_007_199_254_740_600
MOMENT, DAY = datetime(1906, 5, 4, 3, 2, 1, tzinfo=UTC), date(1907, 5, 4)


class WrittenOnce:
    """`build(**values)` makes a `values_list()` queryset and asks for nothing by itself; `kinds` names its values and
    says what each is: int, datetime or date. While it is written a mark that occurs nowhere else stands for each; a
    statement without one of them is refused."""

    def __init__(self, build: Callable[..., QuerySet], **kinds: type) -> None:
        self.build, self.kinds = build, kinds
        self._written: dict[str, tuple[str, list[Any], list[tuple[int, Any, Any]]]] = {}

    def rows(self, **values: Any) -> Sequence[tuple[Any, ...]]:
        """As the queryset itself would give them, in one query."""
        sql, given, converters = self._asked(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    def streamed(self, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The same one after another, while PostgreSQL still looks for more: no answer is held as a whole, here or
        there. Nothing else can be asked until the last has come."""
        sql, given, converters = self._asked(values)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            if connection.vendor == "postgresql":
                rows = cursor.cursor.stream(sql, given, size=200)
            else:
                rows = cursor.execute(sql, given)
            if converters:
                rows = (_converted(row, converters) for row in rows)
            yield from rows

    def _asked(self, values: dict[str, Any]) -> tuple[str, list[Any], list[tuple[int, Any, Any]]]:
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        sql, places, converters = written
        given = {name: _adapted(values[name], kind) for name, kind in self.kinds.items()}
        return sql, [given[place] if name else place for name, place in places], converters

    def _write(self) -> tuple[str, list[Any], list[tuple[int, Any, Any]]]:
        marks = {name: _mark(number, kind) for number, (name, kind) in enumerate(self.kinds.items())}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        stands_for = {_adapted(mark, self.kinds[name]): name for name, mark in marks.items()}
        places = [(value in stands_for, stands_for.get(value, value)) for value in values]
        missing = set(self.kinds) - {place for is_name, place in places if is_name}
        if missing:
            raise ValueError(f"the statement does not ask for {', '.join(sorted(missing))}")
        shown = [column[0] for column in compiler.select[: compiler.col_count]]
        return sql, places, [(place, *how) for place, how in compiler.get_converters(shown).items()]


def _mark(number: int, kind: type) -> Any:
    return {int: MARK + number, datetime: MOMENT + timedelta(days=number), date: DAY + timedelta(days=number)}[kind]


def _adapted(value: Any, kind: type) -> Any:
    """As Django hands it to the database."""
    if kind is datetime:
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if kind is date else value


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Any, Any]]) -> tuple[Any, ...]:
    values = list(row)
    for place, converts, expression in converters:
        for convert in converts:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
