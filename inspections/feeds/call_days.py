"""The usual call days as a calendar feed: an estimate, and it says so in every entry. No school, no name. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

TITLE = "A usual day (our estimate)"
CAVEAT = (
    "Routine full inspections are usually notified on these days. Other visits can be notified on any day. "
    "This is our estimate and not Ofsted’s."
)


def call_days_feed(now: datetime, days: Iterable[date]) -> bytes:
    from icalendar import Calendar, Event  # here: eight MiB of every process that loads it

    calendar = Calendar()
    calendar.add("prodid", "-//Caversham Covenant//Usual days//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Usual days")
    calendar.add("x-wr-caldesc", CAVEAT)
    for day in days:
        event = Event()
        event.add("uid", f"usual-{day:%Y%m%d}@covenant.invalid")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("summary", TITLE)
        event.add("description", CAVEAT)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
