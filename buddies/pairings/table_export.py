"""The pairings table as an inert CSV, a piece at a time: the database writes it where it can."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat

from buddies.pairings.models import Pairing
from buddies.pairings.table import LABELS, Asked, chosen
from network import clock

HEADER = ("Head", "School", "Buddy", "Reserve", "State", "Since")
NAMES = ("head__name", "school__name", "buddy__name", "reserve__name")
LIVE = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows a formula
PIECE = 64 * 1024


def lines(rows: QuerySet[Pairing], asked: Asked) -> Iterator[str | bytes]:
    yield ",".join(HEADER) + "\r\n"
    found = chosen(rows, asked)
    yield from _copied(found) if connection.vendor == "postgresql" else _written(found)


def _copied(found: QuerySet[Pairing]) -> Iterator[bytes]:
    """By COPY. It gives a row at a time; so many small writes to the socket are joined."""
    columns: dict[str, Any] = {f"cell_{place}": _inert(name) for place, name in enumerate(NAMES)}
    words = [When(state=state, then=Value(label)) for state, label in LABELS.items()]
    columns["cell_4"] = Case(*words, default=F("state"), output_field=CharField())
    columns["cell_5"] = Func(
        Value("Europe/London"),
        F("made_at"),
        template="to_char(timezone(%(expressions)s), 'YYYY-MM-DD')",
        output_field=CharField(),
    )
    sql, params = found.annotate(**columns).values_list(*columns).query.sql_with_params()
    held, length = [], 0
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)", params) as rows:
        for row in rows:
            held.append(bytes(row))
            length += len(row)
            if length >= PIECE:
                yield b"".join(held)
                held, length = [], 0
    yield b"".join(held)


def _inert(name: str) -> Case:
    alive = [When(**{f"{name}__startswith": start}, then=Concat(Value("'"), F(name))) for start in LIVE]
    return Case(*alive, default=Coalesce(F(name), Value("")), output_field=CharField())


class _Line:
    """csv writes to this and gets the line back."""

    def write(self, text: str) -> str:
        return text


def _written(found: QuerySet[Pairing]) -> Iterator[str]:
    writer = csv.writer(_Line())
    for *names, state, made_at in found.values_list(*NAMES, "state", "made_at").iterator(chunk_size=2000):
        yield writer.writerow(inert([*names, LABELS[state], f"{clock.local(made_at):%Y-%m-%d}"]))


def inert(cells: Iterable[str | None]) -> list[str]:
    """A spreadsheet must not run what somebody typed as a name."""
    return [f"'{cell}" if (cell or "").startswith(LIVE) else cell or "" for cell in cells]
