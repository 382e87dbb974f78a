from celery import shared_task

from directory.call_outs.actions import call_outs
from directory.listings.actions import nightly


@shared_task(name="directory.call_outs")
def call_outs_tick() -> None:
    """Waves, re-openings and endings that have come due. Every 15 seconds, on the urgent queue."""
    call_outs.tick()


@shared_task(name="directory.nightly")
def nightly_checks() -> None:
    """Channels that do not work, declarations that are due; on Fridays the officers' summary."""
    nightly.check_all()
