"""The officer's table as CSV, a piece at a time: the database writes it where it can."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from inspections.models.windows_table import CSV_COLUMNS, for_export


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines(found: QuerySet) -> Iterator[bytes | str]:
    yield ",".join(CSV_COLUMNS) + "\r\n"
    rows = for_export(found)
    if connection.vendor == "postgresql":
        yield from _copied(rows)
    else:
        writer = csv.writer(_Line())
        for row in rows.iterator(chunk_size=2000):
            yield writer.writerow(["" if cell is None else cell for cell in row])


def _copied(rows: QuerySet[Any]) -> Iterator[bytes]:
    sql, params = rows.query.sql_with_params()
    copy = f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.cursor.copy(copy, params) as copied:
        yield from _in_pieces(copied)


def _in_pieces(copied, size: int = 64 * 1024) -> Iterator[bytes]:
    """A row at a time is many small writes to the socket: join them."""
    held, length = [], 0
    for row in copied:
        held.append(bytes(row))
        length += len(row)
        if length >= size:
            yield b"".join(held)
            held, length = [], 0
    if held:
        yield b"".join(held)
