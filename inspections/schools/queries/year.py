"""The year of windows of the network, in a fixed number of queries. For officers and administrators."""

from django.db.models import Count, QuerySet

from inspections.schools import year as picture
from inspections.schools.queries.table import Filters, filtered
from inspections.windows.models.windows import SchoolWindow
from network import clock
from network.schools.calendar import school_year
from network.schools.call_days import call_weeks
from network.schools.school_days import calendars_of


def year(schools: QuerySet[SchoolWindow], authorities: list[int], autumn_days: int) -> picture.Year:
    """Of the running school year, without the windows of which the register seems to be behind."""
    today = clock.today()
    span = school_year(today)
    mondays = picture.mondays_of(span.first, span.last)
    rows = filtered(schools, Filters(authorities=authorities, behind=False)).filter(window_opens_on__lte=span.last)
    opens = dict(rows.order_by().values_list("window_opens_on").annotate(Count("pk")))
    usual, known = set(), set()
    for calendar in calendars_of([(-key, key) for key in authorities]).values():
        terms, closures, holidays = calendar.terms, calendar.closures, calendar.holidays
        weeks = call_weeks(
            mondays[0], span.last, terms=terms, closures=closures, extra_holidays=holidays, autumn_days=autumn_days
        )
        usual |= {week.monday for week in weeks if week.call_day}
        known |= {week.monday for week in weeks if week.is_known}
    return picture.year(opens, mondays, usual, known, today)
