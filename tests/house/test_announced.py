"""Each kind of message that leads to a page has a test that the page shows what the message announced, and stops
showing it when it is settled (`tests/announcing.py`)."""

import ast
from pathlib import Path

import pytest

from buddies.pairings import messages as of_pairs
from inspections.nudges import messages as of_inspections
from outbox import kinds
from tests.house.planted import plant

TESTS = Path(__file__).parents[1]

LEAD_NOWHERE = {"sign-in-code", "address-check", "phone-check"}  # they bear a code
LEAD_NOWHERE |= {"call-out-covered", "call-out-thanks"}  # they say that there is nothing to do, without a link
# The names of one kind that says one of several things, in its `about`.
NUDGES = {"nudge", "nudge-soon", "nudge-now", of_inspections.OLD_NAME}
PAIRS = {of_pairs.NEWS, of_pairs.NOW}


def wanted() -> set[str]:
    names = {kind.name for kind in kinds.every()} - LEAD_NOWHERE - NUDGES - PAIRS
    news = set(of_pairs.WHATS) - {"asked"}  # a kind of its own
    return names | {f"nudge:{what}" for what in of_inspections.ABOUT} | {f"pairing-news:{what}" for what in news}


def marked(tests: Path = TESTS) -> list[tuple[str, str, ast.FunctionDef]]:
    """(what is announced, where, the test)."""
    found = []
    for path in sorted(tests.rglob("test_*.py")):
        text = path.read_text()
        if "announces(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                where = f"{path.relative_to(tests)}::{node.name}"
                found += [(what, where, node) for what in _announced(node)]
    return found


def _announced(test: ast.FunctionDef) -> list[str]:
    calls = [each for each in test.decorator_list if isinstance(each, ast.Call)]
    ours = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "announces"]
    return [ast.literal_eval(argument) for call in ours for argument in call.args]


def compares(test: ast.FunctionDef, how: type[ast.cmpop]) -> bool:
    inside = [node for each in ast.walk(test) if isinstance(each, ast.Assert) for node in ast.walk(each)]
    return any(isinstance(node, ast.Compare) and isinstance(node.ops[0], how) for node in inside)


MARKED = marked()


@pytest.mark.parametrize("what", sorted(wanted()))
def test_what_a_message_announces_is_shown_and_then_shown_no_longer(what):
    assert what in {announced for announced, _, _ in MARKED}, f'mark a test with @announces("{what}")'


@pytest.mark.parametrize(("what", "where", "test"), MARKED, ids=lambda each: each if isinstance(each, str) else "")
def test_such_a_test_sees_it_there_and_then_not(what, where, test):
    assert what in wanted(), f"no message announces {what}"
    assert compares(test, ast.In), f"{where} never sees it on the page"
    assert compares(test, ast.NotIn), f"{where} never sees it gone"


@pytest.mark.parametrize("place", ["inspections/standby/test_standby.py", "inspections/standby/test_pages.py"])
def test_a_marked_test_is_found_in_a_room_too_and_one_that_sees_nothing_is_found_out(place, tmp_path):
    plant(tmp_path, place, '@announces("standby")\ndef test_it():\n    assert "asked" in page\n')
    ((what, where, test),) = marked(tmp_path)
    assert (what, where) == ("standby", f"{place}::test_it")
    assert compares(test, ast.In)
    assert not compares(test, ast.NotIn)
