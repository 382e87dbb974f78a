"""Check-ins for all England: 22,000 heads, six each, against a bare INSERT..SELECT of as many rows.

    python bench/planning.py                                   SQLite
    python -m tests.servers python bench/planning.py           PostgreSQL

Every head has the inspectors in tomorrow, so the whole plan lies within the horizon. Prints rows a second as ratios
(the goal in brackets), what a second run writes, and the due scan's plan, before and after ten times as many rows are
done with. Fails on counts and plans, never on time.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
HEADS, AREAS, BATCH = int(os.environ.get("HEADS", "22000")), 150, 2_000


def fill() -> None:
    from inspections.models import Inspection
    from network import clock
    from network import models as m

    now, today = clock.now(), clock.today()
    areas = m.Authority.objects.bulk_create(
        m.Authority(code=f"{n:03}", name=f"Sampleshire {n}", in_network=True) for n in range(AREAS)
    )
    people = m.Person.objects.bulk_create(
        (m.Person(name=f"Person Example{n}", email=f"p{n}@example.org", joined_at=now) for n in range(HEADS)),
        batch_size=BATCH,
    )
    schools = m.School.objects.bulk_create(
        (
            m.School(urn=f"{100_000 + n}", name=f"Example School {n}", authority=areas[n % AREAS], is_example=True)
            for n in range(HEADS)
        ),
        batch_size=BATCH,
    )
    m.ContactPoint.objects.bulk_create(
        (m.ContactPoint(person=person, channel="email", address=person.email, confirmed_at=now) for person in people),
        batch_size=BATCH,
    )
    # Three lengths of visit: what differs in dates or calendar is planned anew, the rest is remembered.
    Inspection.objects.bulk_create(
        (
            Inspection(
                head=person,
                school=school,
                starts_on=today + timedelta(days=1),
                ends_on=today + timedelta(days=4 + person.pk % 3),
            )
            for person, school in zip(people, schools, strict=True)
        ),
        batch_size=BATCH,
    )


def timed(call) -> tuple[float, object]:
    start = time.perf_counter()
    answer = call()
    return time.perf_counter() - start, answer


def without_messages(call):
    """The same, but for the outbox: its own cost is measured by its own benchmark."""
    from inspections.check_ins.actions import planning

    put, planning.outbox.put_many = planning.outbox.put_many, lambda **given: 0
    try:
        return timed(call)
    finally:
        planning.outbox.put_many = put


def floor(table: str, connection) -> float:
    """Rows a second of a bare INSERT..SELECT of the same rows, into a table with the same columns, indexes, checks and
    keys: median of three."""
    walls = []
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_floor")
            for statement in _same_table(table, cursor, connection.vendor):
                cursor.execute(statement)
            wall, _ = timed(lambda: cursor.execute(f"INSERT INTO bench_floor SELECT * FROM {table}"))
            cursor.execute("SELECT count(*) FROM bench_floor")
            rows = cursor.fetchone()[0]
            cursor.execute("DROP TABLE bench_floor")
            walls.append(wall)
    return rows / statistics.median(walls)


def _same_table(table: str, cursor, vendor: str) -> list[str]:
    if vendor == "postgresql":
        cursor.execute(
            "SELECT 'ALTER TABLE bench_floor ADD ' || pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        return [f"CREATE TABLE bench_floor (LIKE {table} INCLUDING ALL)", *(keys for (keys,) in cursor.fetchall())]
    cursor.execute(
        "SELECT sql, name FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY rowid", [table]
    )
    return [
        made.replace(f'"{table}"', '"bench_floor"').replace(f'"{name}"', f'"floor_{name}"' if name != table else "")
        for made, name in cursor.fetchall()
    ]


def emptied(connection) -> None:
    """Without the dead rows that a DELETE leaves in every index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE inspections_checkin, outbox_message CASCADE")
        else:
            cursor.execute("DELETE FROM inspections_checkin")
            cursor.execute("DELETE FROM outbox_message")


def due_scan(connection) -> None:
    """What the sweep and the tick look for: by partial index, however many rows are done with."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for label, statement in {
            "missed": "SELECT id FROM inspections_checkin WHERE state = 'planned' AND due_at <= now() "
            "AND useful_until <= now()",
            "waiting to be rung": "SELECT id FROM inspections_pleasering WHERE taken_at IS NULL "
            "AND passed_on_at IS NULL AND ended_at IS NULL AND asked_at <= now()",
        }.items():
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
            plan = cursor.fetchone()[0][0]
            print(f"  {label}: {plan['Execution Time']:.2f} ms [1], {plan['Plan']['Node Type']}")
            if label == "missed":
                assert "Seq Scan" not in str(plan)


def sent_tenfold(connection) -> None:
    """Ten times as many check-ins that were answered long ago, as years of use leave them."""
    names = "rule, due_at, send_at, useful_until, generation, answer, note, note_shared, via, head_id, inspection_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO inspections_checkin (public_id, occurrence, state, answered_at, {names}) "
            f"SELECT gen_random_uuid(), occurrence || '-' || n, 'answered', now(), {names} "
            "FROM inspections_checkin, generate_series(1, 10) n"
        )


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        run(connection)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def run(connection) -> None:
    from inspections.check_ins.actions import planning
    from inspections.models import CheckIn
    from outbox.models import Message

    fill()
    without_messages(planning.plan_check_ins)  # writes beside, once a head, when draft and publication are expected
    emptied(connection)
    wall, written = without_messages(planning.plan_check_ins)
    assert written.added == CheckIn.objects.count()
    bare = floor("inspections_checkin", connection)
    print(f"{connection.vendor}: {written.added} check-ins, {wall:.1f} s")
    print(f"  {written.added / wall / bare:.2f} of INSERT..SELECT [0.15], which writes {bare:,.0f} rows a second")
    emptied(connection)
    wall, written = timed(planning.plan_check_ins)
    assert written.added == CheckIn.objects.count() == Message.objects.count()
    both = written.added / bare + written.added / floor("outbox_message", connection)
    print(f"  with their messages in the outbox: {wall:.1f} s, {both / wall:.2f} of both tables' INSERT..SELECT")
    wall, again = timed(planning.plan_check_ins)
    print(f"  again: {again.added + again.moved + again.cancelled} rows [0], {wall:.1f} s")
    assert not again
    if connection.vendor == "postgresql":
        due_scan(connection)
        sent_tenfold(connection)
        print("  with ten times as many answered")
        due_scan(connection)


if __name__ == "__main__":
    main()
