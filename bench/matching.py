"""A round from press to draft, from and to PostgreSQL, beside its limits; CPU is ours and the child's.
python -m tests.servers python bench/matching.py"""

import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
ROUNDS, MEGABYTES = ((500, 500, 2), (3_500, 19_500, 30)), 400  # who wait and who offer besides, seconds


def people(chance: Random, count: int, first: int):
    """Heads, each of a school of her own, in trusts of about ten, as far apart as in a city."""
    from network import models as m

    wide, numbers = int(15_000 * (count / 200) ** 0.5), range(first, first + count)
    area, _ = m.Authority.objects.get_or_create(code="989", defaults={"name": "Exampleton", "in_network": True})
    trusts = [m.Organisation.objects.create(name=f"Trust {n}", register_code=f"{n}") for n in numbers[::10]]
    schools = [m.School(urn=f"{n}", name=f"School {n}", authority=area, window_rule="A1") for n in numbers]
    for school in schools:
        school.phase, school.trust = chance.choice(("Primary", "Primary", "Secondary")), chance.choice(trusts)
        school.easting, school.northing = 400_000 + chance.randrange(wide), 100_000 + chance.randrange(wide)
        school.pupils, school.in_window = chance.randrange(60, 1500), chance.random() < 0.25
    m.School.objects.bulk_create(schools)
    made = [m.Person(email=f"p{n}@example.org", name=f"Head {n}", joined_at="2026-01-01T00:00Z") for n in numbers]
    pairs = list(zip(m.Person.objects.bulk_create(made), schools, strict=True))
    posts = {"role": "head", "from_at": "2024-01-01T00:00Z"}
    m.Membership.objects.bulk_create(m.Membership(person=person, school=school, **posts) for person, school in pairs)
    return pairs


def fill(waiting: int, offering: int) -> None:
    """In a process of its own, so that what it takes is not counted as the round's."""
    from django.db import connection

    from buddies.models import BuddyRequest, Offer

    connection.close()
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        return
    chance, heads = Random(2), people(Random(waiting), waiting, 200_000 + waiting)
    BuddyRequest.objects.bulk_create(BuddyRequest(head=head, school=school, why="asked") for head, school in heads)
    offered = people(Random(offering), offering, 400_000 + offering)
    Offer.objects.bulk_create(Offer(person=person, capacity=chance.choice((1, 1, 2))) for person, _ in offered)
    os._exit(0)


def peak(pid: object) -> int:
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) // 1024 if found else 0


def watch(most: list[int]) -> None:  # what the system itself counts of a child begins with what its parent had
    while children := Path(f"/proc/self/task/{os.getpid()}/children"):
        most[0] = max([most[0], *map(peak, children.read_text().split())])
        time.sleep(0.05)


def main() -> None:
    __import__("django").setup()
    from django.db import connection

    from buddies.rounds.actions import rounds, solving
    from tests.factories import PersonFactory, RoleGrantFactory

    connection.creation.create_test_db(verbosity=0, serialize=False)  # it goes with the server
    RoleGrantFactory(person=(officer := PersonFactory()))
    threading.Thread(target=watch, args=(most := [0],), daemon=True).start()
    for heads, offers, limit in ROUNDS:
        fill(heads, offers)
        begun, cpu = time.perf_counter(), sum(os.times()[:4])
        made = rounds.begin(by=officer)
        assert solving.solve_waiting() == 1
        took, cpu, taken = time.perf_counter() - begun, sum(os.times()[:4]) - cpu, peak("self") + most[0]
        matched = made.suggestions.exclude(buddy=None).count()
        print(f"+{heads} among +{offers}, {matched} matched: {took:.1f} s, {took / limit:.2f} x limit; CPU {cpu:.1f} s")
        print(f"  peak {taken} MB ({taken / MEGABYTES:.2f} x limit), {most[0]} of it the child's")
        rounds.drop(round_=made, by=officer)


main()
