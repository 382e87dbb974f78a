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


def troubles(now: datetime, *more: QuerySet) -> list[Trouble]:
    """In one query; `more` are pairs of a word for machines and a moment, read along with it. Nothing here tells more
    than that a service, or sending as a whole, does not go on."""
    swept = Sweep.objects.filter(name__in=SWEEPS).values_list("name", "at")
    held = Hold.objects.filter(released_at__isnull=True).values_list(Value("on-hold"), "since")
    rows = swept.union(held, _services(now), _late(now), *more)
    stands: dict[str, datetime | None] = {
        NAMES.get(what, what): since for what, since in rows if since or what not in FIRST_OF
    }
    for name, said in WORDS.items():
        if is_stale(stands.get(name), now):
            stands[said] = stands.get(name)
    return [Trouble(what, stands[what]) for what in ORDER if what in stands]


WORDS = {"sweep": "no-sweep", "urgent": "no-urgent-sweep"}
FIRST_OF = ("late", "tasks")  # see `first`
ORDER = ("on-hold", *NAMES.values(), *WORDS.values(), *FIRST_OF)


def is_stale(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at > STALE


def _services(now: datetime) -> QuerySet:
    """Each service that is held, or has taken nothing for five minutes though it was asked: while something waits for
    it, and for an hour after it failed last. Only the next message tells whether it is well again, and in a quiet week
    there may be none for days."""
    wrong = Q(held_since__isnull=False) | Q(failing_since__lte=now - LATE)
    since = now - RECENTLY
    lately = Q(last_failed_at__gt=since) | Q(last_failed_at=None, failing_since__gt=since)
    waits = Exists(_waiting(now).filter(channel=OuterRef("channel")))
    return ServiceState.objects.filter(wrong, lately | waits).order_by().values_list("channel", "failing_since")


def _waiting(now: datetime) -> QuerySet[Message]:
    """What a service has not taken yet; not what is planned for later, or waits for somebody's quiet hours to end."""
    tried = Q(step__gt=0) | Q(why__startswith=WAITS) | Q(next_at__lte=now)
    return Message.objects.filter(Q(state=Message.SENDING) | Q(state=Message.DUE) & tried)


def _late(now: datetime) -> QuerySet:
    """When the longest overdue message should have been tried, where that was five minutes ago or more. A sender that
    stopped while it held one is late with it from the end of its lease."""
    due = Q(state=Message.DUE, next_at__lte=now - LATE)
    stuck = Q(state=Message.SENDING, leased_until__lte=now - LATE)
    when = Case(When(state=Message.DUE, then="next_at"), default="leased_until")
    return first(Message.objects.filter(due | stuck).order_by(), "late", when)


def first(rows: QuerySet, what: str, when: Case | str) -> QuerySet:
    """One pair: the word, and the first moment of these rows; None where there are none."""
    return rows.annotate(what=Value(what)).values("what").annotate(since=Min(when)).values_list("what", "since")
