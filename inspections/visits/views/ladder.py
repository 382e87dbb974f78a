"""Something is not right: whom to tell, in which order. On the front page, the inspection's own and the call-out's."""

from uuid import UUID

from django.utils.safestring import SafeString

from inspections.visits.stages import Clock
from inspections.windows.estimates import Estimates
from network import clock
from network.dates import weekday_said
from network.parts import Parts
from network.plurals import count
from network.templatetags.reach import to_press

PARTS = Parts("inspections/visits/_ladder.html")


def ladder(
    *,
    visit: UUID,
    next_day_call: Clock,
    may_change: bool,
    senior_number: str = "",
    lead_inspector: str = "",
    estimates: Estimates | None = None,
    over: bool = False,
) -> SafeString:
    """`over`: inspectors have left, so that there is nothing to pause."""
    if senior_number:
        number = PARTS.number(number=to_press(senior_number))
    else:
        number = PARTS.write_it_down(visit=visit) if may_change else PARTS.in_the_call()
    return PARTS.ladder(
        lead_inspector=lead_inspector and f", {lead_inspector}",
        number=number,
        pause="" if over else _pause(visit, may_change, estimates),
        day=weekday_said(next_day_call.on, clock.today()),
        words=next_day_call.words,
    )


def _pause(visit: UUID, may_change: bool, estimates: Estimates | None) -> SafeString:
    return PARTS.pausing(
        ask=PARTS.may_pause(visit=visit) if may_change else PARTS.pause(),
        agreed=_agreed(estimates) if estimates else "",
    )


def _agreed(estimates: Estimates) -> SafeString:
    asked, agreed = estimates["pauses_asked"], estimates["pauses_agreed"]
    return PARTS.agreed(agreed=agreed.number, asked=count(asked.number or 0, "request"), source=agreed.source)
