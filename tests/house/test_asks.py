"""What waits on a front page is read through `visible_to`, in whatever file it is asked for."""

import ast
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.house.modules import modules, within
from tests.house.planted import missed
from tests.house.test_code import reads_past_visible_to

# Conditions and values inside a query that begins with `visible_to`; and what is everybody's to read.
BESIDE = {
    "directory/call_outs/asks.py": {"Asked", "ContactPoint", "DirectorySettings", "Message"},
    "inspections/deadlines/seen.py": {"DeadlineRule"},
    "inspections/ringing/asks.py": {"PleaseRing", "Tie"},
    "network/people/asks.py": {"RoleGrant", "Tie"},
}


def asking(root: Path = BASE_DIR) -> list[Path]:
    named = modules("asks", "seen", root=root)
    of_today = [path for path in modules("today", root=root) if within(path, root)[-1] != "urls"]
    return sorted({*named, *of_today})


def read_past(path: Path) -> set[str]:
    """The models of which something is read without `visible_to`."""
    return {line.split()[-1].removesuffix(".objects") for line in reads_past_visible_to(ast.parse(path.read_text()))}


def strangers(root: Path = BASE_DIR) -> dict[str, set[str]]:
    found = {str(path.relative_to(root)): read_past(path) for path in asking(root)}
    return {where: left for where, models in found.items() if (left := models - BESIDE.get(where, set()))}


def test_every_ask_comes_through_visible_to():
    assert strangers() == {}
    assert len(asking()) > 15


@pytest.mark.parametrize("where", BESIDE)
def test_no_exception_stands_for_nothing(where):
    assert read_past(BASE_DIR / where) == BESIDE[where]


def test_one_that_does_not_is_found_wherever_it_lies(tmp_path):
    assert missed(strangers, "rows = Note.objects.filter(head=head)\n", tmp_path, kinds=("asks", "seen", "today")) == []
