"""The matching against the bare solver: the same number matched, the same cost, and what the rest of a round adds.

    python bench/matching.py             30 seeds, a city, 2,000 x 2,000
    python bench/matching.py national    20,000 x 20,000, with its peak memory

Prints ratios and fails only on counts. The bare solver is OR-tools' flow over the very same candidate pairs. The
libraries are loaded before anything is timed, as they are in a worker that has solved a round before. Times are of this
process's CPU: it has one thread, and others share the machine.
"""

import resource
import statistics
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import scipy.spatial  # noqa: F401 - loaded before anything is timed
from ortools.graph.python import min_cost_flow

from buddies.matching.edges import Pool
from buddies.matching.matching import match
from buddies.matching.pair_rules import Buddy, Head, Weights

WEIGHTS = Weights(first_urgent=0, first_window=0)  # the bare flow knows nothing of turns


def register(size: int, seed: int):
    """Rows as a database would give them: plain tuples, half primary, trusts of about ten schools, places in a square
    that keeps the density of a city. Places for buddies are tight: a tenth have none, a fifth have two."""
    chance, side = Random(seed), int(15_000 * (size / 200) ** 0.5)
    rows = []
    for number in range(2 * size):
        rows.append(
            (
                f"{seed}-{number:06}",
                f"trust:{chance.randrange(max(size // 5, 1))}",
                chance.choice(("primary", "primary", "secondary", "special")),
                chance.choice(("academy", "community", "aided")),
                chance.randrange(60, 1500),
                chance.randrange(side),
                chance.randrange(side),
                chance.random() < 0.25,
                chance.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2)),
                chance.choice((None, None, 4, 9, 30)),
            )
        )
    return rows[:size], rows[size:]


def load(rows):
    asking, offering = rows

    def side(row):
        key, trust, phase, kind, pupils, east, north, in_window, _, _ = row
        return {
            "key": key,
            "person": key,
            "schools": frozenset((f"school:{key}",)),
            "employers": frozenset((trust,)),
            "phases": frozenset((phase,)),
            "kind": kind,
            "pupils": pupils,
            "easting": east,
            "northing": north,
            "in_window": in_window,
        }

    return [Head(**side(row)) for row in asking], [
        Buddy(**side(row), capacity=row[8], inspected_months=row[9]) for row in offering
    ]


def bare_problem(heads, buddies, weights=WEIGHTS):
    pool = Pool(heads, buddies, weights)
    spare = np.array([buddy.capacity for buddy in pool.buddies], np.int64)
    rows, columns = pool.edges(np.arange(len(heads)), spare > 0)
    return rows, columns, pool.points(rows, columns), spare


def bare(problem, weights=WEIGHTS):
    """The flow alone: (matched, cost, seconds)."""
    rows, columns, points, spare = problem
    n = int(rows.max()) + 1
    owner = np.repeat(np.arange(len(spare)), spare)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(spare) - spare, spare)
    source, sink = n + len(spare), n + len(spare) + 1
    began = time.process_time()
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([np.full(n, source), rows, n + owner]),
        np.concatenate([np.arange(n), n + columns, np.full(len(owner), sink)]),
        np.ones(n + len(rows) + len(owner), np.int64),
        np.concatenate([np.zeros(n, np.int64), points, weights.load * step]),
    )
    flow.set_nodes_supplies(np.array([source, sink]), np.array([n, -n]))
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    return flow.maximum_flow(), flow.optimal_cost(), time.process_time() - began


def whole(rows, *, reserves: bool):
    """Load, edges, solve, and the words that would be written."""
    began = time.process_time()
    found = match(*load(rows), WEIGHTS, reserves=reserves)
    written = [(pair.head.key, pair.buddy.key, pair.shown, pair.reasons) for pair in (*found.pairs, *found.reserves)]
    assert len(written) == len(found.pairs) + len(found.reserves)
    return found, time.process_time() - began


def steady(size: int, seeds: int) -> None:
    """The same people in any order, the same pairs; one head less, few others moved."""
    moved = []
    for seed in range(seeds):
        heads, buddies = load(register(size, seed))
        chance = Random(seed)
        pairs = {pair.head.key: pair.buddy.key for pair in match(heads, buddies, WEIGHTS, reserves=False).pairs}
        mixed = match(chance.sample(heads, size), chance.sample(buddies, size), WEIGHTS, reserves=False)
        assert {pair.head.key: pair.buddy.key for pair in mixed.pairs} == pairs, seed
        gone = chance.choice(heads)
        fewer = match([head for head in heads if head is not gone], buddies, WEIGHTS, reserves=False)
        now = {pair.head.key: pair.buddy.key for pair in fewer.pairs}
        moved.append(sum(pairs[key] != now.get(key) for key in pairs if key != gone.key))
    print(
        f"{size:>6} x {size:<6} {seeds:>2} seeds  shuffled: the same pairs; one head less moves "
        f"{statistics.median(moved):.0f} others in the median, {max(moved)} at the most"
    )


def compare(size: int, seeds: int):
    ratios, seconds, again = [], [], []
    for seed in range(seeds):
        rows = register(size, seed)
        found, took = whole(rows, reserves=False)
        problem = bare_problem(*load(rows))
        matched, cost, floor = bare(problem)
        pruned = len(found.pairs) > matched  # more than the candidates allow: found by looking further
        assert pruned or (len(found.pairs), found.points) == (matched, cost), (seed, len(found.pairs), matched)
        ratios.append(took / floor)
        seconds.append(took)
        _, both = whole(rows, reserves=True)
        again.append(both)
    print(
        f"{size:>6} x {size:<6} {seeds:>2} seeds  same number and cost as the bare flow; whole round "
        f"{statistics.median(ratios):.2f} x bare, {1000 * statistics.median(seconds):.0f} ms; "
        f"with reserves {1000 * statistics.median(again):.0f} ms; matched {len(found.pairs)}"
    )


def main() -> None:
    whole(register(50, 0), reserves=True)
    if "national" in sys.argv:
        size = 20_000
        rows = register(size, 1)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found, _ = whole(rows, reserves=False)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        problem = bare_problem(*load(rows))
        both = [(whole(rows, reserves=False)[1], bare(problem)) for _ in range(3)]
        took, floor = (statistics.median(times) for times in ([one for one, _ in both], [one[2] for _, one in both]))
        matched, cost, _ = both[0][1]
        print(
            f"{size} x {size}  matched {len(found.pairs)} (the candidates alone allow {matched}), points "
            f"{found.points} (bare {cost}); whole {took:.2f} s, bare {floor:.2f} s, {took / floor:.2f} x; "
            f"peak {peak} MB, {before} MB of it before the round"
        )
        return
    compare(200, 30)
    steady(200, 30)
    compare(2_000, 30 if "all" in sys.argv else 5)


if __name__ == "__main__":
    main()
