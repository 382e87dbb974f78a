"""How long the rows of this app are kept."""

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.availability import Leave
from directory.drills.models import Drill
from network.privacy.retention import CALL_OUT, CALL_OUT_ROW, PAST, Rows, passed, staying

ROWS = (
    *staying(__file__),
    Rows(model="directory.Asked", over=passed(Asked, "call_out__closed_at", CALL_OUT)),
    Rows(model="directory.CallOut", over=passed(CallOut, "closed_at", CALL_OUT_ROW)),
    Rows(model="directory.CallOutEvent", over=passed(CallOutEvent, "call_out__closed_at", CALL_OUT)),
    Rows(model="directory.Drill", over=passed(Drill, "ends_at", PAST)),
    Rows(model="directory.Leave", over=lambda now: Leave.objects.filter(ends_on__lte=PAST.before(now).date())),
)
