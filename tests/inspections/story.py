"""The days these tests live in: a head of Example Junior School gets the call on Monday 30 November 2026."""

from datetime import UTC, date, datetime

from django.db.models import F

from inspections.calls.actions import inspections
from inspections.models import CheckIn
from inspections.visits.moments import LONDON
from network import clock
from network import models as m
from outbox.models import Message

MONDAY = datetime(2026, 11, 30, 9, 52, tzinfo=UTC)


def at(text):
    """A London moment, "2026-12-01 17:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def enter_window(cast, opens_on=date(2026, 9, 15)):
    m.School.objects.filter(pk=cast.school.pk).update(in_window=True, window_opens_on=opens_on)
    m.Person.objects.filter(pk=cast.head.pk).update(joined_at=at("2026-09-01 09:00"))
    set_terms(cast)


TERMS = [
    ("2026-04-13", "2026-07-21"),
    ("2026-09-01", "2026-10-23"),
    ("2026-11-02", "2026-12-18"),
    ("2027-01-04", "2027-02-12"),
    ("2027-02-22", "2027-03-25"),
    ("2027-04-12", "2027-07-21"),
]


def set_terms(cast):
    m.Term.objects.bulk_create(
        m.Term(authority=cast.authority, name="Term", starts_on=first, ends_on=last) for first, last in TERMS
    )


def call(cast, **given):
    return inspections.the_call_has_come(by=cast.head, school=cast.school, head=cast.head, **given)


def planned(**where):
    """{rule and occurrence: London time}, of what is planned."""
    return {
        f"{row.rule} {row.occurrence}".strip(): f"{row.send_at.astimezone(LONDON):%a %d %b %H.%M}"
        for row in CheckIn.objects.filter(state=CheckIn.PLANNED, **where)
    }


def waiting(kind=None):
    """(to, kind, about) of what has not left yet."""
    rows = Message.objects.filter(state=Message.DUE).order_by("pk")
    if kind:
        rows = rows.filter(kind=kind)
    return [(row.to.name.split()[0], row.kind, row.about.partition(":")[0]) for row in rows.select_related("to")]


def leave():
    """What the sender does with questions that are due by now: each leaves at its time."""
    now = clock.now()
    due = Message.objects.filter(kind="check-in", state=Message.DUE, due_at__lte=now, useful_until__gt=F("due_at"))
    return due.update(state=Message.SENT, sent_at=F("due_at"))


def wanted(message):
    from outbox import kinds

    return kinds.get(message.kind).still_wanted(message)
