"""The officer's table as CSV, a piece at a time: the database writes it where it can."""

import csv
from collections.abc import Iterator

from django.db import connection

from inspections.schools.queries.table import CSV_COLUMNS, Filters, Statement, export_statement
from network.models import Person

PIECE = 64 * 1024


class _Line:
    """What csv.writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines(person: Person, filters: Filters) -> Iterator[bytes]:
    yield (",".join(CSV_COLUMNS) + "\r\n").encode()
    statement = export_statement(person, filters)
    yield from _copied(statement) if connection.vendor == "postgresql" else _written(statement)


def _copied(statement: Statement) -> Iterator[bytes]:
    """COPY gives a row at a time; so many small writes to the socket are joined."""
    copy = f"COPY ({statement.sql}) TO STDOUT WITH (FORMAT csv)"
    held, length = [], 0
    with connection.cursor() as cursor, cursor.cursor.copy(copy, statement.params) as copied:
        for row in copied:
            held.append(bytes(row))
            length += len(row)
            if length >= PIECE:
                yield b"".join(held)
                held, length = [], 0
    yield b"".join(held)


def _written(statement: Statement) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        while rows := cursor.fetchmany(2000):
            yield "".join(writer.writerow(["" if cell is None else cell for cell in row]) for row in rows).encode()
