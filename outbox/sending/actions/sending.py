"""What a sender writes: claims, results, heartbeats. Every claim is one conditional UPDATE with a row count.

Nothing here asks who may: the caller is the sender itself, and the message was allowed when it was put.
"""

from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from network import audit, clock
from network.models import ContactPoint
from network.prepared import planned
from outbox.models import Message, Sweep
from outbox.queue import addresses
from outbox.queue.actions.messages import second_by, wake_after_commit
from outbox.transitions import pace
from outbox.transitions.after import SET_ASIDE, Next


def claim(*, row: Message, now: datetime) -> bool:
    """Take this row as it was read, or not at all. A row whose sender stopped is taken again when its lease is over,
    and set aside when that has happened too often. On True, `row` is as the database has it."""
    died = row.state == Message.SENDING
    mine = Message.objects.filter(pk=row.pk, state=row.state, tries=row.tries, edition=row.edition)
    if died:
        mine = mine.filter(leased_until__lte=now)
        if row.crashes + 1 >= pace.CRASHES_ALLOWED:
            set_aside = {"state": Message.FAILED, "why": SET_ASIDE, "leased_until": None, "sealed": ""}
            if mine.update(**set_aside, crashes=F("crashes") + 1):
                put_second(row=row, now=now)
            return False
    leased_until = now + pace.lease()
    crashes = row.crashes + died
    if not mine.update(state=Message.SENDING, tries=F("tries") + 1, leased_until=leased_until, crashes=crashes):
        return False
    row.state, row.tries, row.leased_until, row.crashes = Message.SENDING, row.tries + 1, leased_until, crashes
    return True


STAMP = (
    "UPDATE outbox_message SET state = 'sent', why = '', leased_until = NULL, sealed = '', sent_at = %s,"
    " provider_id = %s WHERE id = %s AND tries = %s AND state NOT IN ('sent', 'delivered', 'due')"
)
CLAIM = (
    "UPDATE outbox_message SET state = 'sending', tries = tries + 1, leased_until = %s"
    " WHERE id = %s AND state = 'due' AND tries = %s AND edition = %s"
)
STAMP_TYPES = ("timestamptz", "text", "bigint", "int")
CLAIM_TYPES = ("timestamptz", "bigint", "int", "int")
STAMP_AND_CLAIM = "WITH stamped AS (" + STAMP + " RETURNING 1) " + CLAIM  # PostgreSQL


def stamp_sent_and_claim(*, sent: Message, provider_id: str, at: datetime, row: Message, now: datetime) -> bool:
    """What `stamp` and `claim` do in the common case, in one round trip and one commit where the database can:
    the last message has left, the next one waits. True: `row` is ours."""
    leased_until = now + pace.lease()
    stamp_with: list[datetime | str | int] = [at, provider_id, sent.pk, sent.tries]
    claim_with: list[datetime | str | int] = [leased_until, row.pk, row.tries, row.edition]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(planned(STAMP_AND_CLAIM, *STAMP_TYPES, *CLAIM_TYPES), stamp_with + claim_with)
            claimed = cursor.rowcount == 1
        else:
            with transaction.atomic():
                cursor.execute(STAMP, stamp_with)
                cursor.execute(CLAIM, claim_with)
                claimed = cursor.rowcount == 1
    if claimed:
        row.state, row.tries, row.leased_until = Message.SENDING, row.tries + 1, leased_until
    return claimed


def still_mine(*, row: Message) -> bool:
    """Asked again after a wait (a new connection): nobody cancelled it, nobody else has taken it."""
    return Message.objects.filter(pk=row.pk, state=Message.SENDING, tries=row.tries).exists()


def keep(*, row: Message) -> bool:
    """The service takes its time: hold on to this row for another lease. False when it is not this sender's any more.
    A database that is away is no reason to hang up: the message has been handed over."""
    mine = Message.objects.filter(pk=row.pk, state=Message.SENDING, tries=row.tries)
    try:
        return bool(mine.update(leased_until=clock.now() + pace.lease()))
    except (OperationalError, InterfaceError):
        return True


def stamp(*, row: Message, then: Next, now: datetime, contact_point: int | None) -> bool:
    """Write what became of a try, only where the try still matches. Writing it twice is writing it once.

    What has left has left, even when it was cancelled or moved in that moment; but not what was cancelled and then put
    anew, which waits for its own time. What was moved during a try that failed keeps its new times."""
    changes: dict[str, Any] = {"state": then.state, "why": then.why[:200], "leased_until": None, **then.changes}
    if then.state in Message.FINAL:
        changes["sealed"] = ""
    mine = Message.objects.filter(pk=row.pk, tries=row.tries)
    if then.state == Message.SENT:
        stamped = mine.exclude(state__in=(Message.SENT, Message.DELIVERED, Message.DUE)).update(**changes)
    else:
        mine = mine.filter(state=Message.SENDING)
        stamped = mine.filter(edition=row.edition).update(**changes)
        if not stamped:
            mine.exclude(edition=row.edition).update(
                state=Message.DUE, next_at=F("due_at"), why="", step=0, crashes=0, doubts=0, leased_until=None
            )
    if then.broken and contact_point is not None:
        mark_broken(contact_point=contact_point, why=then.why, now=now)
    if stamped and then.second_channel:
        put_second(row=row, now=now)
    return bool(stamped)


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
