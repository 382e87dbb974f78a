"""Pages as multiples of "hello" (a bare view of a new Django project with WhiteNoise), by the clock, through the
product's own server: the front page of a head in the window (a buddy, 200 check-ins) and the officer's; the officer's
tables at 22,000 schools and pairings, their CSV against COPY; and the public pages.

    python -m tests.servers python bench/pages.py      PostgreSQL; without tests.servers SQLite, and no COPY
    OLD=/path/to/an/older/checkout ... bench/pages.py  the older build too, in the same run

Medians of rounds in which all take turns; an export is held against COPY of the same columns in the same order. Fails
on a page of a table for which PostgreSQL walks or sorts more than a thousand rows, never on time.
"""

import atexit
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import commands, free_port

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REQUESTS = int(os.environ.get("ROUNDS", "7")), 20
MIDDLEWARE = 'MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")\nDEBUG, ALLOWED_HOSTS = False, ["*"]\n'
URLS = "from django.http import HttpResponse\nfrom django.urls import path\n"
URLS += 'urlpatterns = [path("", lambda request: HttpResponse("hello"))]\n'
# The officer's front page had an address of its own until all had the same one.
OFFICERS = {"now": "/today/", "old": "/network/"}
COPIES = {
    "schools, CSV": "SELECT urn, s.name, a.name, phase, window_rule, window_opens_on, window_due_on, window_limit_on,"
    " window_confidence, in_window, paired.state FROM network_school s JOIN network_authority a ON a.id = authority_id"
    " LEFT JOIN (SELECT m.school_id, state FROM network_membership m JOIN buddies_pairing p ON p.head_id = m.person_id"
    " WHERE m.to_at IS NULL AND role = 'head' AND state IN ('asked', 'in_force', 'paused')) paired"
    " ON paired.school_id = s.id ORDER BY window_sort_on, urn",
    "pairings, CSV": "SELECT h.name, s.name, b.name, r.name, state, made_at FROM buddies_pairing p"
    " JOIN network_person h ON h.id = head_id JOIN network_person b ON b.id = buddy_id"
    " JOIN network_person r ON r.id = reserve_id JOIN network_school s ON s.id = school_id ORDER BY made_at DESC",
}


class Server:
    """A folder's WSGI application, served as the checkout's own Dockerfile has it, by one worker."""

    def __init__(self, folder: Path, application: str, env: dict[str, str], checkout: Path = ROOT) -> None:
        self.port = free_port()
        served = commands(checkout, self.port)["web"][:-1]
        env = {**env, "PYTHONPATH": str(checkout)}  # where the settings of the server lie
        self.process = subprocess.Popen([*served, application], cwd=folder, env=env)
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


def installation(name: str, root: Path, folder: Path) -> tuple[Server, dict]:
    """A filled one of the checkout, served, and what bench/pages_filled.py said of it."""
    env = {**os.environ, "DATA_DIR": str(folder / name), "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}
    if address := os.environ.get("DATABASE_URL"):
        query(address, f"CREATE DATABASE bench_{name}")
        env["DATABASE_URL"] = database(name)
    for command in (["manage.py", "migrate", "-v0"], [str(ROOT / "bench/pages_filled.py"), name]):
        given = [".venv/bin/python", *command]
        ran = subprocess.run(given, env=env, cwd=root, check=True, stdout=subprocess.PIPE, text=True)
    return Server(root, "config.wsgi:application", env, root), json.loads(ran.stdout.splitlines()[-1])


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
        server, filled = installation(name, root, folder)
        officer, head = filled["officer"], filled["head"]
        pages = {what: (path, officer, REQUESTS) for what, path in filled["tables"].items()}
        pages |= {"schools, CSV": ("/network/schools.csv?area=all", officer, 1)}
        pages |= {"pairings, CSV": ("/network/pairings/export/", officer, 1)}
        pages |= {
            "a head's front page": ("/today/", head, REQUESTS),
            "the officer's": (OFFICERS[name], officer, REQUESTS),
        }
        pages |= {"public front page": ("/", "", 300), "public signatories": ("/signatories/", "", 300)}
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
    main()
