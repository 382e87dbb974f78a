"""What senders write about the mail and text service itself: that it took something, that it fails, that it is held.

Nothing here asks who may: the caller is the sender.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from network.details.actions import contact_points
from network.models import ContactPoint
from outbox.models import Message, ServiceState
from outbox.queue.actions.messages import wake_after_commit
from outbox.transitions import retry_policy
from outbox.transitions.outcomes import NO_SUCH_ADDRESS
from outbox.transitions.transitions import WAITS, Rules

log = logging.getLogger(__name__)
ALL_WELL = {"failing_since": None, "held_since": None, "probe_at": None, "reason": ""}
NOBODY_REFUSED = {"refusal": "", "refused_row": None, "refused_at": None}


def accepted(*, channel: str, now: datetime) -> None:
    """It has taken a message. Where it was held, that is over, and what waited for it goes now."""
    ServiceState.objects.get_or_create(channel=channel)
    state = ServiceState.objects.filter(channel=channel)
    with transaction.atomic():
        held = state.filter(held_since__isnull=False)
        knew_nobody = held.filter(refusal=NO_SUCH_ADDRESS).values_list("held_since", flat=True)
        if held_since := knew_nobody.first():  # what was marked in the moment of the hold
            doubt(channel=channel, since=held_since - retry_policy.ALIKE_WITHIN)
            state.update(believed_until=now + retry_policy.ALIKE_WITHIN)
        was_held = held.update(last_accepted_at=now, **ALL_WELL, **NOBODY_REFUSED)
        if not was_held:
            state.update(last_accepted_at=now, **ALL_WELL, **NOBODY_REFUSED)
            return
        waiting = Message.objects.filter(channel=channel, state=Message.DUE, why__startswith=WAITS)
        if waiting.update(next_at=now):
            wake_after_commit()
    log.warning("the %s service takes messages again", channel)


def answered(*, channel: str) -> None:
    """It refused one message and is there, after all."""
    ServiceState.objects.filter(channel=channel, reason=ServiceState.AWAY, held_since__isnull=True).update(**ALL_WELL)


def failed(*, channel: str, now: datetime) -> None:
    """It does not answer."""
    ServiceState.objects.get_or_create(channel=channel)
    ServiceState.objects.filter(channel=channel, held_since__isnull=True).update(
        failing_since=Coalesce("failing_since", now), last_failed_at=now, reason=ServiceState.AWAY
    )
    ServiceState.objects.filter(channel=channel, held_since__isnull=False).update(last_failed_at=now)


def hold(*, channel: str, reason: str, now: datetime) -> None:
    """It is about us. Held once; again while it is held says only that it still is."""
    ServiceState.objects.get_or_create(channel=channel)
    state = ServiceState.objects.filter(channel=channel)
    newly = state.filter(held_since__isnull=True).update(
        held_since=now,
        failing_since=Coalesce("failing_since", now),
        last_failed_at=now,
        reason=reason,
        probe_at=now + retry_policy.FIRST_PROBE_AFTER,
    )
    if newly:
        log.warning("the %s service is held: %s", channel, reason)
    else:
        state.update(last_failed_at=now, reason=reason)


def take_probe(*, channel: str, now: datetime) -> bool:
    """One message may find out whether a held service takes anything again: True for one caller a minute."""
    state = ServiceState.objects.filter(channel=channel, held_since__isnull=False, probe_at__lte=now)
    return bool(state.update(probe_at=now + Rules.probe_every))


def refused_alike(*, row: Message, reply: str, now: datetime) -> bool:
    """Whether another person's message was refused with the same answer a short while ago. Notes this one."""
    state, _ = ServiceState.objects.get_or_create(channel=row.channel)
    lately = state.refused_at is not None and now - state.refused_at <= retry_policy.ALIKE_WITHIN
    of_another = Message.objects.filter(pk=state.refused_row or 0).exclude(to=row.to_id)
    if lately and state.refusal == reply and of_another.exists():
        return True
    ServiceState.objects.filter(pk=state.pk).update(refusal=reply, refused_row=row.pk, refused_at=now)
    return False


def doubt(*, channel: str, since: datetime) -> None:
    """It says of one person after the other that there is no such address: that of the first, who could not be told
    from somebody whose address is wrong, is no longer thought broken, and what was given up for it goes."""
    first = ServiceState.objects.filter(channel=channel, refusal=NO_SUCH_ADDRESS).values("refused_row")
    marked = ContactPoint.objects.filter(
        person__messages__in=first, channel=channel, broken_at__gte=since, broken_why__startswith=NO_SUCH_ADDRESS
    )
    contact_points.refused_by_mistake(points=marked)
