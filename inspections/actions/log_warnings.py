"""A head hears 30 and 7 days before that her log goes, so that she can take it with her in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspections.actions import log
from network import clock, guarded
from network.models import Person, WordKey
from outbox import actions as outbox

PAGE = "/log/"


def warn(*, by: Person | None = None) -> int:
    """Once for each of the two. A log that was kept for longer meanwhile, and then goes after all, warns anew."""
    due = log.due_warnings()
    if not due:
        return 0
    until, written = _until(), 0
    with guarded.rows() as each:
        for head, days, subject in due:
            ends = until.get((head.pk, subject))
            if ends is None:
                continue
            with each(head):
                warning = outbox.Wanted(
                    to=head,
                    kind="nudge",
                    occurrence=f"{subject}.{days}.{ends:%Y%m%d}",
                    useful_until=ends,
                    about=subject,
                    path=PAGE,
                )
                written += outbox.put_many(wanted=[warning], by=by)
    return written


def _until() -> dict[tuple[int, str], datetime]:
    """When each of them goes."""
    soon = clock.now() + timedelta(days=max(log.WARN_BEFORE))
    rows = WordKey.objects.filter(
        subject__startswith=log.SUBJECT, deleted_at__isnull=True, keep_until__lte=soon
    ).values_list("owner_id", "subject", "keep_until")
    return {(owner, subject): until for owner, subject, until in rows if until}
