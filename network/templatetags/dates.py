"""Dates in templates, for all of them (settings)."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import date as as_written

from network import clock
from network.dates import day_in_table, with_year

register = template.Library()


@register.filter(expects_localtime=True)
def said(value: date | datetime | None, format_: str) -> str:
    """As Django's `date`, by a format that names no year: the year stands behind the month where it is not this one."""
    if not value:
        return ""
    day = value.date() if isinstance(value, datetime) else value
    return as_written(value, with_year(format_, day, clock.today()))


@register.filter(expects_localtime=True)
def short_day(value: date | None) -> str:
    """31 Jul 2027, and nothing for None. For tables: of a page with 150 days Django's `date` took three quarters."""
    return day_in_table(value) if value else ""


@register.filter(expects_localtime=True)
def iso(value: datetime) -> str:
    """For the `datetime` of a `<time>`, whose fraction of a second html lets have three digits at most."""
    return value.isoformat(timespec="seconds")
