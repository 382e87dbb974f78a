"""Small invented pools, and the best answer found by trying everything.

Hypothesis chooses the sizes and a seed; the people come from the seed, which is twenty times as fast as drawing every
field and still shrinks to the smallest pool that fails.
"""

from itertools import product
from random import Random

from hypothesis import strategies as st

from buddies.matching import pair_rules
from buddies.matching.pair_rules import Buddy, Head, Weights

PEOPLE = tuple("abcdefgh")
GROUPS = ("trust:1", "trust:2", "foundation:1", "board:1")


def _some(chance: Random, things, most: int) -> frozenset:
    return frozenset(chance.sample(things, chance.randint(0, most)))


def _shared(chance: Random, person: str) -> dict:
    def place():
        return chance.choice((None, chance.randrange(40_000), chance.randrange(40_000)))

    return {
        "person": person,
        "schools": frozenset({f"school:{person}"}),
        "employers": _some(chance, GROUPS, 2),
        "former_employers": _some(chance, GROUPS, 1),
        "managers": _some(chance, PEOPLE, 1),
        "phases": _some(chance, ("primary", "secondary"), 2),
        "kind": chance.choice(("academy", "community")),
        "pupils": chance.choice((None, chance.randrange(20, 1500))),
        "easting": place(),
        "northing": place(),
        "in_window": chance.random() < 0.5,
    }


def head(chance: Random, person: str) -> Head:
    return Head(
        key=f"request-{person}",
        officers=_some(chance, PEOPLE, 1),
        representatives=_some(chance, PEOPLE, 1),
        not_these=_some(chance, PEOPLE, 2),
        ended_with=_some(chance, PEOPLE, 2),
        knows=_some(chance, PEOPLE, 2),
        wish_phase=chance.random() < 0.5,
        wish_distance=chance.choice(("", "near", "far")),
        wish_known=chance.choice(("", "known", "unknown")),
        wish_gender=chance.choice(("", "woman", "man")),
        urgent=chance.random() < 0.3,
        **_shared(chance, person),
    )


def buddy(chance: Random, person: str) -> Buddy:
    return Buddy(
        key=f"offer-{person}",
        capacity=chance.randrange(4),
        carries=chance.randrange(3),
        reserve_capacity=chance.randrange(3),
        reserve_carries=chance.randrange(2),
        paused=chance.random() < 0.1,
        resting=chance.random() < 0.1,
        called=chance.random() < 0.1,
        inspected_months=chance.choice((None, chance.randrange(40))),
        gender=chance.choice(("", "woman", "man")),
        **_shared(chance, person),
    )


def pools(most: int = 4) -> st.SearchStrategy[tuple[list[Head], list[Buddy]]]:
    """Up to `most` heads and buddies; some people are both."""

    def build(asking: int, offering: int, seed: int):
        chance = Random(seed)
        heads = [head(chance, person) for person in chance.sample(PEOPLE, asking)]
        return heads, [buddy(chance, person) for person in chance.sample(PEOPLE, offering)]

    return st.builds(build, st.integers(0, most), st.integers(0, most), st.integers(0, 2**32))


weights = st.builds(
    lambda seed, urgent, window: Weights(
        first_urgent=urgent,
        first_window=window,
        **{
            name: Random(f"{seed}{name}").randrange(60)
            for name in ("phase", "inspected", "km", "kind", "size", "window", "load", "wish", "ended")
        },
    ),
    st.integers(0, 2**16),
    st.sampled_from((0, 200)),
    st.sampled_from((0, 100)),
)


def total(pairs, w: Weights) -> int:
    """What the solver makes least: points, fair load, and whose turn it is."""
    now, points = {}, 0
    for h, b in pairs:
        carries = now.setdefault(b.key, b.carries)
        now[b.key] += 1
        points += pair_rules.points(h, b, w) + w.load * carries + pair_rules.turn(h, w)
    return points


def best(heads, buddies, w: Weights, pins=()):
    """(how many, points) of the best answer, by trying every one; pins are pairs known to be allowed."""
    fixed, rows = dict(pins), []
    for h in heads:
        allowed = [
            (b, pair_rules.points(h, b, w) + pair_rules.turn(h, w)) for b in buddies if not pair_rules.ruled_out(h, b)
        ]
        kept = [choice for choice in allowed if choice[0].key == fixed.get(h.key)]
        rows.append(kept or [None, *allowed])
    found = (0, 0)
    for chosen in product(*rows):
        now, points, matched, fits = {}, 0, 0, True
        for choice in filter(None, chosen):
            b, cost = choice
            carries = now.get(b.key, b.carries)
            fits &= carries < b.capacity
            now[b.key] = carries + 1
            points += cost + w.load * carries
            matched += 1
        if fits:
            found = min(found, (-matched, points))
    return -found[0], found[1]
