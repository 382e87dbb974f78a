"""A head's front page during an inspection: against a floor view of the same page.

    python bench/today.py                                   SQLite
    python -m tests.servers python bench/today.py           PostgreSQL

The floor view asks one hand-written statement and joins strings into the same layout. Prints queries, kB, DOM nodes and
CPU as a ratio (the goal in brackets). Fails on counts, never on time.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
CHECK_INS, ROUNDS, CALLS = 200, 7, 15

FLOOR = """
SELECT i.starts_on, i.ends_on, s.name, b.name, c.address, t.seen_at, t.reply,
       (SELECT min(k.due_at) FROM inspections_checkin k WHERE k.head_id = i.head_id AND k.state = 'planned')
FROM inspections_inspection i
JOIN network_school s ON s.id = i.school_id
JOIN inspections_told t ON t.inspection_id = i.id AND t.role = 'buddy'
JOIN network_person b ON b.id = t.person_id
JOIN network_contactpoint c ON c.person_id = b.id AND c.channel = 'sms'
WHERE i.head_id = %s AND i.closed_at IS NULL AND i.undone_at IS NULL
"""


class Nodes(HTMLParser):
    number = 0

    def handle_starttag(self, tag, attrs):
        self.number += 1


def floor_view(request):
    from django.db import connection
    from django.shortcuts import render
    from django.utils.safestring import SafeString

    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [request.user.pk])
        starts, ends, school, buddy, phone, seen, reply, due = cursor.fetchone()
    cards = "".join(
        f'<section class="covenant-card"><h2 class="govuk-heading-m">{title}</h2>'
        f'<p class="govuk-body">{text}</p></section>'
        for title, text in [
            ("Something is not right?", "1. Tell the lead inspector. 2. Ring the senior number."),
            (f"{buddy} knows", f"{seen} {reply} {phone}"),
            ("Not all right?", "One press"),
            ("Next check-in", due),
        ]
    )
    days = "".join(f"<li><time>{day}</time><br>{school}</li>" for day in (starts, ends) * 3)
    body = f'<h1 class="govuk-heading-l">Day one</h1>{cards}<ol class="covenant-days">{days}</ol>'
    return render(request, "layout.html", {"form": None, "floor": SafeString(body)})


def fill():
    from inspections.actions import inspections
    from inspections.models import CheckIn
    from network import clock
    from tests.people import build_cast

    cast = build_cast()
    now, today = clock.now(), clock.today()
    inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=today, ends_on=today + timedelta(days=1)
    )
    CheckIn.objects.bulk_create(
        CheckIn(
            head=cast.head,
            rule="month",
            occurrence=f"x{n}",
            due_at=now + timedelta(hours=n),
            send_at=now + timedelta(hours=n),
            useful_until=now + timedelta(hours=n + 5),
        )
        for n in range(CHECK_INS)
    )
    return cast


def cpu(call) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


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
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    from inspections.views.today import today
    from tests.people import signed_in

    cast, requests = fill(), RequestFactory()
    client = signed_in(cast.head)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/today/", headers={"host": "localhost"}).content
    ours = len(queries) - 2  # session and person
    nodes = Nodes()
    nodes.feed(page.decode())
    print(f"{ours} queries [3], {len(page) / 1024:.1f} kB [45 with all assets], {nodes.number} DOM nodes [500]")
    assert ours <= 3
    assert nodes.number <= 500

    def asked(view):
        request = requests.get("/today/")
        request.user, request.resolver_match = cast.head, None
        return view(request).content

    seen = {"floor": [], "today": []}
    for turn in range(ROUNDS):
        for label in sorted(seen, reverse=bool(turn % 2)):
            seen[label].append(cpu(lambda label=label: asked(floor_view if label == "floor" else today)))
    floor, page_cost = (statistics.median(seen[label]) for label in ("floor", "today"))
    print(f"{connection.vendor}: floor {floor * 1000:.1f} ms CPU; today {page_cost / floor:.2f} x floor [1.3]")


if __name__ == "__main__":
    main()
