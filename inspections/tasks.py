"""Celery only says "look now". A look that was missed is made good by the next."""

from celery import shared_task

from covenant.statements import actions as statements
from inspections.aftercare import actions as aftercare
from inspections.buddy_care import actions as buddy_care
from inspections.calls.actions import inspections, notify_call
from inspections.check_ins.actions import due, planning, retention
from inspections.offers import actions as offers
from inspections.ringing.actions import please_ring, wider_asks
from inspections.silence.actions import silence
from inspections.standby import actions as standby
from inspections.standing_in import actions as standing_in
from inspections.support.actions import log_warnings, plan_days
from inspections.surveys.actions import counted, figures, still_in_post
from inspections.windows.actions import next_call_days, windows
from network import guarded
from network.models import NetworkSettings


@shared_task(ignore_result=True)
def tick() -> None:
    """Every few minutes: what was missed, what is over, and the plan of those of whom a fact has changed."""
    guarded.steps(
        planning.mark_missed,
        please_ring.end_old,
        silence.end_old,
        inspections.close_passed,
        due.plan_due,
        standing_in.look,
        buddy_care.look,
        standby.look,
    )


@shared_task(ignore_result=True)
def pass_on() -> None:
    """Every half minute: what nobody has seen or taken in time goes to the reserve; who can be asked by now is."""
    guarded.steps(
        please_ring.let_go_waiting,
        please_ring.pass_on_waiting,
        silence.look,
        wider_asks.look,
        notify_call.tell_new_buddies,
        _pass_on_unseen,
    )


def _pass_on_unseen() -> None:
    row = NetworkSettings.objects.filter(id=1).first()
    notify_call.pass_on_unseen(minutes=row.seen_minutes if row else 30)


@shared_task(ignore_result=True)
def refresh_windows() -> None:
    """Every hour: the day may have turned, and a window opened. Writes only what changed."""
    guarded.steps(windows.look, next_call_days.push_down)


@shared_task(ignore_result=True)
def publish_figures() -> None:
    """Every hour, so that one which names too few is down soon; a figure itself stands for four weeks."""
    guarded.steps(figures.publish, still_in_post.work_out, counted.publish, statements.look)


@shared_task(ignore_result=True)
def remind() -> None:
    """Every hour: what has its day, is said once and can wait for the morning; and whose words begin to go."""
    guarded.steps(
        retention.end_before,
        log_warnings.warn,
        plan_days.remind,
        buddy_care.remind,
        aftercare.remind_of_choice,
        offers.remind,
    )
