"""What is wrong with this installation, in words for machines: by service, never by row, kind of message or person.

    database          it does not answer
    keys              the secrets or the key store are not those that this database was used with
    mail, text        the service has taken nothing for five minutes, or takes nothing from us
    on-hold           sending is on hold
    no-sweep          no worker has looked at the outbox for two minutes
    no-urgent-sweep   the same, of the worker for what is urgent
    late              a message is five minutes past its next planned try
    tasks             a task of the timetable has failed three times running

Which task, and where, stands in the table of task runs (network/site/models/watch.py) and in the log: beside a time it
may tell what a head is going through, so it stands nowhere else.
"""

from django.db import DatabaseError, InterfaceError

from network import clock
from network.models import TaskRun
from network.sign_in.actions import canary
from outbox.sending import health
from outbox.sending.health import Trouble

FAILED_RUNNING = 3


def troubles() -> list[Trouble]:
    """All of them, in the order of the list above; empty while all is well. A database that does not answer is one of
    them, and hides the others. In a fixed number of queries."""
    try:
        now = clock.now()
        found = [Trouble("keys")] if canary.unfit() else []
        failing = TaskRun.objects.filter(failures__gte=FAILED_RUNNING).order_by()
        found += health.troubles(now, health.first(failing, "tasks", "failed_at"))
    except (DatabaseError, InterfaceError):
        return [Trouble("database")]
    return found
