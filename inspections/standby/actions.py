"""Quiet standby: on a usual call day the buddy and the reserve of heads in the window hear in the morning that today
may be a day to be within reach, and after the call hours that it is over.

One short message a person and day, whatever the number of heads, and no name in it. The message rows remember what was
said, so the look may run any number of times. Schools under monitoring (W8, W9) take no part: they may be rung on any
day, and nobody is told that theirs is a quiet one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from inspections.standby.hours import EARLIEST_WEEKDAYS, MORNING, TOO_LATE, stood_down_until
from inspections.standby.models import StandbyChoice
from inspections.visits.models import Inspection
from inspections.visits.moments import at
from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import WindowOpening
from inspections.windows.usual_days import usual_days
from inspections.windows.window import NEVER_QUIET
from network import audit, clock, guarded
from network.models import Membership, Person, Tie
from network.rules import NotAllowed, is_somebody
from network.schools.school_days import calendars_of
from outbox import actions as outbox
from outbox.models import Message

READY, OVER = "standby", "standby-over"
PAGE = "/looked-after/standby/"
LEFT = (Message.SENT, Message.DELIVERED)


def look(*, by: Person | None = None) -> int:
    """What is due at this hour of this day. Returns how many messages were written."""
    now = clock.now()
    local = clock.local(now)
    today, hour = local.date(), local.time()
    if today.weekday() not in EARLIEST_WEEKDAYS:
        return 0
    estimates = estimates_in_force()
    over = estimates.hour("call_hours_to")
    if MORNING <= hour < TOO_LATE and hour < over:
        people = _on_standby(today, now, estimates.number("autumn_school_days"))
        return _put(READY, people, today, MORNING, over, by)
    if over <= hour < (evening := stood_down_until(over)):
        return _put(OVER, _to_stand_down(today), today, over, evening, by)
    return 0


@transaction.atomic
def choose(*, by: Person, on: bool) -> None:
    if not is_somebody(by):
        raise NotAllowed("signed in")
    if on:
        StandbyChoice.objects.filter(person=by).delete()
    else:
        StandbyChoice.objects.get_or_create(person=by)
        outbox.cancel(to=by, kind=READY, why="not wanted")
    audit.record(by=by, verb="standby.choose", what=f"person:{by.public_id}", concerns=by, on=on)


def is_on(*, person: Person) -> bool:
    return not StandbyChoice.objects.filter(person=person).exists()


def said_today(*, person: Person) -> str:
    """READY until the usual hours are over and OVER after them, on a day on which this person was asked; else ""."""
    rows = Message.objects.filter(to=person, kind__in=(READY, OVER), occurrence=clock.today().isoformat())
    said = {row.kind: row for row in rows}
    if OVER in said and still_over(said[OVER]):
        return OVER
    open_still = clock.local(clock.now()).time() < estimates_in_force().hour("call_hours_to")
    return READY if READY in said and open_still and still_ready(said[READY]) else ""


def still_ready(message: Message) -> bool:
    """It is still that day, nobody has switched it off, and somebody is still stood by."""
    return message.occurrence == clock.today().isoformat() and is_on(person=message.to) and _stands_by(message.to_id)


def still_over(message: Message) -> bool:
    """Nothing came: whoever was called today is told by her own page, not that the day is over."""
    today = clock.today()
    return message.occurrence == today.isoformat() and bool(_to_stand_down(today, to=message.to_id))


def export(*, person: Person) -> dict[str, Any]:
    return {"quiet standby": "on" if is_on(person=person) else "off"}


def person_erased(*, person: Person, by: Person) -> None:
    StandbyChoice.objects.filter(person=person).delete()


def _put(kind: str, people: list[Person], today: date, first: time, last: time, by: Person | None) -> int:
    def put(some: Sequence[Person]) -> int:
        wanted = [
            outbox.Wanted(
                to=person,
                kind=kind,
                occurrence=today.isoformat(),
                due_at=at(today, first),
                useful_until=at(today, last),
                about=f"standby:{person.pk}",
                path=PAGE,
            )
            for person in some
        ]
        return outbox.put_many(wanted=wanted, by=by)

    return sum(guarded.together(people, put))


def _on_standby(today: date, now: datetime, autumn_days: int) -> list[Person]:
    heads = _heads_who_may_be_called(today, now, autumn_days)
    ties = Tie.objects.live(now).filter(head__in=heads, kind__in=[Tie.BUDDY, Tie.RESERVE], person__is_active=True)
    off = StandbyChoice.objects.values("person")
    return list({tie.person_id: tie.person for tie in ties.exclude(person__in=off).select_related("person")}.values())


def _heads_who_may_be_called(today: date, now: datetime, autumn_days: int) -> set[int]:
    """In the window, not called yet, at a school whose calendar makes this a usual call day."""
    monitored = WindowOpening.objects.in_force().filter(reason=WindowOpening.MONITORED).values("school")
    posts = (
        Membership.objects.live(now)
        .heads()
        .filter(school__in_window=True, person__is_active=True, person__joined_at__isnull=False)
        .exclude(school__window_rule__in=NEVER_QUIET)
        .exclude(school__in=monitored)
        .exclude(school__in=Inspection.objects.open().values("school"))
    )
    schools: dict[tuple[int, int], set[int]] = defaultdict(set)
    for head, school, authority in posts.values_list("person_id", "school_id", "school__authority_id"):
        schools[school, authority].add(head)
    if not schools:
        return set()
    calendars, found = calendars_of(schools), set()
    for (school, _), heads in schools.items():
        if usual_days(calendars[school], today, today, autumn_days):
            found |= heads
    return found


def _to_stand_down(today: date, **who: int) -> list[Person]:
    """Who heard in the morning, and for none of whose heads a call has come today."""
    heard = Message.objects.filter(kind=READY, occurrence=today.isoformat(), state__in=LEFT, to__is_active=True, **who)
    since = at(today, time(0))
    called = Inspection.objects.open().filter(called_at__gte=since).values("head")
    busy = Tie.objects.live().filter(head__in=called, kind__in=[Tie.BUDDY, Tie.RESERVE]).values("person")
    people = heard.exclude(to__in=busy).exclude(to__in=StandbyChoice.objects.values("person"))
    return list({row.to_id: row.to for row in people.select_related("to")}.values())


def _stands_by(person: int) -> bool:
    return Tie.objects.live().filter(person=person, kind__in=[Tie.BUDDY, Tie.RESERVE]).exists()
