"""The public pages against a bare Django view: CPU time a request, queries, weight.

    python bench/public_page.py [signatories, 5000 unless told]

Both run in the product's own server, one worker each, asked in turn over one connection that stays open; the median of
the rounds counts. "hello" is a view that says hello behind the middleware of a new project and WhiteNoise. CPU time is
that of the server and its children. Prints ratios; fails only on counts.
"""

import gzip
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS, REQUESTS, WARM = 7, 400, 50
MOST_BYTES = 38_000
HELLO = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, STATIC_URL="static/",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                    "django.contrib.messages"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
                "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware",
                "django.middleware.clickjacking.XFrameOptionsMiddleware"],
)
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
"""
FILL = """
import datetime
from covenant.models import CovenantText, Signatory
from network.models import NetworkSettings, Organisation
NetworkSettings.objects.update_or_create(id=1, defaults={"name": "Exampleton"})
day = datetime.date(2024, 1, 22)
CovenantText.objects.filter(version=1).update(published_on=day)
text = CovenantText.objects.get(version=1)
made = Organisation.objects.bulk_create(
    Organisation(name=f"Example Community Learning Trust {n:05}", kind="trust") for n in range(%d))
Signatory.objects.bulk_create(
    Signatory(organisation=one, text=text, state="signed", signed_on=day) for one in made)
"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, target: str, env: dict[str, str]):
        from config.supervisor import web

        self.port = free_port()
        command = [*web(self.port)[:-1], target]
        self.process = subprocess.Popen(command, env=env, cwd=env.get("BENCH_CWD"), start_new_session=True)
        for _ in range(200):
            try:
                self.ask("/")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def ask(self, path: str, headers: dict[str, str] | None = None, connection=None):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()

    def cpu(self) -> float:
        """Seconds of CPU of the server and whatever it started."""
        ticks, group = 0, os.getpgid(self.process.pid)
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def cost(server: Server, path: str, headers: dict[str, str]) -> tuple[float, float]:
    """(CPU, wall) milliseconds a request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for _ in range(WARM):
        server.ask(path, headers, connection)
    cpu, wall = server.cpu(), time.perf_counter()
    for _ in range(REQUESTS):
        server.ask(path, headers, connection)
    wall, cpu = time.perf_counter() - wall, server.cpu() - cpu
    connection.close()
    return 1000 * cpu / REQUESTS, 1000 * wall / REQUESTS


def main(signatories: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="bench-public-"))
    python = sys.executable
    env = {**os.environ, "DATA_DIR": str(folder / "data"), "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "config.settings"}
    servers = []
    try:
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "--noinput", "-v0"],
            ["shell", "-v0", "-c", FILL % signatories],
        ):
            subprocess.run([python, str(ROOT / "manage.py"), *command], env=env, cwd=ROOT, check=True)
        (folder / "hello.py").write_text(HELLO)
        hello = Server("hello:application", {**os.environ, "PYTHONPATH": str(folder), "BENCH_CWD": str(folder)})
        servers.append(hello)
        ours = Server("config.wsgi:application", {**env, "BENCH_CWD": str(ROOT)})
        servers.append(ours)
        packs = {"Accept-Encoding": "gzip"}
        _, headers, body = ours.ask("/", packs)
        etag = dict(headers)["etag"] if "etag" in dict(headers) else dict(headers)["ETag"]
        asked = {
            "hello": (hello, "/", {}),
            "front page": (ours, "/", packs),
            "signatories": (ours, "/signatories/", packs),
            "front page, not changed": (ours, "/", {**packs, "If-None-Match": etag}),
        }
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
        names = list(asked)
        for round_ in range(ROUNDS):
            for name in names[round_ % len(names) :] + names[: round_ % len(names)]:
                seen[name].append(cost(*asked[name]))
        floor = statistics.median(cpu for cpu, _ in seen["hello"])
        floor_wall = statistics.median(wall for _, wall in seen["hello"])
        print(f"\n{signatories} signatories, {REQUESTS} requests x {ROUNDS} rounds, median\n")
        print(f"{'':26}{'CPU ms':>8}{'x hello':>9}{'requests/s of hello':>21}")
        for name, rounds in seen.items():
            cpu, wall = (statistics.median(column) for column in zip(*rounds, strict=True))
            print(f"{name:26}{cpu:8.2f}{cpu / floor:9.2f}{floor_wall / wall:20.2f}x")
        return weigh(ours, body)
    finally:
        for server in servers:
            server.end()
        shutil.rmtree(folder)


def weigh(server: Server, packed: bytes) -> int:
    """What the first view of the front page fetches, compressed; fails above the goal."""
    import re

    parts = {"/": len(packed)}
    for path in re.findall(rb'(?:href|src)="(/static/[^"]+)"', gzip.decompress(packed)):
        parts[path.decode()] = len(gzip.compress(server.ask(path.decode())[2], 9))
    total = sum(parts.values())
    print(f"\nFirst view: {total} bytes compressed (at most {MOST_BYTES}), of {len(parts)} files")
    for path, size in parts.items():
        print(f"  {size:7} {path}")
    return 0 if total <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
