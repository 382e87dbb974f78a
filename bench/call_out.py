"""A call-out from the press to the last of ten mails at the mail server, idle and behind 20,000 due reminders.

    python -m tests.servers python bench/call_out.py           PostgreSQL and Redis, real workers and beat
    python bench/call_out.py                                   SQLite and the broker that needs no server

Prints medians, 95th percentiles and their ratio (the goals in brackets).
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from mail_server import MailServer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
os.environ |= {"ZEAL": "no", "CLOCK_MOVABLE": ""}  # the tests' watcher of queries would be measured too
ROUNDS, REMINDERS, COLLEAGUES = int(os.environ.get("ROUNDS", "30")), int(os.environ.get("REMINDERS", "20000")), 10
ALERT, TAKEN_BACK, REMINDER = range(3)


def people():
    from directory.call_outs import crowd
    from directory.models import DirectorySettings
    from tests import factories as f
    from tests.directory import make

    head, school = f.PersonFactory(), f.SchoolFactory()
    f.MembershipFactory(person=head, school=school)
    for _ in range(COLLEAGUES):
        make.listing()
    asked = crowd.free_now
    crowd.free_now = lambda listings, at: asked(listings, datetime(2026, 11, 25, 12, tzinfo=UTC))  # run on any day
    DirectorySettings.objects.create(id=1, wave_size=COLLEAGUES)
    return head, school


def one_call(head, school, mail) -> tuple[float, float]:
    """Milliseconds from the press to the first and to the last alert. The next press waits until "taken back" of this
    one has left: a press on a busy worker is what the reminders are for."""
    from directory.call_outs.actions import call_outs
    from network import clock
    from outbox.models import Message

    alerts, taken_back, began = mail.counts[ALERT], mail.counts[TAKEN_BACK], time.monotonic()
    until = clock.now() + timedelta(hours=6)
    call = call_outs.raise_call(by=head, head=head, school=school, need="send", words="x", ends_at=until)
    mail.wait_for(ALERT, alerts + COLLEAGUES)
    first, last = mail.at[alerts], mail.at[alerts + COLLEAGUES - 1]
    while Message.objects.filter(kind="call-out").exclude(state=Message.SENT).exists():
        time.sleep(0.005)  # accepted and stamped: only whoever surely has it is told that it was taken back
    call_outs.cancel(by=head, call=call)
    mail.wait_for(TAKEN_BACK, taken_back + COLLEAGUES)
    return (first - began) * 1000, (last - began) * 1000


def reminders(mail) -> None:
    """Due now, not urgent, to people of their own; and the sweep is at them, as beat has it 25 of every 30 seconds."""
    from config.celery import app
    from network import clock
    from network.models import ContactPoint, Person
    from outbox import actions

    now = clock.now()
    crowd = Person.objects.bulk_create(Person(email=f"r{n}@example.org", joined_at=now) for n in range(REMINDERS))
    points = (ContactPoint(person=one, channel="email", address=one.email, confirmed_at=now) for one in crowd)
    ContactPoint.objects.bulk_create(points)
    wanted = (actions.Wanted(to=one, kind="security-notice", occurrence="bench") for one in crowd)
    actions.put_many(wanted=wanted, by=None)
    app.send_task("outbox.tasks.sweep", queue="default")
    mail.wait_for(REMINDER, mail.counts[REMINDER] + 100)


def told(name: str, calls: list[tuple[float, float]]) -> float:
    firsts, lasts = map(sorted, zip(*calls, strict=True))
    high = lasts[int(0.95 * (len(lasts) - 1))]
    print(
        f"{name:<24} last: median {statistics.median(lasts):5.0f} ms, p95 {high:5.0f}; first: worst {firsts[-1]:5.0f}"
    )
    return high


def main() -> None:
    mail = MailServer(b"A colleague needs you on the phone", b"The call was taken back")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.servers.site import Site

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
        shared = {name: str(getattr(settings, name)) for name in ("SECRET_KEY", "KEY_STORE", "DATA_DIR")}
        shared |= {"FIELD_KEYS": ",".join(settings.FIELD_KEYS), "CLOCK_MOVABLE": ""}
        site = Site(Path(folder), database_url=database, redis_url=os.environ.get("REDIS_URL", ""), mail=mail, **shared)
        head, school = people()
        try:
            site.start("urgent", "default", "beat")
            idle = told("idle  [p95 <= 300 ms]", [one_call(head, school, mail) for _ in range(ROUNDS + 3)][3:])
            reminders(mail)
            before = mail.counts[REMINDER]
            busy = told(f"behind {REMINDERS:,}", [one_call(head, school, mail) for _ in range(ROUNDS)])
            print(
                f"reminders sent meanwhile: {mail.counts[REMINDER] - before:,}; behind / idle {busy / idle:.2f}  [<= 2]"
            )
        finally:
            site.end()
            mail.stop()


if __name__ == "__main__":
    main()
