"""A call-out from the press to the last of ten mails at the mail server, idle and behind 20,000 due reminders.

    python -m tests.servers python bench/call_out.py           PostgreSQL and Redis, real workers and beat
    python bench/call_out.py                                   SQLite and the broker that needs no server

The floor is what no product can go below: ten rows in one transaction, then ten mails by smtplib on one open
connection. Prints medians, 95th percentiles and their ratios (goals of the design in brackets); fails on counts only.
"""

import multiprocessing
import os
import smtplib
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
os.environ["ZEAL"] = "no"  # the tests' watcher of queries would be measured too, here and in the workers
PARTS: list[tuple[float, float, float]] = []  # of each call: until it was written, the first alert, the last
ROUNDS, COLLEAGUES = int(os.environ.get("ROUNDS", "30")), 10
REMINDERS = int(os.environ.get("REMINDERS", "20000"))


def serve(port, alerts, covered, others, at) -> None:
    """A mail server in a process of its own; the clock is the machine's monotonic one, the same in every process."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    class Taker:
        async def handle_DATA(self, server, session, envelope):
            if b"A colleague needs you on the phone" in envelope.content:
                at[alerts.value] = time.monotonic()
                alerts.value += 1
            elif b"The call was taken back" in envelope.content:
                covered.value += 1
            else:
                others.value += 1
            return "250 OK"

    async def run():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Taker()), "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        async with server:
            await asyncio.Event().wait()

    asyncio.run(run())


class Clocked:
    """Counts the alerts the mail server accepted, and when."""

    def __init__(self):
        fork = multiprocessing.get_context("fork")
        self._port, self._alerts, self._covered, self._others = (fork.Value("i", 0, lock=False) for _ in range(4))
        self._at = fork.Array("d", COLLEAGUES * (2 * ROUNDS + 10), lock=False)
        shared = (self._port, self._alerts, self._covered, self._others, self._at)
        self._server = fork.Process(target=serve, args=shared, daemon=True)
        self._server.start()
        while not self._port.value:
            time.sleep(0.01)
        self.port, self.url = self._port.value, f"smtp://127.0.0.1:{self._port.value}"

    @property
    def alerts(self) -> int:
        return self._alerts.value

    @property
    def taken_back(self) -> int:
        return self._covered.value

    @property
    def others(self) -> int:
        return self._others.value

    def wait_for(self, count: int, seconds: float = 60) -> float:
        ends = time.monotonic() + seconds
        while self.alerts < count:
            if time.monotonic() > ends:
                raise SystemExit(f"only {self.alerts} of {count} alerts came")
            time.sleep(0.0005)
        return self._at[count - 1]

    def wait_for_taken_back(self, count: int, seconds: float = 60) -> None:
        ends = time.monotonic() + seconds
        while self.taken_back < count:
            if time.monotonic() > ends:
                raise SystemExit(f"only {self.taken_back} of {count} heard that it was taken back")
            time.sleep(0.005)

    def at(self, index: int) -> float:
        return self._at[index]

    def stop(self) -> None:
        self._server.terminate()
        self._server.join()


def people():
    from directory.call_outs import crowd
    from directory.models import DirectorySettings
    from tests import factories as f
    from tests.directory import make

    head = f.PersonFactory()
    school = f.SchoolFactory()
    f.MembershipFactory(person=head, school=school)
    for _ in range(COLLEAGUES):
        make.listing()
    asked, working_day = crowd.free_now, datetime(2026, 11, 25, 12, tzinfo=UTC)
    crowd.free_now = lambda listings, at: asked(listings, working_day)  # the benchmark may be run on a Sunday
    DirectorySettings.objects.create(id=1, wave_size=COLLEAGUES)
    return head, school


def one_call(head, school, clocked) -> float:
    """Milliseconds from the press to the last alert's acceptance. The next press waits until "taken back" of
    this one has left: a press on a busy worker is what the reminders are for."""
    from directory.call_outs.actions import call_outs
    from network import clock
    from outbox.models import Message

    before, taken_back = clocked.alerts, clocked.taken_back
    began = time.monotonic()
    call = call_outs.raise_call(
        by=head, head=head, school=school, need="send", words="x", ends_at=clock.now() + timedelta(hours=6)
    )
    written = time.monotonic() - began
    took = clocked.wait_for(before + COLLEAGUES) - began
    PARTS.append((written * 1000, (clocked.at(before) - began) * 1000, took * 1000))
    while Message.objects.filter(kind="call-out").exclude(state=Message.SENT).exists():
        time.sleep(0.005)  # accepted and stamped: only whoever surely has it is told that it was taken back
    call_outs.cancel(by=head, call=call)
    clocked.wait_for_taken_back(taken_back + COLLEAGUES)
    return took * 1000


def floor(clocked) -> float:
    """Ten rows in one transaction, ten mails on one open connection."""
    from django.db import connection, transaction

    with smtplib.SMTP("127.0.0.1", clocked.port) as server:
        server.noop()
        mails = []
        for n in range(COLLEAGUES):
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = "floor", "a@example.org", f"b{n}@example.org"
            mail.set_content("There is something for you\n" * 5)
            mails.append(mail)
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            for n in range(COLLEAGUES):
                cursor.execute("INSERT INTO bench_floor VALUES (%s, %s)", [n, "due"])
        for mail in mails:
            server.send_message(mail)
        return (time.perf_counter() - began) * 1000


def reminders() -> None:
    """Due now, not urgent, to people of their own."""
    from network import clock
    from network.models import ContactPoint, Person
    from outbox.queue.actions import messages

    now = clock.now()
    crowd = Person.objects.bulk_create(Person(email=f"r{n}@example.org", joined_at=now) for n in range(REMINDERS))
    ContactPoint.objects.bulk_create(
        ContactPoint(person=one, channel="email", address=one.email, confirmed_at=now) for one in crowd
    )
    messages.put_many(
        wanted=[messages.Wanted(to=one, kind="security-notice", occurrence="bench") for one in crowd], by=None
    )


def being_sent(clocked) -> None:
    """Not only due: the sweep is at it from the first of these calls on, as beat has it 25 of every 30 seconds."""
    from config.celery import app

    before = clocked.others
    app.send_task("outbox.tasks.sweep", queue="default")
    while clocked.others < before + 100:
        time.sleep(0.01)


def told(name: str, values: list[float]) -> tuple[float, float]:
    middle, high = statistics.median(values), sorted(values)[int(0.95 * (len(values) - 1))]
    print(f"{name:<34} median {middle:7.1f} ms   p95 {high:7.1f} ms   ({len(values)} rounds)")
    return middle, high


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from network.models import ClockOffset
    from tests.servers.site import Site

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (n integer, state text)")
    clocked = Clocked()
    os.environ["CLOCK_MOVABLE"] = ""
    with tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        site = Site(
            Path(folder),
            database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}",
            redis_url=os.environ.get("REDIS_URL", ""),
            mail=clocked,
            SECRET_KEY=settings.SECRET_KEY,
            FIELD_KEYS=",".join(settings.FIELD_KEYS),
            KEY_STORE=str(settings.KEY_STORE),
            DATA_DIR=str(settings.DATA_DIR),
            CLOCK_MOVABLE="",
        )
        ClockOffset.objects.all().delete()
        head, school = people()
        try:
            site.start("urgent", "default", "beat")
            for _ in range(3):
                one_call(head, school, clocked)
            rounds = [(floor(clocked), one_call(head, school, clocked)) for _ in range(ROUNDS)]  # the same weather
            bare = told("floor: rows and smtplib", [one for one, _ in rounds])
            idle = told("call-out, idle", [one for _, one in rounds])
            reminders()
            sent = clocked.others
            being_sent(clocked)
            busy = told(f"behind {REMINDERS:,} reminders", [one_call(head, school, clocked) for _ in range(ROUNDS)])
            print(f"reminders sent meanwhile: {clocked.others - sent:,} of {REMINDERS:,}")
            written, first, last = (statistics.median(part) for part in zip(*PARTS[3 : 3 + ROUNDS], strict=True))
            print(f"idle, after the press: written {written:.1f} ms, first alert {first:.1f} ms, last {last:.1f} ms")
            print(f"idle against the floor, p95:   {idle[1] / bare[1]:.1f} x  [<= 6 x]")
            print(f"behind reminders against idle, p95: {busy[1] / idle[1]:.2f} x  [<= 2 x]")
        finally:
            site.end()
            clocked.stop()


if __name__ == "__main__":
    main()
