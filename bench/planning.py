"""Check-ins for all England: 22,000 heads, six each, against a bare INSERT..SELECT of as many rows.

    python bench/planning.py                                   SQLite
    python -m tests.servers python bench/planning.py           PostgreSQL

Every head has the inspectors in today, so the whole plan lies within the horizon. Prints rows a second as ratios (the
goal in brackets), what a second run writes, and the due scan's plan. Fails on counts and plans, never on time.
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
    from inspections.actions import planning

    put, planning.outbox.put_many = planning.outbox.put_many, lambda **given: 0
    try:
        return timed(call)
    finally:
        planning.outbox.put_many = put


def floor(rows: int, connection) -> float:
    """INSERT..SELECT of as many rows into a table with the same columns and indexes, median of three."""
    walls = []
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_floor")
            cursor.execute("CREATE TABLE bench_floor AS SELECT * FROM inspections_checkin WHERE 1 = 0")
            cursor.execute("CREATE UNIQUE INDEX bench_floor_once ON bench_floor (inspection_id, rule, occurrence)")
            cursor.execute("CREATE UNIQUE INDEX bench_floor_public ON bench_floor (public_id)")
            wall, _ = timed(lambda: cursor.execute("INSERT INTO bench_floor SELECT * FROM inspections_checkin"))
            walls.append(wall)
    return rows / statistics.median(walls)


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
    from inspections.actions import planning
    from inspections.models import CheckIn
    from outbox.models import Message

    fill()
    wall, written = without_messages(planning.plan_check_ins)
    assert written.added == CheckIn.objects.count()
    bare = floor(written.added, connection)
    print(f"{connection.vendor}: {written.added} check-ins, {wall:.1f} s")
    print(f"  {written.added / wall / bare:.2f} of INSERT..SELECT [0.15]")
    CheckIn.objects.all().delete()
    wall, written = timed(planning.plan_check_ins)
    assert written.added == CheckIn.objects.count() == Message.objects.count()
    print(
        f"  with their messages in the outbox: {wall:.1f} s, {2 * written.added / wall / bare:.2f} of the rows' insert"
    )
    wall, again = timed(planning.plan_check_ins)
    print(f"  again: {again.added + again.moved + again.cancelled} rows [0], {wall:.1f} s")
    assert not again
    if connection.vendor == "postgresql":
        due_scan(connection)


if __name__ == "__main__":
    main()
