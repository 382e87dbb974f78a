"""A person's own calendar feed: busy times under fixed, neutral titles. No names, no school, no user text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

BUSY, MOMENT, KEPT = "Busy", "Ten seconds", "Kept free"


def feed(
    now: datetime,
    busy: Iterable[tuple[str, date, date]],
    moments: Iterable[tuple[str, datetime]],
    kept: Iterable[tuple[str, date, date]],
) -> bytes:
    """`busy` are her own days, `kept` days on which somebody may want to reach her (first and last, both in it);
    `moments` are short questions to her. Each comes with an id that stays the same from fetch to fetch."""
    from icalendar import Calendar  # here: eight MiB of every process that loads it

    calendar = Calendar()
    calendar.add("prodid", "-//Caversham Covenant//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Covenant")
    for days, title in ((busy, BUSY), (kept, KEPT)):
        for uid, first, last in days:
            event = _event(uid, now, title)
            event.add("dtstart", first)
            event.add("dtend", last + timedelta(days=1))
            calendar.add_component(event)
    for uid, moment in moments:
        event = _event(uid, now, MOMENT)
        event.add("dtstart", moment.astimezone(UTC))
        event.add("dtend", moment.astimezone(UTC) + timedelta(minutes=5))
        calendar.add_component(event)
    return calendar.to_ical()


def _event(uid: str, now: datetime, title: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@covenant.invalid")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if title == BUSY else "TRANSPARENT")
    return event
