"""Going quiet: the pure ladder."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.silence.silence import Answer, Asked, Choices, next_step, steps
from inspections.silence.silence import silence as lasting_silence
from inspections.visits.schedule import Phase

START = datetime(2026, 12, 1, 17, tzinfo=UTC)
NO, LINK, SURE = Answer.NONE, Answer.BY_LINK, Answer.SURE


def hours(number):
    return START + timedelta(hours=number)


def asked(*rows, phase=Phase.DURING):
    return [Asked(pk, phase, hours(hour), answer) for pk, (hour, answer) in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    ("rows", "now", "first"),
    [
        ([], 1, None),
        ([(0, NO)], -1, None),
        ([(0, NO)], 1, 1),
        ([(0, SURE)], 1, None),
        ([(0, LINK)], 1, 1),
        ([(0, NO), (25, NO)], 26, 1),  # the clock runs from the first unanswered question
        ([(0, NO), (25, SURE)], 26, None),
        ([(0, NO), (25, SURE), (30, NO)], 31, 3),
        ([(0, SURE), (25, NO)], 26, 2),
        ([(0, NO)], 24 * 10 + 1, None),  # bounded
        ([(0, NO), (24 * 30, NO)], 24 * 30 + 1, 2),  # a month later it is another silence
    ],
)
def test_silence(rows, now, first):
    found = lasting_silence(asked(*rows), hours(now))
    assert (found and found.first.pk) == first


@pytest.mark.parametrize(
    ("rows", "heard_at", "first"),
    [
        ([(0, SURE), (25, NO)], 24, 2),
        ([(0, SURE), (25, NO)], 26, None),  # she answered the first after the second was asked
        ([(0, SURE), (25, LINK)], 26, None),
        ([(0, NO), (25, SURE), (26, NO)], 27, None),
    ],
)
def test_a_sure_answer_settles_whatever_was_asked_before_it(rows, heard_at, first):
    given = [
        Asked(each.pk, each.phase, each.asked_at, each.answer, hours(heard_at) if each.answer is SURE else None)
        for each in asked(*rows)
    ]
    found = lasting_silence(given, hours(30))
    assert (found and found.first.pk) == first


WHOLE = {
    Phase.BEFORE: [("again", 24), ("buddy", 48), ("reserve", 72), ("last", 96)],
    Phase.DURING: [("again", 2), ("buddy", 15), ("reserve", 19), ("last", 23)],
    Phase.AFTER: [("again", 15), ("buddy", 24), ("reserve", 40), ("last", 48)],
}


@pytest.mark.parametrize("phase", Phase)
def test_steps(phase):
    found = lasting_silence(asked((0, NO), phase=phase), hours(1))
    assert [(due.step, due.at) for due in steps(found, Choices())] == [(s, hours(h)) for s, h in WHOLE[phase]]


def test_an_answer_by_link_delays_all_by_one_step():
    found = lasting_silence(asked((0, LINK)), hours(1))
    assert [(due.step, due.at) for due in steps(found, Choices())] == [
        ("again", hours(15)),
        ("buddy", hours(19)),
        ("reserve", hours(23)),
        ("last", hours(27)),
    ]


@pytest.mark.parametrize(
    ("choices", "kinds"),
    [
        (Choices(), ["again", "buddy", "reserve", "last"]),
        (Choices(named=True), ["again", "buddy", "named", "last"]),
        (Choices(reserve=False), ["again", "buddy", "last"]),
        (Choices(on=False), []),
    ],
)
def test_her_choices(choices, kinds):
    found = lasting_silence(asked((0, NO)), hours(1))
    assert [due.step for due in steps(found, choices)] == kinds


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(Answer)), max_size=6),
    st.sampled_from(Phase),
    st.builds(Choices, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.integers(0, 500),
)
def test_one_step_at_a_time_in_order_and_bounded(rows, phase, choices, now):
    found = lasting_silence(asked(*rows, phase=phase), hours(now))
    if found is None:
        return
    taken = {}
    for hour in range(now, now + 8):  # late, all of them: still one an hour
        if step := next_step(found, choices, taken, hours(hour)):
            assert step not in taken
            taken[step] = hours(hour)
            assert next_step(found, choices, taken, hours(hour) + timedelta(minutes=59)) is None
    assert list(taken) == [due.step for due in steps(found, choices)][: len(taken)]
    if choices.held:
        assert taken == {}
