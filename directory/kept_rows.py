"""How long the rows of this app are kept."""

from datetime import datetime

from django.db.models import QuerySet

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.availability import Leave
from directory.drills.models import Drill
from network.kept_rows import CONFIG, PERSON
from network.privacy.retention import CALL_OUT, CALL_OUT_ROW, PAST, Rows

LISTING = "one a colleague: " + PERSON


def call_outs(now: datetime) -> QuerySet:
    return CallOut.objects.filter(closed_at__lte=CALL_OUT_ROW.before(now))


def asked(now: datetime) -> QuerySet:
    return Asked.objects.filter(call_out__closed_at__lte=CALL_OUT.before(now))


def events(now: datetime) -> QuerySet:
    return CallOutEvent.objects.filter(call_out__closed_at__lte=CALL_OUT.before(now))


def drills(now: datetime) -> QuerySet:
    return Drill.objects.filter(ends_at__lte=PAST.before(now))


def leave(now: datetime) -> QuerySet:
    return Leave.objects.filter(ends_on__lte=PAST.before(now).date())


ROWS = (
    Rows(model="directory.Asked", over=asked),
    Rows(model="directory.CallOut", over=call_outs),
    Rows(model="directory.CallOutEvent", over=events),
    Rows(model="directory.DirectorySettings", stays=CONFIG),
    Rows(model="directory.Drill", over=drills),
    Rows(model="directory.DrillAsked", stays="with its drill"),
    Rows(model="directory.Leave", over=leave),
    Rows(model="directory.Listing", stays=LISTING),
    Rows(model="directory.MustNotAdvise", stays=LISTING),
    Rows(model="directory.WeekDay", stays=LISTING),
)
