from datetime import date

import pytest

from inspections.terms.lines import CLOSURE, TERM, Line
from inspections.terms.questions import asked_about


def asked(*days, what=CLOSURE, name="INSET day"):
    return asked_about([Line(date.fromisoformat(days[0]), date.fromisoformat(days[-1]), what, name)])


@pytest.mark.parametrize(
    ("days", "name", "question"),
    [
        (["2026-11-23"], "INSET day", "On Monday 23 November 2026, a call is usual. Are pupils really out?"),
        (["2027-05-04"], "INSET day", "On Tuesday 4 May 2027, a call is usual. Are pupils really out?"),
        (["2026-11-23"], "Holiday", "On Monday 23 November 2026, a call is usual. Are pupils really out?"),
        (["2026-11-23", "2026-12-04"], "Closed", "On Monday 23 November 2026, and on 1 day more, a call is usual."),
        (["2026-07-22", "2026-12-20"], "Holiday", "It lasts 152 days."),
    ],
)
def test_what_makes_a_usual_call_day_quiet_is_asked_about(days, name, question):
    ((said, *others),) = asked(*days, name=name).values()
    assert said.startswith(question)
    assert not others


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (["2026-11-24"], "INSET day"),  # a Tuesday
        (["2027-05-03"], "Bank holiday"),  # the call comes on the Tuesday
        (["2026-10-26", "2026-10-30"], "October half term"),
        (["2026-12-21", "2027-01-03"], "Christmas holidays"),
    ],
)
def test_another_day_and_a_holiday_of_a_week_are_not(days, name):
    assert asked(*days, name=name) == {}


def test_a_training_day_inside_a_holiday_is_not_asked_about():
    half = Line(date(2026, 10, 17), date(2026, 11, 1), CLOSURE, "School Holiday")
    inside = Line(date(2026, 10, 19), date(2026, 10, 19), CLOSURE, "INSET Day (school closed)")
    outside = Line(date(2026, 11, 2), date(2026, 11, 2), CLOSURE, "INSET Day (school closed)")
    assert list(asked_about([half, inside, outside])) == [outside]


@pytest.mark.parametrize(
    ("days", "name", "questions"),
    [
        (["2026-01-04", "2026-03-25"], "Spring", ["It begins on a Sunday."]),
        (["2026-01-03", "2026-03-28"], "Spring", ["It begins on a Saturday.", "It ends on a Saturday."]),
        (["2026-09-01", "2027-07-21"], "2026/27", ["It lasts 324 days."]),
        (["2026-10-19", "2026-11-06"], "Half term", ["It lasts 19 days: is it the term, or the holiday?"]),
    ],
)
def test_a_term_that_can_hardly_be_one_is_asked_about(days, name, questions):
    assert list(asked(*days, what=TERM, name=name).values()) == [questions]
    assert asked("2026-09-01", "2026-12-18", what=TERM, name="Autumn") == {}


def test_of_two_terms_that_overlap_both_are_asked_about():
    autumn = Line(date(2026, 9, 1), date(2026, 12, 18), TERM, "Autumn")
    spring = Line(date(2026, 12, 18), date(2027, 3, 25), TERM, "Spring")
    inset = Line(date(2026, 12, 18), date(2026, 12, 18), CLOSURE, "INSET day")
    assert asked_about([autumn, spring, inset]) == {
        autumn: ["It overlaps with Spring."],
        spring: ["It overlaps with Autumn."],
    }
