"""Celery only says "look now": every task here may be lost, doubled or late without harm."""

from threading import Event

from celery import shared_task
from celery.signals import worker_shutting_down

from network import guarded
from outbox.network_kinds import actions as help_requests
from outbox.receipts import receipts
from outbox.sending import sender
from outbox.sending.actions import sending

SWEEP_SECONDS = 25  # a sweep ends before the next one is due, so that they never pile up


_stopping = Event()


@worker_shutting_down.connect
def _end_the_sweep(**kwargs) -> None:
    """What a batch has not begun is due again; whoever is told to stop has ten seconds."""
    _stopping.set()


@shared_task(name="outbox.tasks.sweep", ignore_result=True)
def sweep() -> dict[str, int]:
    """Every 30 seconds: whatever is due, urgent first."""
    return _swept("sweep")


@shared_task(name="outbox.tasks.wake", ignore_result=True)
def wake() -> dict[str, int]:
    """An urgent message was written a moment ago; and every 30 seconds, so that it is seen whether the worker for
    what is urgent works."""
    return _swept("urgent", urgent_only=True)


def _swept(name: str, *, urgent_only: bool = False) -> dict[str, int]:
    try:
        counts = sender.send_due(seconds=SWEEP_SECONDS, urgent_only=urgent_only, stop=_stopping)
    except guarded.Failed:  # of one message; all others were looked at
        sending.heartbeat(name=name)
        raise
    sending.heartbeat(name=name)
    return dict(counts)


@shared_task(name="outbox.tasks.ask_receipts", ignore_result=True)
def ask_receipts() -> int:
    """What became of the text messages that the service took."""
    return receipts.ask()


@shared_task(name="outbox.tasks.remind_of_help_requests", ignore_result=True)
def remind_of_help_requests() -> int:
    """Somebody who left a number on the public page still waits to be rung."""
    return help_requests.remind()
