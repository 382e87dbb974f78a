"""Hold all sending, and let it go again. A restored database starts on hold."""

from datetime import datetime

from django.db import transaction

from network import audit, clock
from network.models import Person
from outbox.models import Hold
from outbox.queue import rules


def hold(*, by: Person | None, why: str, data_at: datetime | None = None) -> Hold:
    """`data_at`: when the backup was made. What the journal says went out since then will not be sent again."""
    rules.check_administrator(by)
    now = clock.now()
    with transaction.atomic():
        held, made = Hold.objects.get_or_create(
            released_at=None, defaults={"since": now, "data_at": data_at or now, "why": why[:200]}
        )
        if made:
            audit.record(by=by, verb="outbox.hold", what=f"hold:{held.pk}")
        elif data_at is not None:  # the backup itself was made while sending was on hold
            held.since, held.data_at, held.why = now, min(held.data_at, data_at), why[:200]
            held.save(update_fields=["since", "data_at", "why"])
    return held


def release(*, by: Person | None) -> int:
    """Sending goes on. Returns how many holds were open: one or none."""
    rules.check_administrator(by)
    with transaction.atomic():
        released = Hold.objects.filter(released_at__isnull=True).update(released_at=clock.now(), released_by=by)
        if released:
            audit.record(by=by, verb="outbox.release")
    return released
