"""How long the rows of this app are kept."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from network.privacy.retention import Rows, staying
from outbox import kinds
from outbox.models import Message


def messages(now: datetime) -> QuerySet:
    """Of every kind as long as the kind says; of one that is registered no longer, as long as most."""
    by_time: dict[timedelta, list[str]] = defaultdict(list)
    for kind in kinds.every():
        by_time[kind.kept].append(kind.name)
    over = ~Q(kind__in=[name for names in by_time.values() for name in names]) & Q(useful_until__lte=now - kinds.KEPT)
    for kept, names in by_time.items():
        over |= Q(kind__in=names, useful_until__lte=now - kept)
    return Message.objects.filter(over, state__in=Message.FINAL)


ROWS = (
    *staying(__file__),
    Rows(model="outbox.Message", over=messages),
)
