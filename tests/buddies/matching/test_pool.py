"""Which pairs are weighed, and who is near, against looking at everybody."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buddies.matching import pair_rules, pool
from buddies.matching.grid import Grid
from buddies.matching.pair_rules import Buddy, Head
from buddies.matching.pool import Pool
from tests.buddies import pools

often = settings(max_examples=1500, deadline=None)


def metres_squared(side, other) -> int:
    if None in (side.easting, side.northing, other.easting, other.northing):
        return (pair_rules.UNKNOWN_KM * 1000) ** 2
    return (side.easting - other.easting) ** 2 + (side.northing - other.northing) ** 2


@st.composite
def scattered(draw) -> tuple[list[Buddy], Head]:
    """Some in a town, some far away, some nowhere; one who looks for them, perhaps from outside."""
    chance, most = Random(draw(st.integers(0, 2**32))), draw(st.sampled_from((500, 20_000, 900_000)))
    phases = [frozenset(), frozenset({"primary"}), frozenset({"secondary"}), frozenset({"primary", "secondary"})]

    def place():
        return None if chance.random() < 0.1 else chance.randrange(-most, most)

    def side(key: str) -> dict:
        there = {"easting": place(), "northing": place(), "phases": chance.choice(phases)}
        return {"key": key, "person": key, "employers": frozenset({f"trust:{chance.randrange(4)}"}), **there}

    people = [Buddy(**side(f"b{n:02}")) for n in range(draw(st.integers(0, 40)))]
    return people, Head(**side("h"), knows=frozenset(f"b{chance.randrange(40):02}" for _ in range(2)))


@often
@given(scattered())
def test_the_grid_gives_the_nearest_first(people):
    buddies, head = people
    every = sorted((metres_squared(head, buddy), position) for position, buddy in enumerate(buddies))
    assert list(Grid(buddies).nearest(head)) == every


@often
@given(pools.pools(most=5), pools.weights)
def test_what_is_weighed_is_what_the_rules_say(people, weights):
    """Who may be paired, and that fewer points are always cheaper, whatever the lots."""
    mine = Pool(*people, weights)
    for row, head in enumerate(mine.heads):
        costs = dict(mine.weigh(row, range(len(mine.buddies))))
        for column, buddy in enumerate(mine.buddies):
            assert (column in costs) == (pair_rules.ruled_out(head, buddy, full=False) == "")
            if column in costs:
                points, lot = divmod(costs[column], mine.scale)
                window = pair_rules.window_points(head, buddy, weights, reserve=False)
                assert points + window == pair_rules.points(head, buddy, weights)
                assert 0 <= lot < pool.LOTS
        assert dict(mine.weigh(row, range(len(mine.buddies)))) == costs  # asked again, as for the reserves


@often
@given(scattered(), st.integers(1, 6), st.integers(1, 6))
def test_in_a_large_pool_the_nearest_whom_the_rules_allow_are_weighed(people, alike, near):
    buddies, head = people
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "EVERY_PAIR", 0)
        patch.setattr(pool, "ALIKE", alike)
        patch.setattr(pool, "NEAR", near)
        mine = Pool([head], buddies, pair_rules.Weights())
        found = dict(mine.candidates([0], range(len(mine.buddies)))) if buddies else {0: []}
    chosen = {mine.buddies[column].key for column in found[0]}
    allowed = [buddy for buddy in mine.buddies if not pair_rules.ruled_out(head, buddy, full=False)]
    allowed.sort(key=lambda buddy: metres_squared(head, buddy))  # the same distance by key
    assert chosen >= {buddy.key for buddy in allowed[:near]}
    close = [buddy for buddy in allowed if head.phases & buddy.phases and metres_squared(head, buddy) <= pool.FAR]
    assert chosen >= {buddy.key for buddy in close[:alike]}
    assert chosen >= {buddy.key for buddy in allowed if buddy.person in head.knows}
    assert len(chosen) <= alike + near + len(head.knows)


@often
@given(pools.pools(most=5), pools.weights, st.booleans())
def test_points_add_up(people, weights, reserve):
    """What is shown is everything but her wishes; nothing makes a pair cheaper than nothing."""
    for head in people[0]:
        for buddy in people[1]:
            shown = pair_rules.open_points(head, buddy, weights, reserve=reserve)
            wishes = pair_rules.wish_points(head, buddy, weights)
            assert pair_rules.points(head, buddy, weights, reserve=reserve) == shown + wishes
            assert shown >= weights.km * pair_rules.whole_km(head, buddy) >= 0
            assert wishes in {weights.wish * unmet for unmet in range(5)}


@often
@given(pools.pools(most=5))
def test_a_standing_reason_comes_before_all_others(people):
    for head in people[0]:
        for buddy in people[1]:
            standing, why = pair_rules.conflict(head, buddy), pair_rules.ruled_out(head, buddy)
            unwilling = buddy.away or buddy.person in head.not_these
            full = buddy.carries >= buddy.capacity
            expected = standing or (pair_rules.NOT_AVAILABLE if unwilling else pair_rules.FULL if full else "")
            assert why == expected
            assert pair_rules.ruled_out(head, buddy, full=False) == ("" if why == pair_rules.FULL else why)
            groups = head.employers & buddy.employers, head.schools & buddy.schools
            if any(groups) or head.person == buddy.person:
                assert standing not in ("", pair_rules.FORMER)
