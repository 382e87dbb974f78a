"""The officer's pairings table at 22,000 pairings.

    python bench/pairings.py                              SQLite
    python -m tests.servers python bench/pairings.py      PostgreSQL

Prints queries, plans, and CPU time as ratios (the goal in brackets). Fails on counts and plans, never on time.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from html import escape
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
PAIRS, TURNS, CALLS = 22_000, 7, 15
ASKED = [
    ("newest", {}),
    ("oldest", {"sort": "oldest"}),
    ("one state", {"state": "in_force"}),
    ("a rare state", {"state": "paused"}),
    ("a rare state, oldest", {"state": "paused", "sort": "oldest"}),
    ("a common word", {"q": "example"}),
    ("one head's name", {"q": "example10007"}),
    ("nobody's name", {"q": "zebedee"}),
    ("one school, oldest", {"q": "school 3999", "sort": "oldest"}),
]
FLOOR = """
SELECT p.public_id, p.state, p.made_at, h.name, s.name, b.name, r.name FROM buddies_pairing p
JOIN network_person h ON h.id = p.head_id JOIN network_person b ON b.id = p.buddy_id
LEFT JOIN network_person r ON r.id = p.reserve_id LEFT JOIN network_school s ON s.id = p.school_id
WHERE NOT p.state = 'draft' ORDER BY p.made_at DESC, p.id DESC LIMIT 51
"""


def people(count: int, start: int):
    """Heads, each of a school of her own, in trusts of about ten."""
    from network import models as m

    chance = Random(start)
    area, _ = m.Authority.objects.get_or_create(code="989", defaults={"name": "Exampleton", "in_network": True})
    trusts = m.Organisation.objects.bulk_create(
        [m.Organisation(name=f"Example Trust {start}.{n}", register_code=f"{start}.{n}") for n in range(count // 10)]
    )
    side = int(15_000 * (count / 200) ** 0.5)
    schools = m.School.objects.bulk_create(
        [
            m.School(
                urn=f"{100_000 + start + n}",
                name=f"Example School {start + n}",
                authority=area,
                phase=chance.choice(("Primary", "Primary", "Secondary")),
                kind_group=chance.choice(("Academies", "Local authority maintained schools")),
                trust=chance.choice(trusts),
                pupils=chance.randrange(60, 1500),
                easting=400_000 + chance.randrange(side),
                northing=100_000 + chance.randrange(side),
                in_window=chance.random() < 0.25,
                window_rule="A1",
            )
            for n in range(count)
        ],
        batch_size=2000,
    )
    made = m.Person.objects.bulk_create(
        [
            m.Person(
                email=f"p{start + n}@example.org", name=f"Person Example{start + n}", joined_at="2026-01-01T00:00Z"
            )
            for n in range(count)
        ],
        batch_size=2000,
    )
    m.Membership.objects.bulk_create(
        [
            m.Membership(person=person, school=school, role="head", from_at="2024-01-01T00:00Z")
            for person, school in zip(made, schools, strict=True)
        ],
        batch_size=2000,
    )
    return made, schools


def fill_pairs():
    from buddies.models import Pairing
    from network import clock

    chance, now = Random(1), clock.now()
    made, schools = people(4000, 0)
    heads, _ = people(PAIRS, 10_000)
    states = ["in_force"] * 30 + ["asked"] * 5 + ["ended"] * 10 + ["declined"] * 4 + ["paused"]
    rows = []
    for n, head in enumerate(heads):
        buddy, reserve = chance.sample(made, 2)
        state = chance.choice(states)
        yes = now if state in ("in_force", "paused", "ended") else None
        rows.append(
            Pairing(
                head=head,
                buddy=buddy,
                reserve=reserve,
                school=chance.choice(schools),
                state=state,
                head_yes_at=yes,
                buddy_yes_at=yes,
                asked_at=now,
                made_at=now - timedelta(minutes=n),
            )
        )
    Pairing.objects.bulk_create(rows, batch_size=2000)


def floor_view(request):
    """The same page with the least work: one plain statement, strings joined, nothing asked about permissions."""
    from django.db import connection
    from django.shortcuts import render
    from django.utils.safestring import SafeString

    from buddies.pairings import table

    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        rows = cursor.fetchall()
    row = '<tr><td class="govuk-table__cell"><a class="govuk-link" href="/network/pairings/{}/">{}</a><br><span '
    row += (
        'class="govuk-hint">{}</span></td>' + '<td class="govuk-table__cell" data-label="Buddy">{}</td>' * 4 + "</tr>"
    )
    body = "".join(
        row.format(key, escape(head), escape(school or ""), escape(buddy), escape(reserve or ""), state, made)
        for key, state, made, head, school, buddy, reserve in rows[:50]
    )
    context = {"body": SafeString(body), "rows": rows, "asked": table.Asked(), "states": table.SHOWN}
    return render(request, "buddies/steps/pairings.html", context)


def bare_copy(connection) -> int:
    """The same columns of the same rows, with nothing made inert and nothing said in words."""
    sql = FLOOR.rsplit("LIMIT", 1)[0]
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)") as rows:
        return sum(len(row) for row in rows)


def cpu(call) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def clock_of(call) -> float:
    """Milliseconds, the database's time with it."""
    seen = []
    for _ in range(CALLS):
        start = time.perf_counter()
        call()
        seen.append(time.perf_counter() - start)
    return 1000 * statistics.median(seen)


def compared(calls: dict) -> dict[str, float]:
    names, seen = list(calls), {name: [] for name in calls}
    for turn in range(TURNS):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            seen[name].append(cpu(calls[name]))
    return {name: statistics.median(times) for name, times in seen.items()}


def is_bad(line: str) -> bool:
    """A walk over the whole table, or a sort of much of it."""
    rows = re.search(r"rows=(\d+)", line)
    walked = re.search("Seq Scan on (buddies_pairing|network_person)", line)
    return bool(walked) or ("->  Sort" in line and bool(rows) and int(rows[1]) > PAIRS / 10)


def the_table(connection) -> None:
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from buddies.models import Pairing
    from buddies.pairings import table
    from buddies.steps.views import officer as views
    from network import models as m
    from tests.factories import PersonFactory, RoleGrantFactory

    fill_pairs()
    officer = PersonFactory()
    RoleGrantFactory(person=officer, role=m.RoleGrant.OFFICER)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    requests = RequestFactory()

    def asked(view, **said):
        request = requests.get("/network/pairings/", said)
        request.user, request.resolver_match = officer, None
        answer = view(request)
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    asked(views.pairings)
    oldest = Pairing.objects.order_by("made_at")[60]
    last = {"after": f"{oldest.made_at.timestamp():.6f}.{oldest.id}"}
    for label, said in [*ASKED, ("last page", last)]:
        with CaptureQueriesContext(connection) as queries:
            asked(views.pairings, **said)
        mine = [query["sql"] for query in queries if "buddies_pairing" in query["sql"]]
        assert len(mine) == 1, label
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + mine[0].replace("%", "%%"), None)
                plan = [row[0].strip() for row in cursor.fetchall()]
            bad = [line for line in plan if is_bad(line)]
            print(f"  {label}: 1 query; {'; '.join(bad) or 'no sequential scan, no sort'}")
            assert not bad, plan
        else:
            print(f"  {label}: 1 query")
    seen = compared(
        {
            "floor": lambda: asked(floor_view),
            "first": lambda: asked(views.pairings),
            "last": lambda: asked(views.pairings, **last),
        }
    )
    print(
        f"table: first page {seen['first'] / seen['floor']:.2f} x floor [1.3], "
        f"last {seen['last'] / seen['first']:.2f} x first [1.1]; floor {seen['floor'] * 1000:.1f} ms"
    )
    for label, said in ASKED:
        if "q" in said:
            took = clock_of(lambda said=said: asked(views.pairings, **said))
            print(f"searching for {label}: {took:.1f} ms by the clock")
    seconds: dict[str, list[float]] = {"export": [], "copy": []}
    for _ in range(TURNS):
        start = time.perf_counter()
        size = len(asked(views.pairings_export))
        seconds["export"].append(time.perf_counter() - start)
        if connection.vendor == "postgresql":
            start = time.perf_counter()
            bare_copy(connection)
            seconds["copy"].append(time.perf_counter() - start)
    took = {name: statistics.median(times) if times else 0 for name, times in seconds.items()}
    said = f", {took['export'] / took['copy']:.2f} x bare COPY [2]" if took["copy"] else ""
    print(f"CSV of {PAIRS}: {size // 1000} kB in {took['export'] * 1000:.0f} ms{said}")
    assert table.SIZE == 50


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        the_table(connection)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
