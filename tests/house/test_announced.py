"""Whatever a message announces, the page it leads to shows, and no longer shows it when it is settled: every kind, to
every kind of person who can get it. The table is tests/announced."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from buddies.pairings import messages as of_pairs
from config.environment import BASE_DIR
from inspections.nudges import messages as of_inspections
from outbox import kinds
from tests.announced import NUDGES, PAIRS, Row, afterwards, calls, check_ins, colleagues, members, pairs, ringing, told
from tests.house.modules import sources
from tests.house.planted import missed, plant
from tests.house.test_code import name_of
from tests.inspections.conftest import now  # noqa: F401  a fixture
from tests.inspections.story import enter_window

PARTS = (pairs, colleagues, members, calls, ringing, check_ins, afterwards)
TABLE: dict[str, list[Row]] = {place: rows for part in PARTS for place, rows in part.ROWS.items()}
ROWS = [row for rows in TABLE.values() for row in rows]

# They bear a code, or say that there is nothing to do, without a link.
LEAD_NOWHERE = {"sign-in-code", "address-check", "phone-check", "call-out-covered", "call-out-thanks"}
PUT_THOSE = {
    "network/sign_in/actions/sign_in.py::send_code",
    "network/details/actions/contact_points.py::send_check",
    "directory/call_outs/actions/notify_call.py::nothing_more",
    "directory/call_outs/actions/notify_call.py::thank",
}
# By these the others put theirs.
PUTS = {"nudge", "tell_buddies", "tell_officers", "news.tell", "messages.put", "outbox.put", "Wanted"}
HOOKS = {"hooks.message_wanted", "hooks.messages_wanted"}
BY_THESE = {
    "inspections/nudges/actions.py::nudge",
    "inspections/nudges/actions.py::tell_buddies",
    "directory/call_outs/actions/notify_call.py::tell_officers",
    "buddies/steps/actions/news.py::tell",
}


def wanted() -> set[str]:
    """What can be announced, as `tests.announced.what` says it."""
    names = {kind.name for kind in kinds.every()} - LEAD_NOWHERE - NUDGES - PAIRS
    news = set(of_pairs.WHATS) - {"asked"}  # a kind of its own
    return names | {f"nudge:{what}" for what in of_inspections.ABOUT} | {f"pairing-news:{what}" for what in news}


def places(root: Path = BASE_DIR) -> Iterator[str]:
    """Every function of ours that puts a message: "file::name"."""
    for path in sources(root):
        label, text = str(path.relative_to(root)), path.read_text()
        if label.startswith("outbox/queue/") or not any(f"{name}(" in text for name in (*PUTS, "hooks.call")):
            continue
        for function in ast.parse(text).body:
            found = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            if isinstance(function, ast.FunctionDef) and any(_puts(call) for call in found):
                yield f"{label}::{function.name}"


def _puts(call: ast.Call) -> bool:
    name = name_of(call.func)
    by_hook = name == "hooks.call" and name_of(call.args[0]) in HOOKS
    return by_hook or name in PUTS or name.rpartition(".")[2] in PUTS


def test_every_kind_has_its_rows():
    assert sorted(wanted() - {row.what for row in ROWS}) == []
    assert sorted({row.what for row in ROWS} - wanted()) == []


def test_every_place_that_puts_a_message_has_its_rows():
    found = set(places()) - BY_THESE - PUT_THOSE
    assert sorted(found - TABLE.keys()) == [], "say there what it announces, and to whom"
    assert sorted(TABLE.keys() - found) == []
    assert len(TABLE) == sum(len(part.ROWS) for part in PARTS), "a place stands in one part alone"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_what_a_message_announces_is_shown_and_then_shown_no_longer(row, now, cast, network_ready):  # noqa: F811
    enter_window(cast)
    cast.things["clock"] = now
    if row.settled is None:
        assert row.says not in row.read(cast)
    row.made(cast)
    put = told(cast)
    message = next(message for about, message in put if about == (row.what, row.to))
    assert row.says in row.read(cast, message)
    known = {(each.what, each.to) for each in ROWS}
    assert sorted({(what, to) for (what, to), _ in put if what in wanted() and to} - known) == [], "who else was told"
    if row.settled is not None:
        row.settled(cast)
        assert row.says not in row.read(cast, message)


@pytest.mark.parametrize(
    "line",
    [
        'nudge(to=head, about="told:1", occurrence="x", by=None)',
        "outbox.put_many(wanted=[outbox.Wanted(to=head)], by=None)",
        "news.tell(pairing=pairing, what='begun', by=by, people=())",
        "hooks.call(hooks.message_wanted, to=head)",
        "messages.put(to=head)",
    ],
)
def test_a_place_that_puts_a_message_is_found_wherever_it_lies(line, tmp_path):
    assert not missed(lambda root: list(places(root)), f"def say(head):\n    {line}\n", tmp_path, kinds=("actions",))


def test_and_one_that_only_tells_in_another_sense_is_none(tmp_path):
    plant(tmp_path, "inspections/calls/actions.py", "def call(cast):\n    notify_call.tell(by=cast)\n")
    assert list(places(tmp_path)) == []
