"""What is due, as a sender reads it."""

from datetime import datetime

from django.db.models import F, QuerySet

from network.models import RoleGrant
from outbox.models import Hold, Message

AT_ONCE = 200  # looked for at once; they are claimed in small batches
HoldTimes = tuple[datetime, datetime, datetime | None]


def waiting(now: datetime, *, urgent: bool) -> list[int]:
    """Keys of what may be tried now, longest waiting first."""
    return _keys(Message.objects.filter(urgent=urgent, state=Message.DUE, next_at__lte=now))


def codes_of_administrators(now: datetime) -> list[int]:
    """Keys of sign-in codes to administrators: they leave also while everything is on hold, or nobody could look at
    what was restored and let it go."""
    administrators = RoleGrant.objects.in_force().filter(role=RoleGrant.ADMINISTRATOR).values("person")
    return _keys(
        Message.objects.filter(kind="sign-in-code", state=Message.DUE, next_at__lte=now, to__in=administrators)
    )


def _keys(due: QuerySet[Message]) -> list[int]:
    return list(due.order_by("next_at").values_list("pk", flat=True)[:AT_ONCE])


def left_behind(now: datetime, *, urgent: bool) -> list[Message]:
    """What a sender held that stopped: its lease is over."""
    return list(Message.objects.filter(urgent=urgent, state=Message.SENDING, leased_until__lte=now)[:AT_ONCE])


def holds() -> list[HoldTimes]:
    """Of each hold: how old the data was, since when it was held, when it was released. The open one comes first."""
    times = Hold.objects.order_by(F("released_at").desc(nulls_first=True))
    return list(times.values_list("data_at", "since", "released_at"))
