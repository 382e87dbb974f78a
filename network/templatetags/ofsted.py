from datetime import date
from typing import Any

from django import template

from network import clock
from network.schools import ofsted_line
from network.schools.school_days import extra_holidays

register = template.Library()


@register.inclusion_tag("network/_ofsted_number.html")
def ofsted_number(holidays: frozenset[date] | None = None) -> dict[str, Any]:
    """Ofsted's general number with its hours, and when it opens while it is closed. One query, unless the page knows
    the holidays already."""
    return {
        "number": ofsted_line.NUMBER,
        "tel": ofsted_line.TEL,
        "hours": ofsted_line.HOURS,
        "opens_at": ofsted_line.opens_at(clock.now(), extra_holidays() if holidays is None else holidays),
    }
