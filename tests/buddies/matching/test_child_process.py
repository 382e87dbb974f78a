"""Rounds are solved in a process that ends; nobody else carries the solver."""

import json
import subprocess
import sys

import pytest

from buddies.matching import child_process, pair_rules
from buddies.matching.alternatives import alternatives, of_pool
from buddies.matching.matching import match
from config.environment import BASE_DIR
from tests.buddies.matching.test_matching import city
from tests.house.modules import dotted, sources

HEAVY = ["numpy", "ortools", "pandas", "scipy"]
EVERYTHING = """
import importlib, json, sys
import django
django.setup()
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
from buddies.matching import child_process, matching, pair_rules
people = [{"key": name, "person": name} for name in "abcd"]
heads = [pair_rules.Head(**one) for one in people[:2]]
found = child_process.run(matching.match, heads, [pair_rules.Buddy(**one) for one in people])
alone = matching.match(heads[:1], [pair_rules.Buddy(**one) for one in people])
loaded = [name for name in json.loads(sys.argv[2]) if name in sys.modules]
print(json.dumps([len(found.pairs), len(alone.pairs), loaded]))
"""


def test_a_process_that_has_all_of_the_product_and_makes_a_round_has_not_loaded_the_solver():
    names = [dotted(path) for path in sources() if path.stem not in ("wsgi", "start", "web_server")]
    command = [sys.executable, "-c", EVERYTHING, json.dumps(names), json.dumps(HEAVY)]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(names) > 400
    assert json.loads(done.stdout.splitlines()[-1]) == [2, 1, []]


def test_a_round_solved_apart_is_the_round_solved_here():
    heads, buddies = city(60)
    assert child_process.run(match, heads, buddies) == match(heads, buddies)


def test_what_an_alternative_costs_is_worked_out_apart_too():
    heads, buddies = city(20)
    weights, key = pair_rules.Weights(), heads[0].key
    here = alternatives(match(heads, buddies, weights, reserves=False), heads, weights, key)
    assert child_process.run(of_pool, heads, buddies, weights, key) == here
    assert here


def test_a_fault_apart_is_a_fault_here(capfd):
    heads, buddies = city(8)
    with pytest.raises(subprocess.CalledProcessError):
        child_process.run(match, heads * 2, buddies)
    assert "each head and each buddy comes once" in capfd.readouterr().err
