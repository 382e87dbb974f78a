"""Celery only says "look now": what waits lives in rows, and a look that finds nothing costs one query."""

from celery import shared_task

from network import guarded
from network.register.actions import waiting


@shared_task(name="network.tasks.read_registers", ignore_result=True)
def read_registers() -> int:
    """A register file was uploaded a moment ago, or its reader died."""
    return guarded.steps(waiting.tidy, waiting.read_waiting)[1]
