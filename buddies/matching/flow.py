"""The most pairs, then the fewest points, as a flow from a source over heads and buddies to a sink. Pure.

OR-tools solves it. It is loaded here, when it is needed, and only in a process that ends (`child_process.py`): with
what it brings along it takes 60 MB.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence


def solve(
    rows: array[int], columns: array[int], costs: array[int], *, turns: Sequence[int], places: Sequence[Sequence[int]]
) -> dict[int, int]:
    """Who is matched with whom, row to column; of the pairs given by `rows`, `columns` and `costs`.

    `turns`: what each head pays for being matched at all. `places`: what each place of a buddy costs, the cheapest
    first; a fair load is a dearer place for each head more, which a flow with rising costs weighs exactly. Raises
    ArithmeticError where the solver fails.
    """
    if len(set(rows)) <= 1:  # a single head takes what is cheapest: no solver is needed, nor loaded
        whole = [cost + places[column][0] for cost, column in zip(costs, columns, strict=True)]
        return {row: columns[whole.index(min(whole))] for row in set(rows)}
    from ortools.graph.python import min_cost_flow

    heads = sorted(set(rows))
    earliest = min(turns[row] for row in heads)
    source = len(turns) + len(places)
    sink = source + 1
    flow = min_cost_flow.SimpleMinCostFlow()

    def add(tails: Iterable[int], heads: Iterable[int], costs: Iterable[int]) -> None:
        costs = array("q", costs)
        flow.add_arcs_with_capacity_and_unit_cost(
            array("i", tails), array("i", heads), array("q", [1]) * len(costs), costs
        )

    add(rows, (len(turns) + column for column in columns), costs)
    add((source for _ in heads), heads, (turns[row] - earliest for row in heads))
    offered = [(len(turns) + column, cost) for column in set(columns) for cost in places[column][: len(heads)]]
    add((node for node, _ in offered), (sink for _ in offered), (cost for _, cost in offered))
    flow.set_nodes_supplies(array("i", (source, sink)), array("q", (len(heads), -len(heads))))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the solver answered {status}")
    flows = flow.flows(array("i", range(len(rows)))).tolist()
    return {row: column for row, column, used in zip(rows, columns, flows, strict=True) if used}
