"""The plan of one inspection as a calendar file. Fixed, neutral titles; no names, no user text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

SITE, CHECK, DUE = "On site", "Ten seconds", "Last day: look at your page"


def plan_file(
    uid: str,
    made_at: datetime,
    site: Iterable[date],
    questions: Iterable[tuple[str, datetime]],
    due: Iterable[tuple[str, date]],
) -> bytes:
    """`questions`: each with its id and the time at which its message comes; `due`: last days, each with the code of
    its rule. Of several last days on one day one is shown. Ids say what an entry is (the
    first day on site, this question, this deadline): a calendar that imports the file again moves its entries and
    mixes none."""
    from icalendar import Calendar, Event  # here: eight MiB of every process that loads it

    calendar = Calendar()
    calendar.add("prodid", "-//Caversham Covenant//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for number, day in enumerate(site, start=1):
        calendar.add_component(_whole_day(f"site-{number}@{uid}", made_at, SITE, day))
    for question, moment in questions:
        event = Event()
        event.add("uid", f"ask-{question}@{uid}")
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("summary", CHECK)
        event.add("dtstart", moment.astimezone(UTC))
        event.add("dtend", moment.astimezone(UTC) + timedelta(minutes=5))
        calendar.add_component(event)
    for day, code in {day: code for code, day in sorted(due, reverse=True)}.items():
        calendar.add_component(_whole_day(f"due-{code}@{uid}", made_at, DUE, day))
    return calendar.to_ical()


def _whole_day(uid: str, made_at: datetime, title: str, day: date) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
