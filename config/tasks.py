from functools import partial

from celery import shared_task
from django.core.management import call_command

from buddies.rounds.actions import keeping
from config import cache
from network import guarded
from network.privacy import key_store, keys
from network.privacy.actions import retention
from network.sign_in.actions import second_steps


@shared_task(ignore_result=True)
def pulse() -> None:
    """Does nothing: that it arrives is the sign that the worker still takes tasks (config/watchdog.py)."""


@shared_task(ignore_result=True)
def keep_no_longer() -> None:
    """Every hour: keys whose date has passed go, and their words with them, and then every row that is kept no longer
    (network/privacy/retention.py); old rounds of the matching and sessions that have ended go too."""
    guarded.steps(
        key_store.obey_deleted,
        keys.finish_deleting,
        partial(call_command, "clearsessions"),
        second_steps.forget_ended_sign_ins,
        keys.delete_due,
        keeping.delete_due,
        retention.delete_over,
        cache.forget_expired,
    )
