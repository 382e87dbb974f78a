"""Calendar files: the plan of one inspection, somebody's own feed, and the usual call days. Fixed, neutral titles; no
names, no school, no user text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

SITE, DUE = "On site", "Last day: look at your page"
BUSY, MOMENT, KEPT = "Busy", "Ten seconds", "Kept free"
USUAL = "A usual day (our estimate)"
CAVEAT = (
    "Routine full inspections are usually notified on these days. Other visits can be notified on any day. "
    "This is our estimate and not Ofsted’s."
)
FREE, TAKEN = {"transp": "TRANSPARENT"}, {"transp": "OPAQUE"}
PRIVATE = {"class": "PRIVATE"}


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
    last_days = {day: code for code, day in sorted(due, reverse=True)}
    events = [_days(f"site-{number}@{uid}", made_at, SITE, day, day, FREE) for number, day in enumerate(site, start=1)]
    events += [_moment(f"ask-{question}@{uid}", made_at, MOMENT, moment, {}) for question, moment in questions]
    events += [_days(f"due-{code}@{uid}", made_at, DUE, day, day, FREE) for day, code in last_days.items()]
    return _file("Plan", events)


def feed(
    now: datetime,
    busy: Iterable[tuple[str, date, date]],
    moments: Iterable[tuple[str, datetime]],
    kept: Iterable[tuple[str, date, date]],
) -> bytes:
    """`busy` are her own days, `kept` days on which somebody may want to reach her (first and last, both in it);
    `moments` are short questions to her. Each comes with an id that stays the same from fetch to fetch."""
    events = [_days(_ours(uid), now, BUSY, first, last, PRIVATE | TAKEN) for uid, first, last in busy]
    events += [_days(_ours(uid), now, KEPT, first, last, PRIVATE | FREE) for uid, first, last in kept]
    events += [_moment(_ours(uid), now, MOMENT, moment, PRIVATE | FREE) for uid, moment in moments]
    return _file("Calendar", events, {"x-wr-calname": "Covenant"})


def call_days_feed(now: datetime, days: Iterable[date]) -> bytes:
    """It says in every entry that it is an estimate."""
    more = PRIVATE | FREE | {"description": CAVEAT}
    events = [_days(_ours(f"usual-{day:%Y%m%d}"), now, USUAL, day, day, more) for day in days]
    return _file("Usual days", events, {"x-wr-calname": "Usual days", "x-wr-caldesc": CAVEAT})


def _ours(uid: str) -> str:
    return f"{uid}@covenant.invalid"


def _file(name: str, events: Iterable[Event], more: dict[str, str] | None = None) -> bytes:
    from icalendar import Calendar  # here: eight MiB of every process that loads it

    calendar = Calendar()
    about = {"prodid": f"-//Caversham Covenant//{name}//EN", "version": "2.0", "method": "PUBLISH"}
    for key, value in (about | (more or {})).items():
        calendar.add(key, value)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _days(uid: str, made_at: datetime, title: str, first: date, last: date, more: dict[str, str]) -> Event:
    """From the first to the last, both in it."""
    return _event(uid, made_at, title, first, last + timedelta(days=1), more)


def _moment(uid: str, made_at: datetime, title: str, moment: datetime, more: dict[str, str]) -> Event:
    start = moment.astimezone(UTC)
    return _event(uid, made_at, title, start, start + timedelta(minutes=5), more)


def _event(uid: str, made_at: datetime, title: str, start: date, end: date, more: dict[str, str]) -> Event:
    from icalendar import Event

    event = Event()
    about = {"uid": uid, "dtstamp": made_at.astimezone(UTC), "summary": title, "dtstart": start, "dtend": end}
    for key, value in (about | more).items():
        event.add(key, value)
    return event
