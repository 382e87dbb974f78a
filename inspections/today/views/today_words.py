"""What the front page says where it depends: which words, and which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from inspections.today.queries.front import Row
from inspections.today.views.today_seen import Seen
from network import clock
from network.dates import WEEKDAYS, day_said, weekday_said


def greeting(now: datetime) -> str:
    hour = clock.local(now).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def missing(me: Row) -> str:
    return "; the phone is missing" if me["has_email"] else "; the address is missing" if me["has_phone"] else ""


def tells(seen: Seen) -> str:
    if seen.suggested and not seen.buddy:
        asked = seen.suggested["other_name"]
        return f"Next page: one press asks {asked}, without your name, to ring a head today, and sets out the days."
    if not seen.buddy:
        return (
            "Next page: one press sets out the next few days, and shows who can be asked to ring you: "
            "you have no buddy yet."
        )
    and_reserve = " and your reserve" if seen.reserve else ""
    return f"Next page: one press tells {seen.buddy['first_name']}{and_reserve}, and sets out the next few days."


def asks(questions: list[Row]) -> str:
    """What is asked of her as somebody's buddy or reserve; the page behind it names each."""
    if len(questions) > 1:
        return f"{len(questions)} questions wait for your yes or no"
    [one] = questions
    what = "stand by" if one["role"] == "buddy" else "be the reserve for"
    return f"Will you {what} {one['other_name']}?"


def next_check_in(seen: Seen) -> str:
    if due_at := seen.front.me["next_check_in_at"]:
        only = f" Only {seen.buddy['first_name']} sees what you say." if seen.buddy else ""
        then = clock.local(due_at)
        day = weekday_said(then.date(), seen.today)
        return f"{day} at {then.hour}.{then:%M}. It takes ten seconds.{only}"
    if seen.buddy:
        return "None is planned in the next five weeks."
    return "They begin when you have a buddy, or when the call comes."


def next_call_days(seen: Seen) -> Iterator[str]:
    """The next usual call day of each school in words, with its name where she leads two. A day that has passed is not
    said: the hourly look puts the next."""
    several = len(seen.front.posts) > 1
    for post in seen.windows:
        day = post["next_call_day_on"]
        if day and day >= seen.today:
            yield f"{post['school_name']}: {_usually(day, seen.today)}" if several else _usually(day, seen.today)


def _usually(day: date, today: date) -> str:
    if day == today:
        return f"Today is a usual day, {weekday_said(day, today)}"
    return f"Usually on a {WEEKDAYS[day.weekday()]}: next, {day_said(day, today)}"


def from_to(first: date, last: date) -> str:
    today = clock.today()
    return day_said(first, today) if first == last else f"{day_said(first, today)} to {day_said(last, today)}"


def hour(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local.hour:02}.{local.minute:02}"
