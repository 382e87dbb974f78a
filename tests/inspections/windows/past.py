"""Past inspections and what is found from them: for the pure tests of windows."""

from datetime import date, timedelta

from inspections.windows.history import Facts, Kind, Past
from inspections.windows.seed import RULES
from inspections.windows.window import Window, rules_in_force, window

TODAY = date(2026, 11, 22)
SCHOOL = Facts(opened_on=date(1970, 9, 1))
EXPECTED = {"Inclusion": "Strong standard", "Achievement": "Expected standard", "Post-16": "Not applicable"}
MAY_2023 = date(2023, 5, 10)
JAN_2026 = date(2026, 1, 20)


def graded(day: date, outcome: str = "2", **more) -> Past:
    return Past(Kind.GRADED, day, day + timedelta(days=40), outcome, **more)


def ungraded(day: date, outcome: str, **more) -> Past:
    return Past(Kind.UNGRADED, day, day + timedelta(days=40), outcome, **more)


def card(day: date, **more) -> Past:
    return Past(Kind.FULL, day, day + timedelta(days=50), **{"grades": EXPECTED, "safeguarding": "Met", **more})


def found(*history: Past, school: Facts = SCHOOL, on: date = TODAY, lead_months: int = 12) -> Window:
    window_found = window(history, school, rules_in_force(RULES, on), on=on, lead_months=lead_months)
    assert window_found is not None
    return window_found
