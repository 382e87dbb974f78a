"""Sending what is due, from the rows to the stamp: against smtplib alone on one connection.

    python -m tests.servers python bench/outbox.py            PostgreSQL (fsync off)
    python bench/outbox.py                                    SQLite

The mail server is a process of its own that takes everything and keeps nothing. Each round sends the same messages in
three ways, in rotating order: smtplib (the same bytes, one connection), one sender process, two sender processes. Where
django-post-office is importable it is measured too (pip install django-post-office; it is no requirement of ours).
Prints ratios (the goal of each in brackets) and counts: queries, connections, copies.
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

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MAILS, PEOPLE, ROUNDS = int(os.environ.get("MAILS", "1000")), 100, 3
CPU: dict[str, float] = {}  # seconds of the sending processes, a message, in the last round
fork = multiprocessing.get_context("fork")


def serve(port, counts) -> None:
    """A mail server in a process of its own."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    class Taker:
        async def handle_EHLO(self, server, session, envelope, hostname, responses):
            counts[0] += 1
            session.host_name = hostname
            return responses

        async def handle_DATA(self, server, session, envelope):
            counts[1] += 1
            return "250 OK"

    async def run():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Taker()), "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        async with server:
            await asyncio.Event().wait()

    asyncio.run(run())


def lay_rows() -> None:
    """As many due messages as a round sends, to people with an address each."""
    from network import clock
    from network.models import ContactPoint, Person
    from outbox import actions
    from outbox.models import Message

    Message.objects.all().delete()
    if not Person.objects.exists():
        people = [Person(email=f"person{n}@example.org", name="Example", joined_at=clock.now()) for n in range(PEOPLE)]
        Person.objects.bulk_create(people)
        ContactPoint.objects.bulk_create(
            ContactPoint(person=person, channel="email", address=person.email, confirmed_at=clock.now())
            for person in Person.objects.all()
        )
    people = list(Person.objects.all())
    wanted = [
        actions.Wanted(to=people[n % PEOPLE], kind="security-notice", occurrence=str(n), path="/my-details/sign-in/")
        for n in range(MAILS)
    ]
    actions.put_many(wanted=wanted, by=None)


def raw(port) -> float:
    """The floor: the same bytes, nothing asked and nothing written."""
    from outbox.channels.email import EmailChannel, as_wire
    from outbox.models import Message
    from outbox.wording import wording

    channel = EmailChannel()
    bodies = []
    for row in Message.objects.select_related("to"):
        words = wording.words(row)
        mail = channel.mail(row.to.email, words.subject, words.text, row)
        bodies.append((row.to.email, as_wire(mail)))
    start, spent = time.perf_counter(), time.process_time()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for address, body in bodies:
            smtp.sendmail("noreply@localhost", [address], body)
    CPU["smtplib alone"] = (time.process_time() - spent) / MAILS
    return time.perf_counter() - start


def cpu() -> float:
    """Of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def send(gate) -> None:
    from django.db import connections

    from outbox.sending import sender

    connections.close_all()
    gate.wait()
    sender.send_due()
    os._exit(0)


def senders(number) -> float:
    from django.db import connections

    from outbox.models import Message

    connections.close_all()
    gate = fork.Barrier(number + 1)
    running = [fork.Process(target=send, args=(gate,)) for _ in range(number)]
    for one in running:
        one.start()
    gate.wait()
    start, spent = time.perf_counter(), cpu()
    for one in running:
        one.join()
    took = time.perf_counter() - start
    CPU[f"{number} sender(s)"] = (cpu() - spent) / MAILS
    assert Message.objects.filter(state="sent").count() == MAILS, "some were not sent"
    return took


def post_office() -> float:
    """django-post-office with its own batches and one process, its queue in the same database."""
    from django.db import connections
    from post_office import mail
    from post_office.models import Email

    from outbox.models import Message
    from outbox.wording import wording

    Email.objects.all().delete()
    rows = list(Message.objects.select_related("to"))
    mail.send_many(
        [
            {
                "sender": "noreply@localhost",
                "recipients": [row.to.email],
                "subject": (said := wording.words(row)).subject,
                "message": said.text,
            }
            for row in rows
        ]
    )
    connections.close_all()
    start = time.perf_counter()
    mail.send_queued(processes=1)
    took = time.perf_counter() - start
    assert Email.objects.filter(status=0).count() == MAILS
    return took


def set_up(folder, port) -> bool:
    """Our settings, in a folder of its own; True where django-post-office is at hand."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": folder,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "BASE_URL": "http://localhost:8000",
    }
    import django
    from django.conf import settings

    try:
        import post_office  # noqa: F401
    except ImportError:
        has_post_office = False
    else:
        has_post_office = True
        settings.INSTALLED_APPS.append("post_office")
        settings.EMAIL_BACKEND = "post_office.EmailBackend"
        settings.POST_OFFICE = {
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": MAILS,
            "THREADS_PER_PROCESS": 1,
        }
    django.setup()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return has_post_office


def queries_a_message() -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from outbox.sending import sender

    with CaptureQueriesContext(connection) as asked:
        sender.send_due()
    return len(asked) / MAILS


def main() -> None:
    port, counts = fork.Value("i", 0), fork.Array("i", 2)
    server = fork.Process(target=serve, args=(port, counts), daemon=True)
    server.start()
    while not port.value:
        time.sleep(0.01)
    with tempfile.TemporaryDirectory() as folder:
        has_post_office = set_up(folder, port.value)
        ways = {
            "smtplib alone": lambda: raw(port.value),
            "one sender": lambda: senders(1),
            "two senders": lambda: senders(2),
        }
        if has_post_office:
            ways["django-post-office"] = post_office
        took: dict[str, list[float]] = {name: [] for name in ways}
        connections = {"one sender": 0, "two senders": 0}
        copies = 0
        names = list(ways)
        for number in range(ROUNDS):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                lay_rows()
                before = list(counts)
                took[name].append(ways[name]())
                if name in connections:
                    connections[name] = max(connections[name], counts[0] - before[0])
                    copies += counts[1] - before[1] - MAILS
        floor = statistics.median(took["smtplib alone"])
        goals = {"one sender": ">= 0.5", "two senders": ">= 0.8"}
        from django.db import connection

        print(f"{connection.vendor}, {MAILS} messages, median of {ROUNDS} rounds, order rotated")
        for name in names:
            median = statistics.median(took[name])
            goal = f"  [{goals[name]}]" if name in goals else ""
            print(f"{name:20} {floor / median:5.2f} of smtplib alone{goal}   ({MAILS / median:,.0f} a second)")
        if has_post_office:
            ratio = statistics.median(took["django-post-office"]) / statistics.median(took["one sender"])
            print(f"one sender against django-post-office: {ratio:.2f}  [>= 1.2]")
        slower = statistics.median(took["two senders"]) > statistics.median(took["one sender"])
        print(f"a second sender is {'SLOWER' if slower else 'not slower'}  [never slower]")
        print("CPU a message: " + ", ".join(f"{name} {1000 * spent:.2f} ms" for name, spent in CPU.items()))
        print(f"connections: {connections}  [<= {MAILS // 100}]   extra copies: {copies}  [0]")
        lay_rows()
        print(f"queries a message: {queries_a_message():.2f} (stamp and claim in one transaction, address)")
    server.terminate()


if __name__ == "__main__":
    main()
