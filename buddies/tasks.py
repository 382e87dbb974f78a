"""Celery only says "look now": what waits lives in rows, and a look that finds nothing costs one query."""

from celery import shared_task

from buddies.conflicts import actions as conflicts
from buddies.rounds.actions import solving
from buddies.steps.actions import contact, passing_on
from network import guarded


@shared_task(name="buddies.tasks.solve_rounds", ignore_result=True)
def solve_rounds() -> int:
    """A round was begun a moment ago, or its worker died."""
    return solving.solve_waiting()


@shared_task(name="buddies.tasks.tick", ignore_result=True)
def tick() -> None:
    """Who has left stands by nobody; questions nobody answered pass on; pauses whose date has come end."""
    guarded.steps(conflicts.move_on_without, passing_on.pass_on_unanswered, contact.resume_due)
