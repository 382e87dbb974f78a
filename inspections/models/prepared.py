"""A statement that Django writes once for a process, and that is then asked again and again with other values.

Writing the front page's SQL costs ten times what asking it does. What may differ between askings is the person and the
moment; both are stood for by marks that occur nowhere else, and a statement without them is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

PERSON = 9_007_199_254_740_881
MOMENT = datetime(1906, 5, 4, 3, 2, 1, tzinfo=UTC)


class Prepared:
    """`build(person's key, moment)` makes a `values()` queryset; it must ask for no other time of its own."""

    def __init__(self, build: Callable[[int, datetime], QuerySet]) -> None:
        self.build = build
        self.written: dict[str, tuple[Any, str, list[Any], list[str]]] = {}

    def rows(self, person: int, moment: datetime) -> Iterator[dict[str, Any]]:
        if connection.vendor not in self.written:
            self.written[connection.vendor] = self._write()
        compiler, sql, values, names = self.written[connection.vendor]
        adapt = connection.ops.adapt_datetimefield_value
        then, now = adapt(MOMENT), adapt(moment)
        given = [person if value == PERSON else now if value == then else value for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchall()
        for row in compiler.results_iter([found]):
            yield dict(zip(names, row, strict=True))

    def _write(self) -> tuple[Any, str, list[Any], list[str]]:
        query = self.build(PERSON, MOMENT).query
        compiler = query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        if PERSON not in values:
            raise ValueError("the statement does not ask for the person it is given")
        return compiler, sql, list(values), list(query.selected or ())
