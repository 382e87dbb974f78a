#!/usr/bin/env bash
# OR-tools 9.15.6755 (https://pypi.org/project/ortools/), ortools.graph.python.min_cost_flow, numpy 2.3.5, Python 3.11.
#
# Guess: costs are whole numbers, so a fraction is refused, by one arc and by an array of arcs alike.
# Seen:  one arc of cost 1.9 is refused with a TypeError; the same 1.9 in the array of costs is taken, and is 1.
#        Output: "one arc: TypeError / an array: cost 1".
# Why it matters: weights that were forgotten to be scaled to whole numbers give another pairing, and no error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" ortools==9.15.6755 numpy==2.3.5
PYTHONPATH=$folder python3 - <<'PY'
import numpy
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

one = SimpleMinCostFlow()
try:
    one.add_arc_with_capacity_and_unit_cost(0, 1, 1, 1.9)
    refused = "nothing"
except TypeError as error:
    refused = type(error).__name__
many = SimpleMinCostFlow()
(arc,) = many.add_arcs_with_capacity_and_unit_cost(*(numpy.array([n]) for n in (0, 1, 1, 1.9)))
cost = many.unit_cost(arc)
print(f"one arc: {refused} / an array: cost {cost}")
assert (refused, cost) == ("TypeError", 1), "the behaviour has changed"
PY
