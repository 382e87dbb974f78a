from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.check_ins.plan_diff import Changes, Row, Stored, compare, one_a_day
from inspections.visits.moments import at
from inspections.visits.schedule import Facts, Phase, Planned, Visit, plan
from network.schools.calendar import bank_holidays
from tests.inspections.visits.test_schedule import all_facts, days, facts_and_a_moment_near_them, quiets

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
EARLIER = NOW - timedelta(hours=5)


def wanted(due_at=LATER, rule="evening", occurrence="1"):
    return Planned(rule, occurrence, Phase.DURING, due_at, due_at, due_at + timedelta(hours=16))


def stored(due_at=LATER, state=Stored.PLANNED, rule="evening", occurrence="1"):
    return Row((rule, occurrence), due_at, due_at, due_at + timedelta(hours=16), state)


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("wishes", "rows", "expected"),
    [
        pytest.param([], [], Changes(), id="nothing"),
        pytest.param([wanted()], [], Changes(add=(wanted(),)), id="new"),
        pytest.param([wanted(EARLIER)], [], Changes(), id="nothing new in the past"),
        pytest.param([wanted()], [stored()], Changes(), id="as it is"),
        pytest.param([wanted(LATER + DAY)], [stored()], Changes(move=(wanted(LATER + DAY),)), id="moved"),
        pytest.param([], [stored()], Changes(cancel=(("evening", "1"),)), id="not wanted any more"),
        pytest.param([], [stored(NOW - DAY)], Changes(), id="history stays: the outbox lets it expire"),
        pytest.param([], [stored(EARLIER)], Changes(cancel=(("evening", "1"),)), id="due, unsent, unwanted"),
        pytest.param([wanted(LATER + DAY)], [stored(state=Stored.ASKED)], Changes(), id="asked is asked"),
        pytest.param([wanted(LATER + DAY)], [stored(state=Stored.ANSWERED)], Changes(), id="answered"),
        pytest.param([], [stored(state=Stored.ASKED)], Changes(), id="asked and unwanted"),
        pytest.param([wanted()], [stored(state=Stored.CANCELLED)], Changes(move=(wanted(),)), id="wanted again"),
        pytest.param([wanted(EARLIER)], [stored(EARLIER, Stored.CANCELLED)], Changes(), id="too late to revive"),
        pytest.param([wanted(EARLIER)], [stored(EARLIER)], Changes(), id="due and still unsent: left to go"),
        pytest.param(
            [wanted(), wanted(rule="last-evening", occurrence="")],
            [stored(), stored(occurrence="2")],
            Changes(add=(wanted(rule="last-evening", occurrence=""),), cancel=(("evening", "2"),)),
            id="three days become two",
        ),
    ],
)
def test_compare(wishes, rows, expected):
    assert compare(wishes, rows, NOW) == expected


def apply(changes, rows):
    kept = {row.key: row for row in rows}
    for planned in (*changes.add, *changes.move):
        kept[planned.key] = Row(planned.key, planned.due_at, planned.send_at, planned.useful_until, Stored.PLANNED)
    for key in changes.cancel:
        row = kept[key]
        kept[key] = Row(key, row.due_at, row.send_at, row.useful_until, Stored.CANCELLED)
    return list(kept.values())


def ask(rows, since, until):
    """What the outbox does meanwhile: it never sleeps, so whatever is due leaves as soon as it is."""
    return [
        Row(row.key, row.due_at, row.send_at, row.useful_until, Stored.ASKED)
        if row.state is Stored.PLANNED and row.send_at <= until and since < row.useful_until
        else row
        for row in rows
    ]


weeks = st.integers(-2, 3).map(lambda number: 7 * number)


def later_by(facts, days):
    """The same, with the inspection moved: the commonest change there is."""
    visit = facts.visit
    if visit is None or visit.starts_on is None or visit.ends_on is None or visit.paused_on:
        return facts
    step = timedelta(days=days)
    return replace(facts, visit=replace(visit, starts_on=visit.starts_on + step, ends_on=visit.ends_on + step))


@given(
    facts_and_a_moment_near_them(), st.lists(st.tuples(st.none() | all_facts, weeks, st.integers(0, 20)), max_size=6)
)
def test_any_story_of_changes(begun, story):
    """Facts change, time passes, questions go out; each question goes once, at a time that was wanted."""
    rows, questions = [], []
    (first, now), facts = begun, begun[0]
    for other, moved_by, passed in [(first, 0, 1), *story]:
        facts = other or later_by(facts, moved_by)
        wishes = plan(facts, now)
        changes = compare(wishes, rows, now)
        rows = apply(changes, rows)
        assert not compare(wishes, rows, now), "planning twice changes nothing"
        assert all(planned.due_at >= now for planned in changes.add), "nothing planned before now"
        keys = [row.key for row in rows]
        assert len(set(keys)) == len(keys)
        wanted_now = {each.key for each in wishes}
        for row in rows:
            if row.state is Stored.PLANNED and row.useful_until > now:
                assert row.key in wanted_now
        since, now = now, now + timedelta(days=passed)
        before = {row.key for row in rows if row.state is Stored.ASKED}
        rows = ask(rows, since, now)
        questions += [row.key for row in rows if row.state is Stored.ASKED and row.key not in before]
    assert len(set(questions)) == len(questions), "no question goes out twice"


@given(
    days, st.integers(0, 3), quiets, st.lists(st.tuples(st.integers(-1, 2), st.integers(1, 96)), min_size=2, max_size=8)
)
def test_moving_the_dates_never_sends_a_second_day_one(start, length, quiet, moves):
    """Moved by weeks again and again, some hours apart, from the day before the first day on."""
    visit = Visit(starts_on=start, ends_on=start + timedelta(days=length))
    facts = Facts(visit=visit, holidays=bank_holidays(), quiet=quiet)
    now, rows, questions = at(start - DAY, time(10)), [], []
    for number, hours in moves:
        wishes = plan(facts, now)
        rows = apply(compare(wishes, rows, now), rows)
        assert not compare(wishes, rows, now), "planning twice changes nothing"
        since, now = now, now + timedelta(hours=hours)
        before = {row.key for row in rows if row.state is Stored.ASKED}
        rows = ask(rows, since, now)
        questions += [row.key for row in rows if row.state is Stored.ASKED and row.key not in before]
        facts = later_by(facts, 7 * number)
    assert len(set(questions)) == len(questions)


AFTER, ON_SITE = 1, 2  # two open inspections of one head
DRAFT, EVENING = wanted(rule="draft", occurrence=""), wanted()


@pytest.mark.parametrize(
    ("evening", "rows", "expected"),
    [
        pytest.param(EVENING, {}, {AFTER: [], ON_SITE: [EVENING]}, id="the nearer is asked"),
        pytest.param(
            wanted(LATER + DAY), {}, {AFTER: [DRAFT], ON_SITE: [wanted(LATER + DAY)]}, id="on other days both"
        ),
        pytest.param(
            wanted(EARLIER),
            {},
            {AFTER: [DRAFT], ON_SITE: [wanted(EARLIER)]},
            id="its hour had passed before it was known: it covers nothing",
        ),
        pytest.param(
            wanted(EARLIER),
            {ON_SITE: {EVENING.key: stored(EARLIER, Stored.ANSWERED)}},
            {AFTER: [], ON_SITE: [wanted(EARLIER)]},
            id="it has been asked",
        ),
        pytest.param(
            wanted(EARLIER),
            {ON_SITE: {EVENING.key: stored(EARLIER, Stored.CANCELLED)}},
            {AFTER: [DRAFT], ON_SITE: [wanted(EARLIER)]},
            id="it was cancelled, and is asked no more",
        ),
    ],
)
def test_of_two_inspections_one_question_a_day(evening, rows, expected):
    assert one_a_day({AFTER: [DRAFT], ON_SITE: [evening]}, rows, NOW) == expected


def test_the_same_question_of_two_inspections_is_that_of_the_newer():
    assert one_a_day({1: [EVENING], 2: [EVENING]}, {}, NOW) == {1: [], 2: [EVENING]}
