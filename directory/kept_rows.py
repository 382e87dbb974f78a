"""How long the rows of this app are kept."""

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.availability import Leave
from directory.drills.models import Drill
from network.kept_rows import CONFIG, PERSON
from network.privacy.retention import CALL_OUT, CALL_OUT_ROW, PAST, Rows

LISTING = "one a colleague: " + PERSON


ROWS = (
    Rows(model="directory.Asked", over=lambda now: Asked.objects.filter(call_out__closed_at__lte=CALL_OUT.before(now))),
    Rows(model="directory.CallOut", over=lambda now: CallOut.objects.filter(closed_at__lte=CALL_OUT_ROW.before(now))),
    Rows(
        model="directory.CallOutEvent",
        over=lambda now: CallOutEvent.objects.filter(call_out__closed_at__lte=CALL_OUT.before(now)),
    ),
    Rows(model="directory.DirectorySettings", stays=CONFIG),
    Rows(model="directory.Drill", over=lambda now: Drill.objects.filter(ends_at__lte=PAST.before(now))),
    Rows(model="directory.DrillAsked", stays="with its drill"),
    Rows(model="directory.Leave", over=lambda now: Leave.objects.filter(ends_on__lte=PAST.before(now).date())),
    Rows(model="directory.Listing", stays=LISTING),
    Rows(model="directory.MustNotAdvise", stays=LISTING),
    Rows(model="directory.WeekDay", stays=LISTING),
)
