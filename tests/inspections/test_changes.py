from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.changes import Changes, Row, Stored, compare
from inspections.schedule import Phase, Planned, plan
from tests.inspections.test_schedule import all_facts, moments

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


def ask(rows, now):
    """What the outbox does meanwhile."""
    return [
        Row(row.key, row.due_at, row.send_at, row.useful_until, Stored.ASKED)
        if row.state is Stored.PLANNED and row.send_at <= now < row.useful_until
        else row
        for row in rows
    ]


@given(st.lists(st.tuples(all_facts, st.integers(0, 20)), min_size=1, max_size=6), moments)
def test_any_story_of_changes(story, now):
    """Facts change, time passes, questions go out; each question goes once, at a time that was wanted."""
    rows, questions = [], []
    for facts, days in story:
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
        now += timedelta(days=days)
        before = {row.key for row in rows if row.state is Stored.ASKED}
        rows = ask(rows, now)
        questions += [row.key for row in rows if row.state is Stored.ASKED and row.key not in before]
    assert len(set(questions)) == len(questions), "no question goes out twice"
