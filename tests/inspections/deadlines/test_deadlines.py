from datetime import date

import pytest

from inspections.deadlines import seed as given
from inspections.deadlines.deadlines import (
    Known,
    choice_among,
    deadlines,
    expected,
    next_day_call_on,
    next_open_day,
    usual_days,
)
from inspections.deadlines.seed import RULES
from network.schools.calendar import Calendar, Closure

CHRISTMAS = Closure(date(2026, 12, 21), date(2027, 1, 1), "Christmas holiday")
EASTER_2026 = Closure(date(2026, 3, 30), date(2026, 4, 10), "Easter holiday")


def keep_to(known, closures=()):
    return {each.rule.code: each for each in deadlines(RULES, known, closures)}


# The three worked examples of the research.


def test_publication_of_a_real_inspection():
    """Inspected 24 and 25 February 2026; the school told parents to expect the report by 22 April."""
    found = keep_to(Known(date(2026, 2, 25)), (EASTER_2026,))
    assert found["publication"].keep_to == date(2026, 4, 22)


def test_draft_and_publication_over_christmas():
    found = keep_to(Known(date(2026, 12, 2)), (CHRISTMAS,))
    assert found["draft"].keep_to == date(2027, 1, 11)
    assert found["publication"].keep_to == date(2027, 1, 27)
    assert expected(date(2026, 12, 2), (CHRISTMAS,)) == (date(2027, 1, 11), date(2027, 1, 27))


def test_a_coronation_moves_what_is_expected_in_the_plan_as_on_the_page():
    coronation = frozenset({date(2027, 1, 8)})
    found = {
        each.rule.code: each.keep_to for each in deadlines(RULES, Known(date(2026, 12, 2)), (CHRISTMAS,), coronation)
    }
    both = expected(date(2026, 12, 2), (CHRISTMAS,), extra_holidays=coronation)
    assert both == (found["draft"], found["publication"]) == (date(2027, 1, 12), date(2027, 1, 28))


def test_five_days_over_christmas_run_out_in_the_holiday():
    found = keep_to(Known(date(2026, 12, 2), draft_on=date(2026, 12, 16)), (CHRISTMAS,))
    for code in ("minor-points", "complaint"):
        each = found[code]
        assert each.by_calendar[Calendar.OFSTED].earliest == date(2026, 12, 23)
        assert each.by_calendar[Calendar.STATUTORY].earliest == date(2027, 1, 6)
        assert each.keep_to == date(2026, 12, 23), "the earlier of the two"
        assert each.differs
        assert each.holiday is not None
        assert each.holiday.name == "Christmas holiday"


def test_five_days_in_term_are_the_same_in_both():
    each = keep_to(Known(date(2026, 11, 3), draft_on=date(2026, 11, 27)), (CHRISTMAS,))["complaint"]
    assert (each.keep_to, each.differs, each.holiday) == (date(2026, 12, 4), False, None)


def test_what_is_expected_takes_the_later_reading_and_what_is_hers_the_earlier():
    half_term = Closure(date(2027, 2, 15), date(2027, 2, 19), "Half-term")
    found = keep_to(Known(date(2027, 2, 3), draft_on=date(2027, 2, 11)), (half_term,))
    expecting = keep_to(Known(date(2027, 2, 3)), (half_term,))
    assert expecting["draft"].keep_to == date(2027, 3, 8)
    assert found["complaint"].keep_to == date(2027, 2, 18)
    assert found["complaint"].holiday == Closure(date(2027, 2, 13), date(2027, 2, 21), "Half-term")


def test_before_the_draft_its_deadlines_count_from_the_estimate_and_say_so():
    each = keep_to(Known(date(2026, 12, 2)), (CHRISTMAS,))["complaint"]
    assert each.from_estimate
    assert each.is_estimate
    assert each.keep_to == date(2027, 1, 18)


def test_a_typed_day_wins():
    found = keep_to(Known(date(2026, 12, 2), draft_on=date(2027, 1, 6), published_on=date(2027, 2, 1)), (CHRISTMAS,))
    assert not found["complaint"].from_estimate
    assert found["complaint"].keep_to == date(2027, 1, 13)
    assert found["statement-of-action"].keep_to == date(2027, 2, 15)


def test_what_has_happened_stands_by_its_day_and_is_no_estimate():
    known = Known(
        date(2026, 12, 2),
        draft_on=date(2027, 1, 11),
        complained_on=date(2027, 1, 14),
        replied_on=date(2027, 2, 26),
        published_on=date(2027, 3, 4),
    )
    found = keep_to(known, (CHRISTMAS,))
    typed = {code: each.keep_to for code, each in found.items() if each.typed}
    assert typed == {
        "draft": date(2027, 1, 11),
        "complaint": date(2027, 1, 14),
        "reply": date(2027, 2, 26),
        "publication": date(2027, 3, 4),
    }
    assert not any(found[code].is_estimate or found[code].is_hers_to_keep for code in typed)


@pytest.mark.parametrize(
    ("taken", "other"),
    [("complained_on", "minor-points"), ("minor_points_on", "complaint")],
    ids=["complaint", "minor"],
)
def test_the_way_that_was_not_chosen_goes(taken, other):
    known = Known(date(2026, 12, 2), date(2027, 1, 11), **{taken: date(2027, 1, 14)})
    found = keep_to(known, (CHRISTMAS,))
    assert other not in found
    choice = choice_among(found.values())
    assert [each.keep_to for each in choice.taken] == [date(2027, 1, 14)]


def test_until_one_is_taken_the_choice_has_one_last_day_for_both():
    choice = choice_among(keep_to(Known(date(2026, 12, 2), date(2027, 1, 11)), (CHRISTMAS,)).values())
    assert (choice.last_day, choice.from_estimate, choice.taken) == (date(2027, 1, 18), False, ())


def test_after_publication_nothing_that_came_before_it_is_still_expected():
    found = keep_to(Known(date(2026, 12, 2), published_on=date(2027, 1, 20)), (CHRISTMAS,))
    assert not {"draft", "minor-points", "complaint"} & found.keys()
    assert choice_among(found.values()) is None


def test_nothing_counts_from_a_complaint_nobody_made():
    assert not {"reply", "icaso"} & keep_to(Known(date(2026, 12, 2))).keys()
    found = keep_to(Known(date(2026, 12, 2), complained_on=date(2027, 1, 15), replied_on=date(2027, 2, 26)))
    assert found["reply"].keep_to == date(2027, 2, 26)
    assert found["icaso"].keep_to == date(2027, 5, 26)


@pytest.mark.parametrize(
    ("last_day", "expected_on"),
    [
        (date(2026, 12, 2), date(2026, 12, 3)),
        (date(2026, 12, 4), date(2026, 12, 7)),
        (date(2026, 12, 24), date(2026, 12, 29)),
        (date(2026, 12, 18), date(2026, 12, 21)),  # the school is shut; Ofsted's telephone is not
    ],
)
def test_next_day_call_on(last_day, expected_on):
    assert next_day_call_on(last_day) == expected_on


def test_next_open_day_and_usual_days():
    assert next_open_day(date(2026, 12, 18), (CHRISTMAS,)) == date(2027, 1, 4)
    assert usual_days(date(2026, 12, 18), 2, (CHRISTMAS,)) == (date(2027, 1, 4), date(2027, 1, 5))
    assert usual_days(date(2026, 11, 30), 1) == (date(2026, 12, 1), date(2026, 12, 1))
    endless = Closure(date(2026, 1, 1), date(2030, 1, 1))
    assert next_open_day(date(2026, 12, 18), (endless,)) == date(2026, 12, 19)


def test_in_the_order_of_their_days():
    found = deadlines(RULES, Known(date(2026, 12, 2), draft_on=date(2027, 1, 6)), (CHRISTMAS,))
    assert [each.keep_to for each in found] == sorted(each.keep_to for each in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_says_where_it_is_from_and_how_sure(rule):
    assert rule.source
    assert rule.confidence in {given.HIGH, given.MEDIUM, given.LOW}
    assert "[" not in rule.source
    if "Remembered" in rule.source or "2023" in rule.source:
        assert rule.confidence == given.LOW


@pytest.mark.django_db
def test_the_rows_are_seeded_from_the_rules():
    from inspections.models import DeadlineRule

    assert {rule.code: rule for rule in DeadlineRule.objects.in_force()} == {rule.code: rule for rule in RULES}
