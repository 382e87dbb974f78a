"""The dates of a rule: the window's opening, the usual date and the law's last date. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from inspections.windows import seed as window_rules
from inspections.windows.seed import Rule
from network.schools.calendar import school_year


def limit_after(started_on: date, rule: Rule, rules: Mapping[str, Rule]) -> date | None:
    """31 July, so many school years after the one in which the inspection began; more for those before Covid."""
    if rule.limit_on is not None:
        return rule.limit_on
    years = rule.limit_school_years
    if years is None:
        return None
    covid = rules["W3"]
    if covid.limit_school_years and is_for(covid, started_on):
        years = max(years, covid.limit_school_years)
    end = school_year(started_on).last
    return end.replace(year=end.year + years)


def span(counted: date, rule: Rule, lead_months: int, limit: date | None, floor: date) -> tuple[date, date]:
    """When the window opens and the usual date: never past the law's last date, never before the event itself."""
    base = school_year(counted).last if rule.counts_from == window_rules.SCHOOL_YEAR else counted
    due = add_months(base, rule.usual_months or 0)
    if limit is not None:
        due = min(due, limit)
    opens = add_months(due, -lead_months)
    if rule.usual_from_months is not None:
        opens = min(opens, add_months(base, rule.usual_from_months))
    return max(opens, floor), max(due, floor)


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_for(rule: Rule, started_on: date, kind: str = "") -> bool:
    """Whether the rule is for inspections begun on that day, of a school of that kind."""
    if any(words and words in kind.casefold() for words in rule.not_for.casefold().splitlines()):
        return False
    return (rule.events_from is None or rule.events_from <= started_on) and (
        rule.events_to is None or started_on <= rule.events_to
    )
