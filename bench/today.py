"""A head's front page during an inspection: against a floor view of the same page.

    python bench/today.py                                   SQLite
    python -m tests.servers python bench/today.py           PostgreSQL

The floor view gives the very same bytes: one hand-written statement (prepared on PostgreSQL, as the page's own is), its
values put into ready-made text, the same layout with its navigation round it. It asks only for the values of the case
it shows; the page has to find out which case that is. Both are called with the session and the person already read.
Prints queries, kB, DOM nodes and CPU, the database server's included, as a ratio (the goal in brackets). Fails on
counts, never on time.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
CHECK_INS, ROUNDS, CALLS = 200, 7, 15

FLOOR = """
SELECT i.public_id, i.called_at, i.starts_on, i.ends_on, i.senior_number, i.draft_expected_on,
       i.publication_expected_on, b.name, c.address, t.seen_at, t.reply,
       (SELECT k.public_id FROM inspections_checkin k WHERE k.head_id = i.head_id AND k.state = 'planned'
        AND k.due_at <= {now} AND k.useful_until > {now} ORDER BY k.due_at LIMIT 1),
       (SELECT min(k.due_at) FROM inspections_checkin k WHERE k.head_id = i.head_id AND k.state = 'planned'
        AND k.due_at > {now})
FROM inspections_inspection i
JOIN inspections_told t ON t.inspection_id = i.id AND t.role = 'buddy'
JOIN network_person b ON b.id = t.person_id
JOIN network_contactpoint c ON c.person_id = b.id AND c.channel = 'sms'
WHERE i.head_id = {person} AND i.closed_at IS NULL AND i.undone_at IS NULL
"""
FLOOR_PAGE = (
    "{% extends 'layout.html' %}{% block title %}Today{% endblock %}{% block content %}{{ floor }}{% endblock %}"
)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


class Nodes(HTMLParser):
    number = 0

    def handle_starttag(self, tag, attrs):
        self.number += 1


class Floor:
    """The page that `today` gives, cut at the values the statement brings."""

    def __init__(self, page: str, person) -> None:
        from django.db import connection
        from django.template import engines

        self.person, self.template = person, engines["django"].from_string(FLOOR_PAGE)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"PREPARE floor (bigint, timestamptz) AS {FLOOR.format(person='$1', now='$2')}")
        self.text = ""
        before, after = self._drawn(person_request(person), "\0").split("\0")
        inside = TOKEN.sub(r"\1{token}", page.removeprefix(before).removesuffix(after).replace("{", "{{"))
        for name, value in self._values().items():
            if value:
                inside = inside.replace(value, f"{{{name}}}")
        self.text = inside

    def _values(self) -> dict[str, str]:
        from django.db import connection

        from network import clock
        from network.contact import contact_validation

        now = clock.now()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("EXECUTE floor (%s, %s)", [self.person.pk, now])
            else:
                cursor.execute(FLOOR.format(person="%s", now="%s"), [now, now, now, self.person.pk])
            visit, called, _, _, _, draft, published, name, phone, _, _, open_one, due = cursor.fetchone()
        called, draft, published, due = (self._read(value) for value in (called, draft, published, due))
        called, due = clock.local(called), clock.local(due)
        return {
            "visit": str(UUID(str(visit))),
            "open": str(UUID(str(open_one))) if open_one else "",
            "called": f"{called:%A} {called.hour}.{called:%M}",
            "draft": f"{draft:%A} {draft.day} {draft:%B}",
            "published": f"{published:%A} {published.day} {published:%B}",
            "due": f"{due:%A} {due.day} {due:%B}",
            "phone": escape(phone),
            "said": escape(contact_validation.spoken(phone)),
            "buddy": escape(name.split()[0]),
        }

    @staticmethod
    def _read(value):
        """SQLite keeps moments as text, in UTC."""
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return value

    def _drawn(self, request, body: str) -> str:
        from django.utils.safestring import SafeString

        return self.template.render({"floor": SafeString(body)}, request)

    def __call__(self, request):
        from django.http import HttpResponse
        from django.middleware.csrf import get_token

        return HttpResponse(self._drawn(request, self.text.format(token=get_token(request), **self._values())))


def person_request(person):
    """As after the session and the person have been read."""
    from django.test import RequestFactory

    request = RequestFactory().get("/today/")
    request.user, request.resolver_match = person, None
    return request


def fill():
    from inspections.calls.actions import inspections
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


def cpu(call, connection) -> float:
    """Seconds of CPU a call, this process's and on PostgreSQL its server process's."""
    start = time.process_time() + server_cpu(connection)
    for _ in range(CALLS):
        call()
    return (time.process_time() + server_cpu(connection) - start) / CALLS


def server_cpu(connection) -> float:
    if connection.vendor != "postgresql":
        return 0.0
    ran = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(ran.split()[0]) / 1e9


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
    from django.test.utils import CaptureQueriesContext

    from inspections.today.views.today import today
    from tests.people import signed_in

    cast = fill()
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
        return view(person_request(cast.head)).content

    floor = Floor(asked(today).decode(), cast.head)
    assert TOKEN.sub("", asked(floor).decode()) == TOKEN.sub("", asked(today).decode()), "not the same page"
    views, seen = {"floor": floor, "today": today}, {"floor": [], "today": []}
    for turn in range(ROUNDS):
        for label in sorted(seen, reverse=bool(turn % 2)):
            seen[label].append(cpu(lambda label=label: asked(views[label]), connection))
    bare, full = (statistics.median(seen[label]) for label in ("floor", "today"))
    print(f"{connection.vendor}: floor {bare * 1000:.2f} ms CPU; today {full / bare:.2f} x floor [1.3]")


if __name__ == "__main__":
    main()
