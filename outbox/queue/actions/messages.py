"""Messages come and go: put, moved, cancelled, sent again. All of it in the caller's transaction."""

import hashlib
import hmac
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from network import audit, clock, guarded
from network.batches import batched
from network.models import Person
from network.privacy import key_store
from outbox import kinds
from outbox.models import Message
from outbox.queue import addresses, rules
from outbox.wording import tokens

log = logging.getLogger(__name__)
BATCH = 500
MEETINGS = 5  # a sender may take, try and stamp the row just while it is moved
Key = tuple[int, str, str]
when_no_worker_hears: list[Callable[[], None]] = []  # filled by `OutboxConfig.ready`


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One message that should leave. `occurrence` tells it from the others of its kind to this person."""

    to: Person
    kind: str
    occurrence: str
    due_at: datetime | None = None
    useful_until: datetime | None = None
    about: str = ""
    path: str = ""
    sealed_text: str | None = None

    @property
    def key(self) -> Key:
        return self.to.pk, self.kind, self.occurrence


def put(*, to: Person, by: Person | None, **of_it: Any) -> Message | None:
    """The row of this message, new or as it stood. Nothing for somebody whose account is closed. `of_it` is the rest of
    a `Wanted`.

    Putting it again with other times moves it while it waits; after a cancellation it is wanted again.
    """
    wanted = Wanted(to=to, **of_it)
    if not to.is_active:
        return None
    put_many(wanted=[wanted], by=by)
    return Message.objects.get(to=to, kind=wanted.kind, occurrence=wanted.occurrence, second=False)


def put_many(*, wanted: Iterable[Wanted], by: Person | None) -> int:
    """As `put`, for a whole plan at once. Returns how many rows were written: none when all stands already."""
    by_key = {one.key: one for one in wanted if one.to.is_active}
    keys = list(by_key)
    now, written = clock.now(), 0
    with transaction.atomic():
        for batch in batched(keys, BATCH):
            standing = _standing(batch)
            missing = [by_key[key] for key in batch if key not in standing]
            channels = addresses.channels_of({one.to.pk for one in missing})
            new = [_row(one, addresses.first_channel(kinds.get(one.kind), channels[one.to.pk]), now) for one in missing]
            if new:
                Message.objects.bulk_create(new, ignore_conflicts=True)
                written += len(new)
            written += sum(_move(standing[key], by_key[key], now) for key in batch if key in standing)
        if any(kinds.get(kind).urgent for _, kind, _ in keys):
            wake_after_commit()
    return written


def put_new(*, wanted: Sequence[Wanted], channels: Mapping[int, Sequence[str]]) -> None:
    """As `put_many`, where none of it can stand already (its occurrences were made a moment ago) and the caller has
    read the channels that reach each person. One statement."""
    now = clock.now()
    kind_of = {one.kind: kinds.get(one.kind) for one in wanted}
    Message.objects.bulk_create(
        _row(one, addresses.first_channel(kind_of[one.kind], channels[one.to.pk]), now)
        for one in wanted
        if one.to.is_active
    )
    if any(kind.urgent for kind in kind_of.values()):
        wake_after_commit()


def put_all(*, wanted: Sequence[dict[str, Any]], by: Person | None) -> int:
    """As `put_many`, for an app below that knows no `Wanted`."""
    return put_many(wanted=[Wanted(**one) for one in wanted], by=by)


def cancel(
    *,
    about: str | Collection[str] = "",
    kind: str = "",
    occurrence: str = "",
    to: Person | None = None,
    why: str,
) -> int:
    """Stop what has not left yet, about one thing or any of several. Something must say which messages are meant; an
    empty list means none. Returns how many were stopped."""
    if not isinstance(about, str) and not about:
        return 0
    one_of = {"about": about} if isinstance(about, str) else {"about__in": about}
    given: dict[str, Any] = {**one_of, "kind": kind, "occurrence": occurrence, "to": to}
    chosen = {name: value for name, value in given.items() if value}
    if not chosen.keys() & {"about", "about__in", "occurrence", "to"}:
        raise ValueError("say which messages to cancel: about, occurrence or to")
    return Message.objects.filter(state__in=(Message.DUE, Message.SENDING), **chosen).update(
        state=Message.CANCELLED, why=why[:200], leased_until=None, sealed="", edition=F("edition") + 1
    )


def due_again(now: datetime) -> dict[str, Any]:
    """What an update writes so that a message that was given up is due at once, as if it had never been tried: the same
    words, the same token, the same message id."""
    return {
        "state": Message.DUE,
        "why": "",
        "next_at": now,
        "step": 0,
        "crashes": 0,
        "doubts": 0,
        "round": F("round") + 1,
        "edition": F("edition") + 1,
    }


def resend(*, message: Message, by: Person) -> None:
    """The same words, the same token, the same message id, once more."""
    rules.check_can_resend(by, message)
    now = clock.now()
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, state=message.state, round=message.round).update(
            **due_again(now), leased_until=None
        )
        if changed:  # two presses at once: one copy
            audit.record(by=by, verb="message.resend", what=f"message:{message.public_id}", concerns=message.to)
            if message.urgent:
                wake_after_commit()


def erase(*, person: Person, by: Person | None) -> None:
    Message.objects.filter(to=person).delete()


def export(*, person: Person) -> dict[str, Any]:
    rows = Message.objects.filter(to=person).order_by("created_at")
    return {"messages": list(rows.values("kind", "channel", "state", "due_at", "sent_at", "why"))}


def rewrap() -> int:
    """After FIELD_KEYS were changed: codes that wait to be sent, under the first of them. How many."""
    count = 0
    with guarded.rows() as each:
        for pk, old in Message.objects.exclude(sealed="").values_list("pk", "sealed"):
            with each(pk):
                new = key_store.rewrapped(old)
                count += Message.objects.filter(pk=pk, sealed=old).update(sealed=new) if new else 0
    return count


def second_by(*, message: Message, channel: str, now: datetime) -> Message:
    """The same message on the person's second channel, at once. Not saved."""
    return _filled(
        Message(
            to_id=message.to_id,
            kind=message.kind,
            occurrence=message.occurrence,
            channel=channel,
            second=True,
            about=message.about,
            path=message.path,
            urgent=message.urgent,
            due_at=now,
            next_at=now,
            useful_until=message.useful_until,
            token_until=message.token_until,
        )
    )


def wake_after_commit() -> None:
    """Once a transaction, however many urgent messages it writes."""
    connection = transaction.get_connection()
    if not any(waiting[1] is _wake for waiting in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    """Tell the urgent worker to look now. When the broker is away, no worker looks: this process does."""
    try:
        current_app.send_task("outbox.tasks.wake", queue="urgent", retry=False, ignore_result=True)
    except Exception as error:  # whatever a broker raises: the row is safe, and a page must not fail for this
        log.warning("the urgent worker could not be told: %s", type(error).__name__)
        for look in when_no_worker_hears:
            look()


def _standing(keys: Sequence[Key]) -> dict[Key, Message]:
    rows = Message.objects.filter(
        Q(second=False),
        to__in={key[0] for key in keys},
        kind__in={key[1] for key in keys},
        occurrence__in={key[2] for key in keys},
    )
    return {(row.to_id, row.kind, row.occurrence): row for row in rows}


def _row(wanted: Wanted, channel: str, now: datetime) -> Message:
    kind = kinds.get(wanted.kind)
    due_at = wanted.due_at or now
    return _filled(
        Message(
            to=wanted.to,
            kind=kind.name,
            occurrence=wanted.occurrence,
            channel=channel,
            about=wanted.about,
            path=wanted.path,
            urgent=kind.urgent,
            next_at=due_at,
            sealed=key_store.encrypt(wanted.sealed_text) if wanted.sealed_text else "",
            **_times(kind, due_at, wanted.useful_until),
        )
    )


def _times(kind: kinds.Kind, due_at: datetime, useful_until: datetime | None) -> dict[str, datetime | None]:
    useful_until = useful_until or due_at + kind.useful_for
    token_until = max(useful_until, due_at + kind.link_for) if kind.purpose else None
    return {"due_at": due_at, "useful_until": useful_until, "token_until": token_until}


def _filled(message: Message) -> Message:
    """What follows from the rest: the message id from the key, the token's hash from the row's own id."""
    key = f"{message.to_id}\n{message.kind}\n{message.occurrence}\n{message.channel}"
    secret = hashlib.sha256(b"outbox.message\n" + settings.SECRET_KEY.encode()).digest()
    message.message_id = hmac.digest(secret, key.encode(), "sha256").hex()[:40]
    purpose = kinds.get(message.kind).purpose
    if purpose:
        message.token_hash = tokens.hashed(tokens.worked_out(purpose, message))
    return message


def _move(row: Message, wanted: Wanted, now: datetime) -> int:
    """Bring a standing row to what is wanted now. A row that has left, or was given up, stays as it is. One that a
    sender holds keeps its new times should the try fail. Whoever else changes it meanwhile, it is read again."""
    for _ in range(MEETINGS):
        changes = _moved(row, wanted, now)
        if not changes:
            return 0
        standing = Message.objects.filter(pk=row.pk, state=row.state, tries=row.tries, edition=row.edition)
        if standing.update(**changes, edition=F("edition") + 1):
            return 1
        row = Message.objects.get(pk=row.pk)
    return 0


def _moved(row: Message, wanted: Wanted, now: datetime) -> dict[str, Any]:
    kind, revived = kinds.get(row.kind), row.state == Message.CANCELLED
    if row.state not in (Message.DUE, Message.SENDING) and not revived:
        return {}
    if wanted.due_at or revived:
        fresh = _times(kind, wanted.due_at or now, wanted.useful_until)
    else:  # put again without a time: it stays due when it was
        fresh = _times(kind, row.due_at, wanted.useful_until or row.useful_until)
    said = {"about": wanted.about or row.about, "path": wanted.path or row.path}
    changes: dict[str, Any] = {name: value for name, value in (fresh | said).items() if value != getattr(row, name)}
    if wanted.sealed_text:
        changes["sealed"] = key_store.encrypt(wanted.sealed_text)
    if revived:
        anew = {"step": 0, "crashes": 0, "doubts": 0, "next_at": fresh["due_at"]}
        changes |= {"state": Message.DUE, "why": "", **anew}
    elif "due_at" in changes:
        changes["next_at"] = fresh["due_at"]
    return changes
