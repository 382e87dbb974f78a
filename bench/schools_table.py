"""The officer's table of 22,000 schools: against a floor view of the same page, and its CSV against a bare COPY.

    python bench/schools_table.py                                   SQLite
    python -m tests.servers python bench/schools_table.py           PostgreSQL

The floor view asks one hand-written statement and joins strings; both draw the same layout. Prints queries, CPU time as
ratios (the goal in brackets), and on PostgreSQL the plan of every way to filter and sort. Fails on counts and plans,
never on time.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from html import escape
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
SCHOOLS, AREAS, ROUNDS, CALLS = 22_000, 150, 7, 15

FLOOR = """
SELECT s.public_id, s.urn, s.name, a.name, s.phase, s.window_rule, s.in_window,
       {opens}, {due}, {limit}, s.window_confidence
FROM network_school s JOIN network_authority a ON a.id = s.authority_id
WHERE NOT (s.window_rule = '') ORDER BY s.window_sort_on, s.urn LIMIT 51
"""
ASKED = [
    ("soonest first", {}),
    ("by name", {"sort": "name"}),
    ("one area", {"area": "007"}),
    ("one area by name", {"area": "007", "sort": "name"}),
    ("every area", {"area": "all"}),
    ("in the window", {"open": "1"}),
    ("without a buddy", {"alone": "1"}),
    ("secondary", {"phase": "Secondary"}),
    ("rare phase", {"phase": "Nursery", "sort": "name"}),
    ("a common word", {"q": "school"}),
    ("a rare word", {"q": "zebedee"}),
    ("a URN", {"q": "10123"}),
    ("all at once", {"q": "oak", "phase": "Primary", "open": "1", "alone": "1", "sort": "name", "area": "007"}),
]


def fill() -> None:
    from inspections.windows.actions import windows
    from network import models as m

    chance = Random(1)
    areas = [m.Authority(code=f"{n:03}", name=f"Sampleshire {n}", in_network=True) for n in range(AREAS)]
    m.Authority.objects.bulk_create(areas)
    phases = ["Primary"] * 30 + ["Secondary"] * 6 + ["Not applicable"] * 3 + ["Nursery"]
    words = ["Oak", "Ash", "Elm", "Beech", "Rowan", "Willow"]
    made = [
        m.School(
            urn=f"{100_000 + n}",
            name=f"Example {chance.choice(words)} {chance.choice(words)} School {chance.randrange(9999)}",
            authority=chance.choice(areas),
            phase=chance.choice(phases),
            kind="Community school",
            kind_group="Local authority maintained schools",
        )
        for n in range(SCHOOLS)
    ]
    made[777].name = "Zebedee Example School"
    m.School.objects.bulk_create(made, batch_size=2000)
    begun = date(2021, 5, 1)
    m.PastInspection.objects.bulk_create(
        [
            m.PastInspection(
                urn=school.urn,
                kind="graded",
                started_on=begun + timedelta(days=chance.randrange(1900)),
                outcome=chance.choice(["Good", "Good", "Good", "Outstanding", "Requires improvement"]),
            )
            for school in made
        ],
        batch_size=2000,
    )
    # Requests for a buddy are not what is measured here.
    m.Authority.objects.update(in_network=False)
    start = time.process_time()
    changed = windows.refresh()
    print(f"refresh of {changed} windows: {time.process_time() - start:.1f} s CPU", end=", ")
    start = time.process_time()
    assert windows.refresh() == 0
    print(f"again: 0 written, {time.process_time() - start:.1f} s CPU")
    m.Authority.objects.filter(code__in=["007", "008", "009"]).update(in_network=True)


def floor_view(request):
    """The same page with the least work: one plain statement, strings joined, nothing asked about permissions."""
    from django.db import connection
    from django.shortcuts import render
    from django.utils.safestring import SafeString

    from inspections.schools.forms import WindowFilter

    words = "to_char({}, 'FMDD Mon YYYY')" if connection.vendor == "postgresql" else "strftime('%%d %%m %%Y', {})"
    dates = {name: words.format(f"s.window_{name}_on") for name in ("opens", "due", "limit")}
    with connection.cursor() as cursor:
        cursor.execute(FLOOR.format(**dates), [])
        rows = cursor.fetchall()
    cells = "".join(f'<td class="govuk-table__cell" data-label="{label}">%s</td>' for label in "ABCDEF")
    body = "".join(
        f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header"><a class="govuk-link" '
        f'href="/network/schools/{row[0]}/">{escape(row[2])}</a><br><span class="govuk-hint">{row[1]}, '
        f"{escape(row[3])}, {row[4]}</span></th>" + cells % (*row[6:11], "") + "</tr>"
        for row in rows[:50]
    )
    filters = WindowFilter(request.GET, areas=[(1, "007", "A"), (2, "008", "B"), (3, "009", "C")])
    more = {"filter": filters, "rows": SafeString(body), "order": "soonest first", "after": "", "kept": "area=all"}
    return render(request, "inspections/schools/schools.html", more | {"next": "area=all"})


def cpu(call) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def compared(calls: dict) -> dict[str, float]:
    """Median CPU seconds of each, measured in turns whose order rotates."""
    names, seen = list(calls), {name: [] for name in calls}
    for turn in range(ROUNDS):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            seen[name].append(cpu(calls[name]))
    return {name: statistics.median(times) for name, times in seen.items()}


def is_bad(line: str) -> bool:
    """A walk over the whole table, or a sort of much of it. (What an index found in a few areas may be sorted.)"""
    rows = re.search(r"rows=(\d+)", line)
    return "Seq Scan on network_school" in line or (
        "Sort  (" in line and rows is not None and int(rows[1]) > SCHOOLS / 10
    )


def plan_of(statement) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement.sql}", statement.params)
        return "\n".join(row[0] for row in cursor.fetchall())


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    name = connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        run(RequestFactory(), CaptureQueriesContext, connection)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def run(requests, capture, connection) -> None:
    from inspections.schools.queries.table import page_statement
    from inspections.schools.views import windows as views
    from network import models as m
    from tests.factories import PersonFactory, RoleGrantFactory

    fill()
    officer = PersonFactory()
    RoleGrantFactory(person=officer, role=m.RoleGrant.OFFICER)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def asked(view, user, **said):
        request = requests.get("/network/schools/", said)
        request.user, request.resolver_match = user, None
        answer = view(request)
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    asked(views.schools, officer)  # her roles are then known, as once in every request
    print("\nqueries of the page (roles and navigation apart)")
    for label, said in ASKED:
        with capture(connection) as queries:
            asked(views.schools, officer, **said)
        print(f"  {label}: {sum('network_school' in query['sql'] for query in queries)}")
        assert sum("network_school" in query["sql"] for query in queries) == 1

    last = m.School.objects.exclude(window_rule="").order_by("-window_sort_on", "-urn")[60]
    after = f"{last.urn},{last.window_sort_on}"
    calls = {
        "floor": lambda: asked(floor_view, officer),
        "first page": lambda: asked(views.schools, officer, area="all"),
        "last page": lambda: asked(views.schools, officer, area="all", after=after),
    }
    seen = compared(calls)
    print(f"\nCPU of this process, floor {seen['floor'] * 1000:.1f} ms")
    print(f"  first page: {seen['first page'] / seen['floor']:.2f} x floor [1.3]")
    print(f"  last page: {seen['last page'] / seen['first page']:.2f} x first page [1.1]")

    if connection.vendor == "postgresql":
        wrong = []
        print("\nplans")
        for label, said in ASKED:
            form = views.WindowFilter(said, areas=views.areas_of_network())
            plan = plan_of(page_statement(officer, form.filters()))
            bad = [line.strip() for line in plan.splitlines() if is_bad(line)]
            print(f"  {label}: {'; '.join(bad) or 'no sequential scan, no sort'}")
            wrong += bad
        assert not wrong

        def bare() -> None:
            with (
                connection.cursor() as cursor,
                cursor.cursor.copy(
                    "COPY (SELECT urn, s.name, a.name, phase, window_rule, window_opens_on, window_due_on, "
                    "window_limit_on, window_confidence, in_window FROM network_school s "
                    "JOIN network_authority a ON a.id = authority_id "
                    "WHERE NOT (window_rule = '')) TO STDOUT (FORMAT csv)"
                ) as rows,
            ):
                for _ in rows:
                    pass

        for label, call in (("bare COPY", bare), ("ours", lambda: asked(views.schools_csv, officer, area="all"))):
            walls = []
            for _ in range(5):
                start = time.perf_counter()
                call()
                walls.append(time.perf_counter() - start)
            print(
                f"CSV of {SCHOOLS}: {label} {statistics.median(walls) * 1000:.0f} ms"
                + (" [2 x]" if label == "ours" else "")
            )


if __name__ == "__main__":
    main()
