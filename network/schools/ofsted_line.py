"""Ofsted's general number and its hours. Pure.

Source: gov.uk, contact Ofsted, as seen in November 2026: Monday to Friday, 8.00 to 18.00.
"""

from datetime import date, datetime, time, timedelta

from network.clock import LONDON
from network.schools.calendar import is_weekday

NUMBER, TEL = "0300 123 1231", "03001231231"
OPENS, CLOSES = time(8), time(18)
HOURS = "Monday to Friday, 8.00 to 18.00"


def opens_at(now: datetime, extra_holidays: frozenset[date] = frozenset()) -> datetime | None:
    """When the line answers again; None while it does. `now` is aware; weekends and bank holidays are closed."""
    local = now.astimezone(LONDON)
    day = local.date()
    if is_weekday(day, extra_holidays):
        if OPENS <= local.time() < CLOSES:
            return None
        if local.time() < OPENS:
            return datetime.combine(day, OPENS, LONDON)
    day += timedelta(days=1)
    while not is_weekday(day, extra_holidays):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, LONDON)
