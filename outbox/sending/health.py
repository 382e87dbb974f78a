"""How the outbox is, for whoever watches it: times and counts by service, never whose and never of which kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Exists, Min, OuterRef, Q, QuerySet, Value, When

from network.models import ContactPoint
from outbox.models import Hold, Message, ServiceState, Sweep
from outbox.transitions.transitions import WAITS

LATE = timedelta(minutes=5)  # past the next planned try; and how long a service may take nothing at all
RECENTLY = timedelta(hours=1)  # since a service failed: then it is said though nothing waits for it
STALE = timedelta(minutes=2)  # since the last sweep: four were missed
SWEEPS = ("sweep", "urgent")
NAMES = {ContactPoint.EMAIL: "mail", ContactPoint.SMS: "text"}


@dataclass(frozen=True)
class Trouble:
    """`what` is a word for machines; `since`, where it is known, is aware."""

    what: str
    since: datetime | None = None


def troubles(now: datetime) -> list[Trouble]:
    """In a fixed number of queries. Nothing here tells more than that a service, or sending as a whole, does not go
    on."""
    swept = Sweep.objects.filter(name__in=SWEEPS).values_list("name", "at")
    held = Hold.objects.filter(released_at__isnull=True).values_list(Value("on-hold"), "since")
    stands = dict(swept.union(held))
    found = [Trouble("on-hold", stands["on-hold"])] if "on-hold" in stands else []
    found += services(now)
    found += [Trouble(WORDS[name], stands.get(name)) for name in SWEEPS if is_stale(stands.get(name), now)]
    if waiting := late(now):
        found.append(Trouble("late", waiting))
    return found


WORDS = {"sweep": "no-sweep", "urgent": "no-urgent-sweep"}


def is_stale(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at > STALE


def services(now: datetime) -> list[Trouble]:
    """Each service that is held, or has taken nothing for five minutes though it was asked: while something waits for
    it, and for an hour after it failed last. Only the next message tells whether it is well again, and in a quiet week
    there may be none for days."""
    wrong = Q(held_since__isnull=False) | Q(failing_since__lte=now - LATE)
    since = now - RECENTLY
    lately = Q(last_failed_at__gt=since) | Q(last_failed_at=None, failing_since__gt=since)
    waits = Exists(_waiting(now).filter(channel=OuterRef("channel")))
    found = ServiceState.objects.filter(wrong, lately | waits).order_by("channel")
    rows = found.values_list("channel", "failing_since")
    return [Trouble(NAMES.get(channel, channel), since) for channel, since in rows]


def _waiting(now: datetime) -> QuerySet[Message]:
    """What a service has not taken yet; not what is planned for later, or waits for somebody's quiet hours to end."""
    tried = Q(step__gt=0) | Q(why__startswith=WAITS) | Q(next_at__lte=now)
    return Message.objects.filter(Q(state=Message.SENDING) | Q(state=Message.DUE) & tried)


def late(now: datetime) -> datetime | None:
    """When the longest overdue message should have been tried, where that was five minutes ago or more. A sender that
    stopped while it held one is late with it from the end of its lease."""
    due = Q(state=Message.DUE, next_at__lte=now - LATE)
    stuck = Q(state=Message.SENDING, leased_until__lte=now - LATE)
    when = Case(When(state=Message.DUE, then="next_at"), default="leased_until")
    return Message.objects.filter(due | stuck).aggregate(first=Min(when))["first"]
