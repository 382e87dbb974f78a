"""Pages as multiples of "hello" (a bare view of a new Django project with WhiteNoise), by the clock, through the
product's own server: the officer's tables at 22,000 schools and pairings, their CSV against COPY, and the public pages.

    python -m tests.servers python bench/pages.py      PostgreSQL; without tests.servers SQLite, and no COPY
    OLD=/path/to/an/older/checkout ... bench/pages.py  the older build too, in the same run

Medians of rounds in which all take turns; an export is held against COPY of the same columns in the same order. Fails
on a page that walks or sorts a whole table (PostgreSQL), never on time.
"""

import atexit
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REQUESTS, MANY = int(os.environ.get("ROUNDS", "7")), 20, 22_000
MIDDLEWARE = 'MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")\nDEBUG, ALLOWED_HOSTS = False, ["*"]\n'
URLS = "from django.http import HttpResponse\nfrom django.urls import path\n"
URLS += 'urlpatterns = [path("", lambda request: HttpResponse("hello"))]\n'
COPIES = {
    "schools, CSV": "SELECT urn, s.name, a.name, phase, window_rule, window_opens_on, window_due_on, window_limit_on,"
    " window_confidence, in_window FROM network_school s JOIN network_authority a ON a.id = authority_id"
    " ORDER BY window_sort_on, urn",
    "pairings, CSV": "SELECT h.name, s.name, b.name, r.name, state, made_at FROM buddies_pairing p"
    " JOIN network_person h ON h.id = head_id JOIN network_person b ON b.id = buddy_id"
    " JOIN network_person r ON r.id = reserve_id JOIN network_school s ON s.id = school_id ORDER BY made_at DESC",
}


def fill() -> None:
    """Run in a checkout, whose models it takes: schools with windows, a pairing of each head, and signatories."""
    import django

    django.setup()
    from django.db import connection

    from buddies.models import Pairing
    from covenant.models import CovenantText, Signatory
    from network import clock
    from network import models as m
    from tests.factories import PersonFactory, RoleGrantFactory
    from tests.people import signed_in

    chance, now, first = Random(1), clock.now(), date(2025, 1, 22)
    areas = [m.Authority(code=f"{n:03}", name=f"Sampleshire {n}", in_network=n in (7, 8, 9)) for n in range(150)]
    m.Authority.objects.bulk_create(areas)
    schools, people, heads, pairings = [], [], [], []
    for n in range(MANY):
        day = first + timedelta(days=chance.randrange(1900))
        window = {
            f"window_{end}_on": day + timedelta(days=n) for n, end in enumerate(("sort", "opens", "due", "limit"))
        }
        name = f"Example {chance.choice(('Oak', 'Ash', 'Elm'))} School {chance.randrange(9999)}"
        more = {"phase": chance.choice(("Primary", "Secondary")), "window_rule": "W2", "window_confidence": "medium"}
        area = chance.choice(areas)
        schools.append(
            m.School(urn=f"{100_000 + n}", name=name, authority=area, in_window=n % 4 == 0, **window, **more)
        )
        people.append(m.Person(email=f"p{n}@example.org", name=f"Person Example{n}", joined_at=now))
        heads.append(m.Membership(person=people[n], school=schools[n], role="head", from_at=now - timedelta(days=900)))
        if n > 1:
            state = chance.choice(["in_force"] * 6 + ["asked", "ended", "ended", "declined"])
            yes = {"asked_at": now, "head_yes_at": now, "buddy_yes_at": None if state == "asked" else now}
            pair = {"head": people[n], "buddy": people[n - 1], "reserve": people[n - 2], "school": schools[n]}
            pairings.append(Pairing(state=state, made_at=now - timedelta(minutes=n), **yes, **pair))
    for model, rows in ((m.School, schools), (m.Person, people), (m.Membership, heads), (Pairing, pairings)):
        model.objects.bulk_create(rows, batch_size=2000)
    m.NetworkSettings.objects.update_or_create(id=1, defaults={"name": "Exampleton"})
    CovenantText.objects.filter(version=1).update(published_on=first)
    text = CovenantText.objects.get(version=1)
    trusts = m.Organisation.objects.bulk_create(
        m.Organisation(name=f"Example Trust {n}", kind="trust") for n in range(100)
    )
    Signatory.objects.bulk_create(
        Signatory(organisation=one, text=text, state="signed", signed_on=first) for one in trusts
    )
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    officer = PersonFactory()
    RoleGrantFactory(person=officer, role=m.RoleGrant.OFFICER)
    school = m.School.objects.order_by("-window_sort_on", "-urn")[60]
    pairing = Pairing.objects.order_by("made_at")[60]
    print("; ".join(f"{name}={cookie.value}" for name, cookie in signed_in(officer).cookies.items()))
    print(f"{school.urn},{school.window_sort_on}")
    print(f"{pairing.made_at.timestamp():.6f}.{pairing.id}")


class Server:
    """A folder's WSGI application, served as the product is."""

    def __init__(self, folder: Path, application: str, env: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "config/web_server.py")]
        self.process = subprocess.Popen([*command, "-b", f"127.0.0.1:{self.port}", application], cwd=folder, env=env)
        atexit.register(self.process.terminate)
        for _ in range(300):
            try:
                return self.ask("/") and None
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def ask(self, path: str, cookies: str = "", times: int = 1) -> float:
        """Seconds a request, all on one line."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        start = time.perf_counter()
        for _ in range(times):
            line.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "gzip", "Cookie": cookies})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
        return (time.perf_counter() - start) / times


def installation(name: str, root: Path, folder: Path) -> tuple[Server, str, str, str]:
    """A filled one of the checkout, served; an officer's cookies; where the last page of each table begins."""
    env = {**os.environ, "DATA_DIR": str(folder / name), "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}
    if address := os.environ.get("DATABASE_URL"):
        query(address, f"CREATE DATABASE bench_{name}")
        env["DATABASE_URL"] = database(name)
    for command in (
        ["manage.py", "migrate", "-v0"],
        [__file__, "fill"],
    ):
        ran = subprocess.run(
            [".venv/bin/python", *command], env=env, cwd=root, check=True, capture_output=True, text=True
        )
    cookies, school, pairing = ran.stdout.splitlines()[-3:]
    return Server(root, "config.wsgi:application", env), cookies, school, pairing


def database(name: str) -> str:
    return re.sub(r"/\w+(\?|$)", rf"/bench_{name}\1", os.environ["DATABASE_URL"])


def query(address: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql)


def copy(sql: str) -> float:
    import psycopg

    start = time.perf_counter()
    with (
        psycopg.connect(database("now")) as connection,
        connection.cursor().copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as rows,
    ):
        sum(map(len, rows))
    return time.perf_counter() - start


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-pages-"))
    subprocess.run([sys.executable, "-m", "django", "startproject", "hello", folder], check=True)
    (folder / "hello/urls.py").write_text(URLS)
    with (folder / "hello/settings.py").open("a") as settings:
        settings.write(MIDDLEWARE)
    hello = Server(folder, "hello.wsgi:application", {**os.environ, "DJANGO_SETTINGS_MODULE": "hello.settings"})
    asked = {"hello": lambda: hello.ask("/", times=300)}
    builds = {"now": ROOT, **({"old": Path(os.environ["OLD"])} if "OLD" in os.environ else {})}
    for name, root in builds.items():
        server, cookies, school, pairing = installation(name, root, folder)
        pages = {
            "schools, first page": ("/network/schools/?area=all", cookies, REQUESTS),
            "schools, last page": (f"/network/schools/?area=all&after={school}", cookies, REQUESTS),
            "pairings, first page": ("/network/pairings/", cookies, REQUESTS),
            "pairings, last page": (f"/network/pairings/?after={pairing}", cookies, REQUESTS),
            "schools, CSV": ("/network/schools.csv?area=all", cookies, 1),
            "pairings, CSV": ("/network/pairings/export/", cookies, 1),
            "public front page": ("/", "", 300),
            "public signatories": ("/signatories/", "", 300),
        }
        asked |= {f"{what}, {name}": lambda s=server, p=page: s.ask(*p) for what, page in pages.items()}
    if "DATABASE_URL" in os.environ:
        asked |= {f"COPY of {what}": lambda sql=sql: copy(sql) for what, sql in COPIES.items()}
    seen: dict[str, list[float]] = {what: [] for what in asked}
    for round_ in range(ROUNDS + 1):
        for what in sorted(asked, reverse=bool(round_ % 2)):
            seen[what].append(asked[what]())
    took = {what: statistics.median(times[1:]) for what, times in seen.items()}  # the first round warms up
    for what, seconds in sorted(took.items()):
        floor = took.get(f"COPY of {what[:-5]}", took["hello"])
        print(
            f"{what:28}{1000 * seconds:9.2f} ms{seconds / floor:8.2f} x{floor / seconds:8.2f} of its floor's a second"
        )


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    fill() if sys.argv[1:] == ["fill"] else main()
