"""What a sender writes: claims, results, heartbeats. Every claim is one conditional UPDATE with a row count.

`held_by` names the claim, and so the try, of each message of a batch: a sender that slept past its lease finds another
name there.

Nothing here asks who may: the caller is the sender itself, and the message was allowed when it was put.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet

from network import audit, clock
from network.models import ContactPoint
from outbox.models import Message, Sweep
from outbox.queue import addresses
from outbox.queue.actions.messages import second_by, wake_after_commit
from outbox.transitions import retry_policy
from outbox.transitions.transitions import SET_ASIDE, Next, Rules

LEFT = {"state": Message.SENT, "why": "", "leased_until": None, "sealed": ""}


def claim(*, keys: Sequence[int], now: datetime) -> list[Message]:
    """Take those of these rows that are still due, in one UPDATE. Returns them, each with the person it goes to."""
    return _taken(Message.objects.filter(pk__in=keys, state=Message.DUE, next_at__lte=now), keys, now)


def claim_left_behind(*, row: Message, now: datetime) -> list[Message]:
    """Take a row whose sender stopped, when its lease is over. Returns it, or nothing: it is set aside the third time.
    It is taken alone, because nobody knows which row of the batch the first sender stopped at: that one counts for each
    of them, and a row that is not to blame leaves at its second try."""
    left = _left_behind(row, now)
    set_aside = {"state": Message.FAILED, "why": SET_ASIDE, "leased_until": None, "sealed": ""}
    if left.filter(crashes__gte=Rules.crashes_allowed - 1).update(**set_aside, crashes=F("crashes") + 1):
        put_second(row=row, now=now)
        return []
    return _taken(left, [row.pk], now, crashes=F("crashes") + 1)


def _taken(rows: QuerySet[Message], keys: Sequence[int], now: datetime, **changes: Any) -> list[Message]:
    held_by, lease = uuid4(), now + retry_policy.LEASE
    if not rows.update(state=Message.SENDING, tries=F("tries") + 1, leased_until=lease, held_by=held_by, **changes):
        return []
    return list(Message.objects.select_related("to").filter(pk__in=keys, held_by=held_by))


def _left_behind(row: Message, now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(pk=row.pk, state=Message.SENDING, tries=row.tries, leased_until__lte=now)


def held(*rows: Message) -> QuerySet[Message]:
    """These, as far as they are still in the hands of the claim that took them: nobody cancelled them, nobody else has
    them."""
    return _of_this_claim(rows).filter(state=Message.SENDING)


def _of_this_claim(rows: Sequence[Message]) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=[row.pk for row in rows], held_by__in={row.held_by for row in rows})


def give_back(*, rows: Sequence[Message]) -> bool:
    """Not begun: they are due as before, and no try is counted. False where the database is away."""
    try:
        held(*rows).update(state=Message.DUE, tries=F("tries") - 1, leased_until=None)
        return True
    except (OperationalError, InterfaceError):
        return False


def lease_anew(*, row: Message) -> bool:
    """Hold on to this row for another lease. False when it is not this sender's any more."""
    return bool(held(row).update(leased_until=clock.now() + retry_policy.LEASE))


def keep(*, row: Message) -> bool:
    """The service takes its time. As `lease_anew`, but a database that is away is no reason to hang up: the message
    has been handed over."""
    try:
        return lease_anew(row=row)
    except (OperationalError, InterfaceError):
        return True


def stamp_sent(*, rows: Sequence[Message], at: datetime) -> None:
    """They have left, `at` or in the second before. What has left has left, even when it was cancelled or moved in
    that moment; but not what was cancelled and then put anew, which waits for its own time. Writing it twice is
    writing it once."""
    _not_stamped(rows).update(**LEFT, sent_at=at, provider_id="")


def _not_stamped(rows: Sequence[Message]) -> QuerySet[Message]:
    return _of_this_claim(rows).exclude(state__in=(Message.SENT, Message.DELIVERED, Message.DUE))


def stamp_found(*, row: Message, at: datetime, now: datetime) -> bool:
    """The journal says that it left, and its sender stopped before it could say so."""
    return bool(_left_behind(row, now).update(**LEFT, sent_at=at))


def stamp(*, row: Message, then: Next, now: datetime, contact_point: int | None) -> bool:
    """Write what became of a try, only where the row is still of this claim. What was moved during a try that failed
    keeps its new times."""
    changes: dict[str, Any] = {"state": then.state, "why": then.why[:200], "leased_until": None, **then.changes}
    if then.state in Message.FINAL:
        changes["sealed"] = ""
    if then.state == Message.SENT:
        stamped = bool(_not_stamped([row]).update(**changes))
    else:
        mine = held(row)
        stamped = bool(mine.filter(edition=row.edition).update(**changes))
        if not stamped:
            mine.exclude(edition=row.edition).update(
                state=Message.DUE, next_at=F("due_at"), why="", step=0, crashes=0, doubts=0, leased_until=None
            )
    if then.broken and contact_point is not None:
        mark_broken(contact_point=contact_point, why=then.why, now=now)
    if stamped and then.second_channel:
        put_second(row=row, now=now)
    return stamped


def put_second(*, row: Message, now: datetime) -> None:
    channel = addresses.second_channel(row)
    if channel is None:
        return
    Message.objects.bulk_create([second_by(message=row, channel=channel, now=now)], ignore_conflicts=True)
    if row.urgent:
        wake_after_commit()


def mark_broken(*, contact_point: int, why: str, now: datetime) -> None:
    """The service says that there is no such address. Once; confirming the address anew mends it."""
    changed = ContactPoint.objects.filter(pk=contact_point, broken_at__isnull=True).update(
        broken_at=now, broken_why=why[:200]
    )
    if changed:
        point = ContactPoint.objects.select_related("person").get(pk=contact_point)
        audit.record(
            by=None, verb="contact-point.broken", what=f"contact-point:{point.public_id}", concerns=point.person
        )


def delivered(*, message: Message, at: datetime) -> None:
    Message.objects.filter(pk=message.pk, state=Message.SENT).update(state=Message.DELIVERED, delivered_at=at)


def bounced(*, message: Message, why: str, broken: bool) -> None:
    """The text service says, after having taken it, that it did not arrive; `broken`: that there is no such number."""
    now = clock.now()
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, state=Message.SENT).update(state=Message.FAILED, why=why):
            return
        points = addresses.points_of([message]).get((message.to_id, message.channel), []) if broken else []
        point = next(iter(addresses.usable(message, points)), None)
        if point is not None and point[0] is not None:
            mark_broken(contact_point=point[0], why=why, now=now)
        put_second(row=message, now=now)


def heartbeat(*, name: str) -> None:
    now = clock.now()
    if not Sweep.objects.filter(name=name).update(at=now):
        Sweep.objects.bulk_create([Sweep(name=name, at=now)], ignore_conflicts=True)
