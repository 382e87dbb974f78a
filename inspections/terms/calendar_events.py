"""The entries of a calendar file (.ics), each time that they take place, as days in London. Pure.

icalendar reads the file and recurring-ical-events works out what repeats, was revised or taken out. An entry that they
cannot read is left out by name; nothing that they raise goes on.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from inspections.terms.lines import LONGEST, YEARS, Found
from inspections.terms.titles import Says, says

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
NOON, LAST_MINUTE = time(12), time(23, 59)
SPAN = (YEARS[0], 1, 1), (YEARS[-1] + 1, 1, 1)
REPEATING, OCCURRENCES = 300, 10_000
NUMBER = "X-COVENANT-NUMBER"  # ours: where in the file an entry stands
DATES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
REPEATS = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
# What the libraries have been seen to raise of files that are not as they expect.
FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError, OSError)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`first` to `last`: the days that it touches; `closes`: those that it takes whole, if any."""

    number: int
    title: str
    first: date
    last: date
    closes: tuple[date, date] | None

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def occurrences(text: str, found: Found) -> list[Occurrence]:
    """What is left out, and why, goes to `found`; so does what is wrong with the file as a whole."""
    text = re.sub(r"\r\n?", "\n", text)
    try:
        events = _events(text)
    except FAULTS:
        events = []
    found.events = len(events)
    if len(events) != len(re.findall(r"(?im)^BEGIN:VEVENT\s*$", text)) or "BEGIN:VCALENDAR" not in text.upper():
        found.problems.append("The calendar file is cut short, or is not a calendar.")
        return []
    groups = _groups(events, found)
    if sum(1 for group in groups if _is_unfolded(group)) > REPEATING:
        found.problems.append(f"More than {REPEATING} entries repeat: this does not look like term dates.")
        return []
    seen: list[Occurrence] = []
    for group in groups:
        seen += _of_group(group, found)
        if len(seen) > OCCURRENCES:
            found.problems.append("This calendar has too many days: they do not look like term dates.")
            break
    return seen


def _events(text: str) -> list[Any]:
    from icalendar import Calendar  # here: eight MiB of every process that loads it
    from icalendar.error import GloballyUniqueTZIDGuessed
    from icalendar.timezone import tzp

    tzp.use_default()  # it keeps the zones that a file defines, and reads the next one by them
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        calendars = Calendar.from_ical(text.encode(), multiple=True)
    events = []
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            if str(calendar.get("METHOD", "")).upper() == "CANCEL":
                event["STATUS"] = "CANCELLED"
            events.append(event)
            event[NUMBER] = str(len(events))
    return events


def _groups(events: list[Any], found: Found) -> list[list[Any]]:
    """Those that are one by their UID: an entry, and the revisions of some of its days."""
    by_uid = defaultdict(list)
    for event in events:
        if why := _fault(event):
            found.leave(why, int(event[NUMBER]), _title(event))
        else:
            by_uid[str(event.get("UID") or event[NUMBER])].append(event)
    groups = []
    for same in by_uid.values():
        revisions = [event for event in same if "RECURRENCE-ID" in event]
        whole = [event for event in same if "RECURRENCE-ID" not in event]
        newest = max((_sequence(event) for event in whole), default=0)
        # Some programs give one UID to all that they write: then each is an entry of its own.
        current = [event for event in whole if _sequence(event) == newest]
        groups += [[event] for event in current[1:]]
        groups.append([*current[:1], *revisions])
        for event in whole:
            if event not in current:
                found.leave("replaced", int(event[NUMBER]), _title(event))
    return [group for group in groups if group]


def _fault(event: Any) -> str:
    """Why it is left out before it is looked at any further, or nothing."""
    broken = " ".join(f"{name or ''} {said if name is None else ''}" for name, said in event.errors).upper()
    if any(name in broken for name in DATES):
        return "unreadable"
    try:
        start, end = event.start, event.end
        if _day(end) < _day(start) or (isinstance(start, datetime) and end < start):
            return "backwards"
        if _day(end) - _day(start) > LONGEST * DAY:
            return "long"
        return "repeats" if _repeats_oddly(event) else ""
    except FAULTS:
        return "unreadable"


def _repeats_oddly(event: Any) -> bool:
    """Within a day, by a rule that the library passes over, or by one that it would never come to the end of."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        (often,) = rule["FREQ"]
        if often not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or int(rule.get("INTERVAL", [1])[0]) < 1:
            return True
        by = {str(name).upper() for name in rule if str(name).upper().startswith("BY")}
        if by & {"BYHOUR", "BYMINUTE", "BYSECOND"} or (often in ("DAILY", "WEEKLY") and by - {"BYDAY", "BYMONTH"}):
            return True
        if _day(event.start).year < 1970:
            return True
    return "EXRULE" in event


def _of_group(group: list[Any], found: Found) -> list[Occurrence]:
    seen: list[Occurrence] = []
    try:
        unfolded = _unfolded(group)
        for event in unfolded:
            number, title = int(event[NUMBER]), _title(event)
            each = _occurrence(number, title, event.start, event.end)
            if str(event.get("STATUS", "")).upper() == "CANCELLED":
                found.leave("cancelled", number, title, each.days)
            elif each.first.year in YEARS and each.last.year in YEARS:
                seen.append(each)
            else:
                found.leave("replaced", number, title, each.days)
    except FAULTS:
        for event in group:
            found.leave("repeats", int(event[NUMBER]), _title(event))
        return []
    told = {int(event[NUMBER]) for event in unfolded}
    for event in group:
        if int(event[NUMBER]) not in told:
            found.leave("replaced", int(event[NUMBER]), _title(event))
    return seen


def _is_unfolded(group: list[Any]) -> bool:
    """What says nothing is left out however often it comes: its weeks to the end of time need no working out."""
    return any(name in event for event in group for name in REPEATS) and any(
        says(_title(event), days) is not Says.NOTHING for event in group for days in (1, LONGEST)
    )


def _unfolded(group: list[Any]) -> list[Any]:
    if not _is_unfolded(group):
        return group
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    for event in group:
        calendar.add_component(event)
    return recurring_ical_events.of(calendar).between(*SPAN)


def _occurrence(number: int, title: str, start: date, end: date) -> Occurrence:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        first, last = _day(start), max(_day(start), _day(end) - DAY)  # it ends on the morning after
        return Occurrence(number, title, first, last, (first, last))
    if end > start and start.time() == end.time() == time.min:  # whole days, in whatever zone
        first, last = start.date(), end.date() - DAY
        return Occurrence(number, title, first, last, (first, last))
    start, end = _in_london(start), _in_london(end)
    first, last = start.date(), max(start.date(), (end - timedelta(microseconds=1)).date())
    # Of several days the first counts where it begins in the morning, the last where it ends in the afternoon.
    closes = (
        first if start.time() <= NOON else first + DAY,
        end.date() if end.time() > NOON else end.date() - DAY,
    )
    is_whole = start.time() == time.min and (end.date() > first or end.time() >= LAST_MINUTE)
    takes = (first < last or is_whole) and closes[0] <= closes[1]
    return Occurrence(number, title, first, last, closes if takes else None)


def _in_london(moment: datetime) -> datetime:
    """One without a zone, or in one that nobody knows, is taken as it stands."""
    return moment.astimezone(LONDON) if moment.tzinfo else moment


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _title(event: Any) -> str:
    title = event.get("SUMMARY", "")
    return " ".join(str(title[0] if isinstance(title, list) else title).split())[:200]


def _sequence(event: Any) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        return 0
