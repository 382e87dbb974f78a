"""Check-ins for all England: 22,000 heads, six each, with a message each in the outbox.

    python -m tests.servers python bench/planning.py         (PostgreSQL; without `tests.servers` SQLite; HEADS)

Every head has the inspectors in tomorrow. Prints, with the goal in brackets, how long the first planning takes, a tick
with nothing to change, one head whose quiet hours changed, and everybody again. Fails on counts, never on time.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings_test", "ZEAL": "no"}
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
HEADS, BATCH = int(os.environ.get("HEADS", "22000")), 2_000


def fill() -> None:
    from inspections.models import Inspection
    from network import clock
    from network import models as m

    now, today = clock.now(), clock.today()
    area = m.Authority.objects.create(code="001", name="Sampleshire", in_network=True)
    people = [m.Person(name=f"Person Example{n}", email=f"p{n}@example.org", joined_at=now) for n in range(HEADS)]
    people = m.Person.objects.bulk_create(people, BATCH)
    schools = [m.School(urn=f"{100_000 + n}", name=f"Example School {n}", authority=area) for n in range(HEADS)]
    schools = m.School.objects.bulk_create(schools, BATCH)
    points = (m.ContactPoint(person=one, channel="email", address=one.email, confirmed_at=now) for one in people)
    m.ContactPoint.objects.bulk_create(points, BATCH)
    days = [{"starts_on": today + timedelta(days=1), "ends_on": today + timedelta(days=4 + n)} for n in range(3)]
    both = zip(people, schools, strict=True)
    visits = [Inspection(head=head, school=school, **days[head.pk % 3]) for head, school in both]
    Inspection.objects.bulk_create(visits, BATCH)


def timed(label: str, goal: str, work, *given):
    begun = time.perf_counter()
    answer = work(*given)
    seconds = time.perf_counter() - begun
    print(f"  {label}: {seconds:.3f} s [{goal}]")
    return seconds, answer


def run(connection) -> None:
    from django.test.utils import CaptureQueriesContext

    from inspections import tasks
    from inspections.check_ins.actions import due, planning
    from inspections.models import CheckIn
    from network.models import Person
    from outbox.models import Message

    fill()
    print(f"{connection.vendor}, {HEADS:,} heads")
    first, written = timed("first planning of everybody", "60", due.plan_due)
    assert written.added == CheckIn.objects.count() == Message.objects.count()
    print(f"  {written.added:,} check-ins, each with a message: {written.added / first:,.0f} a second")
    tasks.tick()
    with CaptureQueriesContext(connection) as asked:
        timed("a tick with nothing to change", "0.2", tasks.tick)
    print(f"  in {len(asked)} queries")
    head = Person.objects.get(email="p7@example.org")
    Person.objects.filter(pk=head.pk).update(quiet_from="00:00", quiet_until="23:00")
    due.mark(people=[head.pk])
    _, moved = timed("a tick with one head to plan anew", "0.05", due.plan_due)
    assert moved.moved
    _, again = timed("everybody again", "once a night", planning.plan_check_ins)
    assert not again, again


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        run(connection)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
