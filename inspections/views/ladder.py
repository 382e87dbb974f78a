"""Something is not right: whom to tell, in which order. On the front page, the inspection's own and the call-out's."""

from uuid import UUID

from django.utils.safestring import SafeString

from inspections.estimates import Estimates
from inspections.moments import weekday_and_day
from inspections.stages import Clock
from network.parts import Parts

PARTS = Parts("inspections/_ladder.html")


def ladder(
    *,
    visit: UUID,
    next_day_call: Clock,
    may_change: bool,
    senior_number: str = "",
    lead_inspector: str = "",
    estimates: Estimates | None = None,
) -> SafeString:
    if senior_number:
        number = PARTS.number(number=senior_number)
    else:
        number = PARTS.write_it_down(visit=visit) if may_change else PARTS.in_the_call()
    return PARTS.ladder(
        lead_inspector=lead_inspector and f", {lead_inspector}",
        number=number,
        pause=PARTS.may_pause(visit=visit) if may_change else PARTS.pause(),
        agreed=_agreed(estimates) if estimates else "",
        day=weekday_and_day(next_day_call.on),
        words=next_day_call.words,
    )


def _agreed(estimates: Estimates) -> SafeString:
    asked, agreed = estimates["pauses_asked"], estimates["pauses_agreed"]
    if asked.number == agreed.number:
        return PARTS.all_agreed(asked=asked.number, source=agreed.source)
    return PARTS.some_agreed(agreed=agreed.number, asked=asked.number, source=agreed.source)
