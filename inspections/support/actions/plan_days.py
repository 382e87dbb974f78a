"""On the morning of a day that stands in her support plan, something is said once: to the head, and to her buddy of
what she shares with the buddy. The message is the usual one, of any kind of news; the page has the day. Before the
result is published no message says that there is a plan, so none leaves.

Nothing is stored before its day: days that move, a new buddy, a plan that is closed or erased need no case of their
own.
"""

from __future__ import annotations

from datetime import date, timedelta

from inspections.nudges.actions import MORNING, who_stands_by
from inspections.support.actions import plan_opened
from inspections.support.models.support import PlanLine, PlanMeeting, SupportPlan
from inspections.visits.moments import at
from network import clock, guarded
from network.models import Person
from outbox import actions as outbox
from outbox.models import Message

LATE = timedelta(days=3)  # a look that was missed for longer says nothing any more
DONE = (PlanLine.KEPT, PlanLine.NOT_KEPT)


def remind(*, by: Person | None = None) -> int:
    today = clock.today()
    plans = SupportPlan.objects.filter(
        closed_at__isnull=True, head__is_active=True, inspection__published_on__lte=today
    ).select_related("head")
    return guarded.each(plans, lambda plan: outbox.put_many(wanted=_of_today(plan, today), by=by))


def _of_today(plan: SupportPlan, today: date) -> list[outbox.Wanted]:
    return [
        outbox.Wanted(
            to=person,
            kind="nudge",
            occurrence=f"plan-day:{plan.public_id}:{day:%Y%m%d}",
            due_at=at(day, MORNING),
            about=f"planday:{plan.pk}",
            path=link_to(plan=plan),
        )
        for person in [plan.head, *who_stands_by(head=plan.head)]
        for day in sorted(days(plan=plan, reader=person))
        if today - LATE < day <= today
    ]


def days(*, plan: SupportPlan, reader: Person) -> set[date]:
    """Those that are still to come about, of what this reader may see; none that had begun when it was written down."""
    lines = plan_opened.lines(PlanLine.objects.visible_to(reader).filter(plan=plan))
    meetings = plan_opened.meetings(PlanMeeting.objects.visible_to(reader).filter(plan=plan))
    found = [
        (day, line.row.days_set_at)
        for line in lines
        for day in (line.by_on, line.review_on)
        if day is not None and line.state not in DONE
    ]
    found += [(meeting.on, meeting.row.noted_at) for meeting in meetings]
    return {day for day, written_at in found if written_at < at(day, MORNING)}


def still_wanted(*, message: Message, plan: str) -> bool:
    """Asked as it goes: the day still stands there, and whoever gets it may read it and is the head or her buddy."""
    found = SupportPlan.objects.visible_to(message.to).filter(
        pk=plan, closed_at__isnull=True, inspection__published_on__lte=clock.today()
    )
    row = found.select_related("head").first()
    if row is None or message.to not in [row.head, *who_stands_by(head=row.head)]:
        return False
    return message.occurrence.rpartition(":")[2] in {f"{day:%Y%m%d}" for day in days(plan=row, reader=message.to)}


def link_to(*, plan: SupportPlan) -> str:
    """For a message: the address itself must not tell the mailbox's owner that there is a plan."""
    return f"/s/{plan.public_id}/"
