"""The days of the story: school terms of the Hampshire kind, and when somebody may be written to. Written apart from
the product's own calendar, so that the two can disagree."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from network.schools.calendar import bank_holidays

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
TERMS = (  # of 2026/27, half-terms cut out; those of 2027/28 nobody has typed in
    (date(2026, 9, 1), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
    (date(2027, 2, 22), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 5, 28)),
    (date(2027, 6, 7), date(2027, 7, 21)),
)
CHANGE_NIGHTS = (date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))


def london(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


def is_holiday(day: date) -> bool:
    """A bank holiday, or between two terms that were typed in."""
    if day in bank_holidays():
        return True
    return TERMS[0][0] <= day <= TERMS[-1][1] and not any(first <= day <= last for first, last in TERMS)


def is_school_day(day: date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def may_be_nudged(person, moment: datetime, *, bank_alone: bool = False) -> bool:
    """By what the person chose. `bank_alone`: of somebody who belongs to no school."""
    local = moment.astimezone(LONDON)
    day, hour = local.date(), local.time()
    if person.quiet_weekends and day.weekday() >= 5:
        return False
    if person.quiet_holidays and (day in bank_holidays() if bank_alone else is_holiday(day)):
        return False
    starts, ends = person.quiet_from, person.quiet_until
    if starts == ends:
        return True
    return not (starts <= hour < ends) if starts < ends else ends <= hour < starts


def mondays_in_term(first: date, last: date) -> list[date]:
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() == 0 and (is_school_day(day) or day > TERMS[-1][1])]
