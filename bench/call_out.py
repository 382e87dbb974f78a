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
from django.conf import settings
from django.core.management import call_command
from mail_server import MailServer, people_with_mail

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
os.environ |= {"ZEAL": "no", "CLOCK_MOVABLE": ""}  # the tests' watcher of queries would be measured too
ROUNDS, REMINDERS, COLLEAGUES = int(os.environ.get("ROUNDS", "30")), int(os.environ.get("REMINDERS", "20000")), 10
ALERT, TAKEN_BACK, REMINDER = range(3)
django.setup()
from config.celery import app  # noqa: E402
from directory.call_outs import colleagues  # noqa: E402
from directory.call_outs.actions import call_outs  # noqa: E402
from directory.models import DirectorySettings  # noqa: E402
from network import clock  # noqa: E402
from outbox import actions  # noqa: E402
from outbox.models import Message  # noqa: E402
from tests import factories as f  # noqa: E402
from tests.directory import make  # noqa: E402
from tests.servers.site import Site  # noqa: E402


def people():
    head, school = f.PersonFactory(), f.SchoolFactory()
    f.MembershipFactory(person=head, school=school)
    [make.listing() for _ in range(COLLEAGUES)]
    asked = colleagues.free_now
    colleagues.free_now = lambda listings, at: asked(listings, datetime(2026, 11, 25, 12, tzinfo=UTC))  # run on any day
    DirectorySettings.objects.create(id=1, wave_size=COLLEAGUES)
    return head, school


def one_call(head, school, mail) -> tuple[float, float]:
    """Milliseconds from the press to the first and to the last alert. Ends when "taken back" has left."""
    alerts, taken_back, began = mail.counts[ALERT], mail.counts[TAKEN_BACK], time.monotonic()
    given = {"need": "send", "words": "x", "ends_at": clock.now() + timedelta(hours=6)}
    call = call_outs.raise_call(by=head, head=head, school=school, **given)
    mail.wait_for(ALERT, alerts + COLLEAGUES)
    while Message.objects.filter(kind="call-out").exclude(state=Message.SENT).exists():
        time.sleep(0.005)  # accepted and stamped: only whoever surely has it is told that it was taken back
    call_outs.cancel(by=head, call=call)
    mail.wait_for(TAKEN_BACK, taken_back + COLLEAGUES)
    return (mail.at[alerts] - began) * 1000, (mail.at[alerts + COLLEAGUES - 1] - began) * 1000


def reminders(mail) -> None:
    """Due now, not urgent, to people of their own; and the sweep is at them, as beat has it 25 of every 30 seconds."""
    to = people_with_mail(REMINDERS)
    actions.put_many(wanted=(actions.Wanted(to=one, kind="security-notice", occurrence="1") for one in to), by=None)
    app.send_task("outbox.tasks.sweep", queue="default")
    mail.wait_for(REMINDER, mail.counts[REMINDER] + 100)


def told(name: str, calls: list[tuple[float, float]]) -> float:
    firsts, lasts = map(sorted, zip(*calls, strict=True))
    high = lasts[int(0.95 * (len(lasts) - 1))]
    print(f"{name:<24} last: median {statistics.median(lasts):.0f} ms, p95 {high:.0f}; worst first: {firsts[-1]:.0f}")
    return high


def main() -> None:
    mail = MailServer(b"A colleague needs you on the phone", b"The call was taken back")
    call_command("migrate", verbosity=0)
    database = os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATABASES['default']['NAME']}"
    shared = {name: str(getattr(settings, name)) for name in ("SECRET_KEY", "KEY_STORE", "DATA_DIR")}
    shared |= {"FIELD_KEYS": ",".join(settings.FIELD_KEYS), "CLOCK_MOVABLE": ""}
    folder, redis = Path(os.environ["DATA_DIR"]), os.environ.get("REDIS_URL", "")
    site = Site(folder, database_url=database, redis_url=redis, mail=mail, **shared)
    head, school = people()
    try:
        site.start("urgent", "default", "beat")
        idle = told("idle  [p95 <= 300 ms]", [one_call(head, school, mail) for _ in range(ROUNDS + 3)][3:])
        reminders(mail)
        busy = told(f"behind {REMINDERS:,}", [one_call(head, school, mail) for _ in range(ROUNDS)])
        print(f"behind / idle, p95: {busy / idle:.2f}  [<= 2]; {mail.counts[REMINDER]:,} reminders sent meanwhile")
    finally:
        site.end()


if __name__ == "__main__":
    main()
