#!/usr/bin/env bash
# OR-tools 9.15.6755 (https://pypi.org/project/ortools/), ortools.graph.python.min_cost_flow, Python 3.11.
#
# Guess: after a solve that did not succeed, `flow` and `optimal_cost` raise, or are nought.
# Seen:  a graph solved once, then given a supply that cannot be met, says INFEASIBLE, and `flow` goes on telling the
#        flow of the solve before. Only the status tells.
#        Output: "first: OPTIMAL, flow 1 / then: INFEASIBLE, flow 1".
# Why it matters: a matching that is solved again with more people, and reads flows without its status, hands out the
#        old pairs as if they were the new ones.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" ortools==9.15.6755
PYTHONPATH=$folder python3 - <<'PY'
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

graph = SimpleMinCostFlow()
arc = graph.add_arc_with_capacity_and_unit_cost(0, 1, 1, 3)
said = []
for supply in (1, 2):
    graph.set_node_supply(0, supply)
    graph.set_node_supply(1, -supply)
    said.append((graph.solve().name, graph.flow(arc)))
print("first: {}, flow {} / then: {}, flow {}".format(*said[0], *said[1]))
assert said == [("OPTIMAL", 1), ("INFEASIBLE", 1)], "the behaviour has changed"
PY
