"""A head hears 30 and 7 days before that her log goes, so that she can take it with her in time.

Where such a day falls in a time in which she cannot be reached, a holiday say, she hears on the last day before it on
which she can. Where she hears for the first time with fewer than seven days to go, because the day was set late or we
were away, the going waits until she has had seven.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inspections.support.actions import log
from network import clock, guarded
from network.contact.quiet import LONGEST
from network.models import Person, WordKey
from network.privacy import keys
from outbox import actions as outbox
from outbox.models import Message
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import reachable_from

PAGE = "/log/"
DAY = timedelta(days=1)


def warn(*, by: Person | None = None) -> int:
    """Once for each of the two; for the nearer alone where both fall due together. A log that was kept for longer
    meanwhile, and then goes after all, warns anew."""
    now, days_off, written = clock.now(), DaysOff(), 0
    soon = now + timedelta(days=max(log.WARN_BEFORE) + LONGEST)
    rows = WordKey.objects.filter(
        subject__startswith=log.SUBJECT, deleted_at__isnull=True, keep_until__gt=now, keep_until__lte=soon
    )
    with guarded.rows() as each:
        for key in rows.select_related("owner"):
            with each(key.owner):
                written += _warn(key, now, days_off, by)
    return written


def still_wanted(*, message: Message) -> bool:
    """It still goes, and on that day: not erased, not kept for longer meanwhile."""
    rows = WordKey.objects.filter(owner=message.to_id, subject=message.about, deleted_at__isnull=True)
    day = message.occurrence.rpartition(".")[2]
    return any(until is not None and f"{until:%Y%m%d}" == day for until in rows.values_list("keep_until", flat=True))


def _warn(key: WordKey, now: datetime, days_off: DaysOff, by: Person | None) -> int:
    head, ends = key.owner, key.keep_until
    if ends is None or not head.is_active:
        return 0
    tomorrow = reachable_from(head, now + DAY, days_off)
    due = [mark for mark in log.WARN_BEFORE if ends - now <= mark * DAY or ends - tomorrow < (mark - 1) * DAY]
    if not due:
        return 0
    least = reachable_from(head, now, days_off) + min(log.WARN_BEFORE) * DAY
    warnings = Message.objects.filter(to=head, about=key.subject, occurrence__endswith=_day(ends))
    before = warnings.exclude(state=Message.CANCELLED).values_list("occurrence", flat=True)
    warned = [int(occurrence.split(".")[-2]) for occurrence in before]
    if any(mark <= min(due) for mark in warned):
        return 0
    if ends < least and not warned:
        keys.keep(key, least)
        ends = least
    warning = outbox.Wanted(
        to=head,
        kind="nudge",
        occurrence=f"{key.subject}.{min(due)}{_day(ends)}",
        useful_until=ends,
        about=key.subject,
        path=PAGE,
    )
    return outbox.put_many(wanted=[warning], by=by)


def _day(ends: datetime) -> str:
    return f".{ends:%Y%m%d}"
