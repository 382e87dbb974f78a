"""Many planned check-ins written in one statement: all England in seconds, where instances take minutes.

Heads with the same dates and the same calendar are given the same plan, so PostgreSQL is told each plan once, and whose
it is: not every row.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from inspections.visits.schedule import Planned

Place = tuple[int, int | None]  # a head and one of her inspections; None: her window


class New(NamedTuple):
    """What its message is made of."""

    pk: int
    public_id: uuid.UUID
    head_id: int
    send_at: datetime
    useful_until: datetime


FIXED = {"generation": "1", "state": "'planned'", "answer": "''", "note": "''", "note_shared": "false", "via": "''"}
INSERT = f"""
INSERT INTO inspections_checkin
    (public_id, head_id, inspection_id, rule, occurrence, due_at, send_at, useful_until, {", ".join(FIXED)})
SELECT gen_random_uuid(), place.head, place.inspection, planned.rule, planned.occurrence, planned.due_at,
    planned.send_at, planned.useful_until, {", ".join(FIXED.values())}
FROM unnest(%s::integer[], %s::bigint[], %s::bigint[]) AS place (plan, head, inspection)
JOIN unnest(%s::integer[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
    AS planned (plan, rule, occurrence, due_at, send_at, useful_until) USING (plan)
ON CONFLICT DO NOTHING
RETURNING id, public_id, head_id, inspection_id, rule, occurrence
"""  # noqa: S608 names are ours  # nosec B608

ONE_BY_ONE = f"""
INSERT OR IGNORE INTO inspections_checkin
    (public_id, head_id, inspection_id, rule, occurrence, due_at, send_at, useful_until, {", ".join(FIXED)})
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, {", ".join(FIXED.values())})
"""  # noqa: S608 names are ours  # nosec B608


def store(*, wanted: Mapping[Place, tuple[Planned, ...]]) -> list[New]:
    """Those that are new. Somebody else may have planned the same at this moment: theirs stands."""
    if not wanted:
        return []
    return _at_once(wanted) if connection.vendor == "postgresql" else _row_by_row(wanted)


def _at_once(wanted: Mapping[Place, tuple[Planned, ...]]) -> list[New]:
    numbers: dict[tuple[int, ...], int] = {}  # a plan's rows are the schedule's own, remembered there
    plans: list[tuple[int, Planned]] = []
    places: list[tuple[int, int, int | None]] = []
    of_plan: list[dict[tuple[str, str], Planned]] = []
    plan_of: dict[Place, int] = {}
    for place, planned in wanted.items():
        same = tuple(map(id, planned))
        number = numbers.get(same)
        if number is None:
            number = numbers[same] = len(of_plan)
            of_plan.append({each.key: each for each in planned})
            plans += [(number, each) for each in planned]
        plan_of[place] = number
        places.append((number, *place))
    each_plan = [
        (number, each.rule, each.occurrence, each.due_at, each.send_at, each.useful_until) for number, each in plans
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT, [list(column) for columns in (places, each_plan) for column in zip(*columns, strict=True)]
        )
        found = cursor.fetchall()
    new = []
    for pk, public_id, head, inspection, rule, occurrence in found:
        one = of_plan[plan_of[head, inspection]][rule, occurrence]
        new.append(New(pk, public_id, head, one.send_at, one.useful_until))
    return new


def _row_by_row(wanted: Mapping[Place, tuple[Planned, ...]]) -> list[New]:
    """For SQLite, which lets one writer in at a time: the rows after the last one are ours."""
    moment = connection.ops.adapt_datetimefield_value
    rows = {
        uuid.uuid4().hex: (head, inspection, each) for (head, inspection), planned in wanted.items() for each in planned
    }
    as_stored: dict[int, tuple[str | None, ...]] = {}
    for _, _, each in rows.values():
        if id(each) not in as_stored:
            times = (moment(time) for time in (each.due_at, each.send_at, each.useful_until))
            as_stored[id(each)] = each.rule, each.occurrence, *times
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM inspections_checkin")
        last = cursor.fetchone()[0]
        cursor.executemany(
            ONE_BY_ONE,
            [(key, head, inspection, *as_stored[id(each)]) for key, (head, inspection, each) in rows.items()],
        )
        cursor.execute("SELECT id, public_id FROM inspections_checkin WHERE id > %s", [last])
        found = cursor.fetchall()
    new = []
    for pk, key in found:
        head, _, each = rows[key]
        new.append(New(pk, uuid.UUID(key), head, each.send_at, each.useful_until))
    return new
