"""Whatever Monday of 2026/27 the call comes on: every question leaves at an hour at which she can be asked, and lives
long enough to be answered. By Hampshire's term dates, for heads who chose nothing and for heads who chose otherwise."""

from datetime import date, time, timedelta

import pytest

from inspections.deadlines.deadlines import expected, usual_days
from inspections.demo.invented import TERMS
from inspections.visits.moments import LONDON, at, local_day
from inspections.visits.schedule import RULES, Facts, Phase, Visit, plan
from network.contact.quiet import Days, Hours, held_for
from network.schools.calendar import Closure, Term, bank_holidays, closures_between
from network.schools.call_days import call_days

KNOWN = [Term(first, last, name) for name, first, last in TERMS["terms"]]
CLOSURES = tuple(
    sorted([*closures_between(KNOWN), *(Closure(first, last, name) for name, first, last in TERMS["half_terms"])])
)
DAYS = call_days(date(2026, 9, 1), date(2027, 7, 21), terms=KNOWN, closures=CLOSURES)
ALL = {rule.code for rule in RULES} - {"month", "draft", "publication"}
CHOICES = [
    Hours(),
    Hours(quiet_holidays=False),
    Hours(quiet_weekends=False, quiet_holidays=False),
    Hours(time(16), time(8)),
    Hours(time(22), time(6)),
]


def of(monday, hours=CHOICES[0]):
    first, last = usual_days(monday, 2, CLOSURES)
    draft, publication = expected(last, CLOSURES)
    visit = Visit(first, last, draft_expected_on=draft, publication_expected_on=publication)
    off = Days(bank_holidays(), (CLOSURES,))
    return Facts(visit=visit, closures=CLOSURES, holidays=bank_holidays(), quiet=hours, days_off=off)


def questions(facts, monday):
    return {each.rule: each for each in plan(facts, at(monday, time(10)), timedelta(days=600))}


def test_the_call_days_of_the_year():
    assert (len(DAYS), sum(day.weekday() == 0 for day in DAYS)) == (38, 37), "and the Tuesday after a bank holiday"


@pytest.mark.parametrize("hours", CHOICES, ids=str)
@pytest.mark.parametrize("monday", DAYS, ids=str)
def test_every_question_is_asked_when_she_can_be_asked_and_lives_long_enough(monday, hours):
    facts = of(monday, hours)
    found = questions(facts, monday)
    assert found.keys() == ALL, "none is lost"
    assert len({local_day(each.send_at) for each in found.values()}) == len(found), "one a day"
    hour_of = {rule.code: rule.hour for rule in RULES}
    for code, each in found.items():
        assert held_for(hours, each.send_at, facts.days_off) is None, code
        assert each.useful_until - each.send_at >= timedelta(hours=4), code
        if each.phase is not Phase.DURING:
            assert held_for(hours, each.useful_until, facts.days_off) is None, code
        wished = at(local_day(each.send_at), hour_of[code])
        if held_for(hours, wished, facts.days_off) is None:
            assert each.send_at == wished, f"{code}: in its own hour"


def test_no_question_is_moved_that_need_not_be():
    monday = date(2026, 11, 30)
    asked = {
        code: f"{each.send_at.astimezone(LONDON):%a %d %b %H.%M}"
        for code, each in questions(of(monday), monday).items()
    }
    assert asked["day-five"] == "Mon 07 Dec 16.00"
    assert asked["evening"] == "Tue 01 Dec 17.00"
