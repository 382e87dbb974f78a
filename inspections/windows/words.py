"""A window in words a worried head reads once. It says that an inspection is late only of a school that replaced
another, where every date there is has passed. Pure."""

from __future__ import annotations

from datetime import date

ESTIMATE = "This is our best estimate, not an Ofsted date."


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def usual_words(due: date | None, usual_from: date | None) -> str:
    if due is None:
        return ""
    if usual_from is not None:
        return f"So the usual time is between {day_in_words(usual_from)} and {day_in_words(due)}."
    return f"So the usual date is by {day_in_words(due)}."


def status_words(opens: date | None, due: date | None, on: date, *, any_day: bool, all_passed: bool = False) -> str:
    """Where the school stands today."""
    if opens is None:
        return "We cannot tell when its window opens."
    if opens > on:
        return f"The window opens on {day_in_words(opens)}."
    if any_day:
        return "The window is open, and a visit could be notified on any day."
    if all_passed:
        return "Every date that we can work out has passed: it could be any day it is open."
    if due is not None and due < on:
        return "The usual date has passed without a visit, so the call could be any Monday in term."
    return "The window is open: the call could be any Monday in term."


def limit_words(limit: date | None, on: date) -> str:
    if limit is None:
        return ""
    if limit < on:
        return f"The law's last date was {day_in_words(limit)}, so the register may be behind."
    return f"The law's last date is {day_in_words(limit)}."


def by_hand_words(is_open: bool, since: date, *, any_day: bool = False) -> str:
    if is_open and any_day:
        return f"Opened by hand from {day_in_words(since)}: a visit could be notified on any day."
    if is_open:
        return f"Opened by hand from {day_in_words(since)}: the call could be any Monday in term."
    return f"Closed by hand from {day_in_words(since)}."
