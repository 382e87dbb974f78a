"""Sending what is due, from the rows to the stamp: against smtplib alone on one connection.

    FSYNC=on python -m tests.servers python bench/outbox.py     PostgreSQL
    python bench/outbox.py                                      SQLite
    pip install --target /tmp/peer django-post-office==3.12.0   and PEER=/tmp/peer before either: that, too

The mail server is a process of its own that takes everything and keeps nothing, with and without pipelining. The ways
take turns. Prints ratios (the goal of each in brackets) and what each way costs the senders' processor: where server,
senders and database keep both cores busy, the ratio says no more than that.
"""

import multiprocessing
import os
import resource
import smtplib
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
from mail_server import MailServer, people_with_mail

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.append(PEER := os.environ.get("PEER", ""))
MAILS, PEOPLE, ROUNDS = int(os.environ.get("MAILS", "1000")), 100, int(os.environ.get("ROUNDS", "3"))
fork = multiprocessing.get_context("fork")


def set_up(folder: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": folder, "EMAIL_URL": "smtp://127.0.0.1:25"}
    from django.conf import settings
    from django.core.management import call_command

    if PEER:
        settings.INSTALLED_APPS.append("post_office")
        settings.POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
    django.setup()
    call_command("migrate", verbosity=0)
    people_with_mail(PEOPLE)


def lay_rows() -> list[tuple[str, bytes]]:
    """As many due messages as a round sends, for each sender. Returns address and bytes of each of ours."""
    from network.models import Person
    from outbox import actions
    from outbox.channels.email import EmailChannel, as_wire
    from outbox.models import Message
    from outbox.wording import wording

    Message.objects.all().delete()
    pairs = [(one, str(n)) for one in Person.objects.all() for n in range(MAILS // PEOPLE)]
    wanted = (actions.Wanted(to=one, kind="security-notice", occurrence=n, path="/my-details/") for one, n in pairs)
    actions.put_many(wanted=wanted, by=None)
    rows = [(row, row.to.email, wording.words(row)) for row in Message.objects.select_related("to")]
    if PEER:
        from post_office.mail import send_many
        from post_office.models import Email

        Email.objects.all().delete()
        whole = {"sender": "noreply@localhost", "subject": rows[0][2].subject, "message": rows[0][2].text}
        send_many({**whole, "recipients": [to]} for _, to, _ in rows)
    mail = EmailChannel().mail
    return [(to, as_wire(mail(to, said.subject, said.text, row))) for row, to, said in rows]


def smtplib_alone(port, mails) -> None:
    """The floor: the same bytes, nothing asked and nothing written."""
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for address, wire in mails:
            smtp.sendmail("noreply@localhost", [address], wire)


def sender(port, mails) -> None:
    from outbox.sending import sender

    sender.send_due()


def post_office(port, mails) -> None:
    """As it comes: five threads with a line each, a hundred rows a batch."""
    from post_office.mail import get_queued, send_queued

    while get_queued().exists():
        send_queued()


def timed(send, processes: int, *given) -> tuple[float, float]:
    """Seconds a message by the clock, and of the senders' processor, until `processes` of them have sent everything."""
    from django.db import connections

    connections.close_all()
    began, spent = time.perf_counter(), sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    running = [fork.Process(target=send, args=given) for _ in range(processes)]
    [process.start() for process in running]
    [process.join() for process in running]
    took, spent = time.perf_counter() - began, sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - spent
    return took / MAILS, spent / MAILS


def main() -> None:
    goals = {"one sender": "[0.9]", "two senders": "[1.4]"}
    servers = [MailServer(pipelining=offers) for offers in (False, True)]
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        from django.conf import settings
        from django.db import connection

        ways = {"smtplib": (smtplib_alone, 1), "one sender": (sender, 1), "two senders": (sender, 2)}
        ways |= {"django-post-office": (post_office, 1)} if PEER else {}
        for server in servers:
            settings.EMAIL_PORT, seen, copies = server.port, {name: [] for name in ways}, 0
            for name in [*ways, *reversed(ways)] * ROUNDS:
                mails, before = lay_rows(), server.counts[0]
                seen[name].append(timed(*ways[name], server.port, mails))
                copies += server.counts[0] - before - MAILS
            print(f"{connection.vendor}, pipelining {server.pipelining}, {MAILS} messages, {copies} extra copies [0]")
            each = {name: [statistics.median(part) for part in zip(*of, strict=True)] for name, of in seen.items()}
            for name, (clock, spent) in each.items():
                ratio, goal = each["smtplib"][0] / clock, goals.get(name, "")
                print(f"  {name:19} {ratio:.2f} {goal:5} {1 / clock:6.0f} a second, {1000 * spent:.2f} ms of CPU each")
            if PEER:
                print(f"  two senders / post-office {each['django-post-office'][0] / each['two senders'][0]:.2f} [1.3]")


if __name__ == "__main__":
    main()
