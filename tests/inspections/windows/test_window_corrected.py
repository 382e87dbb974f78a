"""What the register does not tell, kinds that were never exempt, and nothing earlier than the school's own opening."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.windows.history import Facts, Kind, Past
from inspections.windows.seed import RULES
from inspections.windows.window import rules_in_force, window
from tests.inspections.windows.past import JAN_2026, MAY_2023, SCHOOL, TODAY, card, found, graded, ungraded

# No grade, no rule that needs one

OUTSTANDING = "Outstanding"
UNGRADED_AT_ALL = [
    [card(JAN_2026, grades={})],
    [card(JAN_2026, grades={"Inclusion": "NULL", "Post-16": "Not applicable"})],
    [graded(MAY_2023, "")],
    [graded(MAY_2023, "NULL")],
    [graded(MAY_2023, "9")],
    [graded(MAY_2023, "Insufficient evidence")],
    [graded(date(2024, 11, 5), "Not judged")],
    [graded(date(2024, 11, 5), "Not judged", grades={"Quality of education": "Not judged"})],
    [graded(date(2013, 5, 1), "")],
    [ungraded(MAY_2023, "")],
    [ungraded(MAY_2023, "NULL")],
    [ungraded(MAY_2023, "nonsense")],
    # the one before was good, and of the latest nobody knows
    [graded(date(2019, 3, 1)), ungraded(MAY_2023, "")],
    [graded(MAY_2023), card(JAN_2026, grades={})],
    [graded(date(2019, 3, 1), OUTSTANDING), graded(MAY_2023, "")],
]


@pytest.mark.parametrize("history", UNGRADED_AT_ALL)
def test_without_a_grade_we_cannot_tell(history):
    window_found = found(*history)
    assert (window_found.rule, window_found.opens_on, window_found.due_on, window_found.limit_on) == (
        "W13",
        None,
        None,
        None,
    )
    assert window_found.confidence == "none"
    assert not window_found.is_open(date(2040, 1, 1))
    assert not window_found.quiet_weeks  # it may be monitored
    assert "We cannot tell when its window opens." in window_found.sentence


@pytest.mark.parametrize(
    ("rule", "history"),
    [
        ("W1", [Past(Kind.FULL, JAN_2026, is_graded=True)]),
        ("W2", [Past(Kind.GRADED, MAY_2023, is_graded=True)]),
        ("W9", [card(JAN_2026, grades={}, concern="RSI")]),
        ("W9", [card(JAN_2026, grades={}, safeguarding="Not met")]),
        ("W6", [graded(MAY_2023, "", concern="SM")]),
        ("W6", [graded(MAY_2023, "", safeguarding="No")]),
        ("W5", [graded(MAY_2023, "", grades={"Quality of education": "3"})]),
        ("W5", [graded(MAY_2023, "Satisfactory")]),
        ("W2", [graded(MAY_2023, "", grades={"Quality of education": "2"})]),
        ("W2", [ungraded(MAY_2023, "School remains Outstanding")]),
    ],
)
def test_what_is_there_is_enough_for_the_rule_that_needs_no_more(rule, history):
    assert found(*history).rule == rule


def test_a_predecessor_without_a_grade_hands_on_no_date():
    converter = Facts(opened_on=date(2025, 9, 1), predecessors=1)
    window_found = found(graded(MAY_2023, "", of_predecessor=True), school=converter)
    assert (window_found.rule, window_found.due_on, window_found.confidence) == ("W13", None, "none")
    assert window_found.sentence.startswith("The school it replaced was last inspected on 10 May 2023.")


# Kinds that were never exempt


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("Community school", "W4"),
        ("Academy converter", "W4"),
        ("City technology college", "W4"),
        ("Free schools", "W4"),
        ("", "W4"),
        ("Community special school", "W3"),
        ("Foundation special school", "W3"),
        ("Non-maintained special school", "W3"),
        ("Academy special converter", "W3"),
        ("Free schools special", "W3"),
        ("Pupil referral unit", "W3"),
        ("Academy alternative provision converter", "W3"),
        ("Free schools alternative provision", "W3"),
        ("Local authority nursery school", "W3"),
    ],
)
def test_w4_is_for_kinds_that_were_once_exempt(kind, rule):
    assert found(graded(date(2016, 5, 4), OUTSTANDING), school=replace(SCHOOL, kind=kind)).rule == rule


def test_the_kinds_a_rule_is_not_for_are_the_rows():
    rows = [replace(rule, not_for="Community") if rule.code == "W4" else rule for rule in RULES]
    school = replace(SCHOOL, kind="Community school")
    window_found = window([graded(date(2016, 5, 4), "1")], school, rules_in_force(rows, TODAY), on=TODAY)
    assert window_found is not None
    assert window_found.rule == "W3"


# Nothing earlier than the school's own opening


@pytest.mark.parametrize(
    ("opened_on", "past", "opens", "due", "limit"),
    [
        # exempt in 2014: 2022 was never its last date
        (date(2024, 6, 1), graded(date(2014, 11, 19), "1"), date(2024, 6, 1), date(2024, 6, 1), date(2025, 8, 1)),
        (date(2024, 1, 1), graded(date(2016, 7, 7), "1"), date(2024, 1, 1), date(2024, 1, 1), date(2025, 8, 1)),
        (date(2025, 9, 1), graded(date(2016, 7, 7), "1"), date(2025, 9, 1), date(2025, 9, 1), None),
        (date(2024, 9, 1), graded(date(2012, 7, 7)), date(2024, 9, 1), date(2024, 9, 1), None),
        (date(2023, 9, 1), graded(date(2014, 11, 19)), date(2023, 9, 1), date(2023, 9, 1), None),
        (date(2024, 9, 1), graded(date(2018, 3, 6)), date(2024, 9, 1), date(2024, 9, 1), date(2025, 7, 31)),
        (date(2024, 9, 1), graded(date(2019, 11, 5)), date(2024, 9, 1), date(2024, 9, 1), date(2027, 7, 31)),
        (date(2023, 9, 1), graded(date(2019, 11, 5)), date(2023, 9, 1), date(2024, 7, 31), date(2027, 7, 31)),
    ],
)
def test_w11_nothing_is_earlier_than_its_own_opening(opened_on, past, opens, due, limit):
    window_found = found(replace(past, of_predecessor=True), school=Facts(opened_on=opened_on, predecessors=1))
    assert (window_found.rule, window_found.opens_on, window_found.due_on, window_found.limit_on) == (
        "W11",
        opens,
        due,
        limit,
    )
    assert window_found.confidence == "low"


def test_w11_a_special_school_hands_no_exemption_on():
    converter = Facts(opened_on=date(2022, 9, 1), predecessors=1, kind="Academy special converter")
    assert found(graded(date(2016, 7, 7), "1", of_predecessor=True), school=converter).limit_on == date(2023, 7, 31)


ANY_DAY = "Every date that we can work out has passed: it could be any day it is open."


@pytest.mark.parametrize(
    ("on", "says"),
    [(date(2026, 11, 22), False), (date(2027, 6, 1), False), (date(2027, 6, 2), True), (date(2029, 1, 8), True)],
)
def test_w11_where_every_date_has_passed_it_is_any_day(on, says):
    """By the exempt predecessor until August 2025, by its own third year until June 2027."""
    window_found = found(
        graded(date(2014, 11, 19), "1", of_predecessor=True),
        school=Facts(opened_on=date(2024, 6, 1), predecessors=1),
        on=on,
    )
    assert (ANY_DAY in window_found.sentence) is says
    assert window_found.confidence == "low"


def test_no_other_rule_ever_says_overdue():
    assert "overdue" not in found(graded(date(2013, 5, 1))).sentence
