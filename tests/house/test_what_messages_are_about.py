"""What a message is about, "told:7", belongs to one model: else answering one question stops the message of another
person's question which happens to bear the same number."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from buddies.pairings import messages as of_pairs
from config.environment import BASE_DIR
from inspections.nudges import messages as of_inspections
from outbox.receipts import causes
from tests.house.modules import sources, within
from tests.house.planted import missed, plant

# The beginning of `about`: the model whose number follows, and the packages that put, stop or read such messages.
TABLE = {
    "agreement": ("inspections.BuddyAgreement", {"inspections"}),
    "asked": ("directory.Asked", {"directory"}),
    "asked-taken": ("inspections.WiderAsk", {"inspections"}),
    "asked-over": ("inspections.WiderAsked", {"inspections"}),
    "buddycheckin": ("inspections.BuddyCheckIn", {"inspections"}),
    "callout": ("directory.CallOut", {"directory"}),
    "checkin": ("inspections.CheckIn", {"inspections"}),
    "choice": ("inspections.Inspection", {"inspections"}),
    "contact-point": ("network.ContactPoint", {"network"}),
    "drill": ("directory.DrillAsked", {"directory"}),
    "head": ("network.Person", {"inspections"}),
    "help-request": ("network.HelpRequest", {"network", "outbox"}),
    "inspection": ("inspections.Inspection", {"inspections"}),
    "leave": ("directory.Leave", {"directory"}),
    "listing": ("directory.Listing", {"directory"}),
    "log": ("network.WordKey", {"inspections"}),
    "offer": ("inspections.OfferAsk", {"inspections"}),
    "pairing": ("buddies.Pairing", {"buddies"}),
    "plan": ("inspections.SupportPlan", {"inspections"}),
    "planday": ("inspections.SupportPlan", {"inspections"}),
    "quiet": ("inspections.CheckIn", {"inspections"}),
    "ring-taken": ("inspections.PleaseRing", {"inspections"}),
    "ring": ("inspections.PleaseRing", {"inspections"}),
    "silence-over": ("inspections.SilenceStep", {"inspections"}),
    "standby": ("network.Person", {"inspections"}),
    "told": ("inspections.Told", {"inspections"}),
    "undone": ("inspections.Told", {"inspections"}),
    "wider-asked": ("inspections.WiderAsked", {"inspections"}),
}
# Each goes to one person, or is of no head: whatever a head causes says so to `outbox.causes`, where what she asks of
# several counts once.
OF_NO_HEAD = {"agreement", "buddycheckin", "contact-point", "drill", "help-request", "leave", "listing", "log", "offer"}
OF_NO_HEAD |= {"pairing", "standby"}
BEGINNING = re.compile(r"([a-z][a-z-]*):")


def said(root: Path = BASE_DIR) -> Iterator[tuple[str, str, str]]:
    """(beginning, package, where) of each `about` that is put together: `about=f"told:{row.pk}"`, also in a list, and
    where a variable of that name is given it first."""
    for path in sources(root):
        package = within(path, root)[0]
        for node in ast.walk(ast.parse(path.read_text())):
            for value in _of_about(node):
                for each in ast.walk(value):
                    first = each.values[0] if isinstance(each, ast.JoinedStr) else None
                    found = BEGINNING.match(str(first.value)) if isinstance(first, ast.Constant) else None
                    if found:
                        yield found[1], package, f"{path.relative_to(root)}:{each.lineno}"


def _of_about(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.keyword) and (node.arg or "").startswith("about"):
        return [node.value]
    targets = node.targets if isinstance(node, ast.Assign) else []
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    return [node.value] if any(name.startswith("about") for name in names) else []


def strangers(root: Path = BASE_DIR) -> list[str]:
    """Where something is said to be about another package's model, or about one that the table does not know."""
    return [f"{where}: {what}" for what, package, where in said(root) if package not in TABLE.get(what, ("", ()))[1]]


def test_each_beginning_is_in_the_table_and_of_one_package():
    assert strangers() == []
    assert {what for what, _, _ in said()} | {"log"} == set(TABLE)


@pytest.mark.parametrize("beginning", sorted(TABLE))
def test_what_it_stands_for_is_there(beginning):
    assert apps.get_model(TABLE[beginning][0])


def test_the_tables_of_what_is_still_wanted_know_no_others():
    assert set(of_inspections.ABOUT) <= {what for what, (_, who) in TABLE.items() if "inspections" in who}
    assert of_pairs.WHATS
    assert set(of_inspections.ABOUT) & {"asked", "callout", "pairing", "listing", "drill"} == set()


@pytest.mark.parametrize(
    "fault",
    [
        'outbox.cancel(about=f"asked:{row.pk}", why="answered")\n',
        'told_each(about=[f"asked:{row.pk}" for row in rows])\n',
        'about = [f"told:{row.pk}"] + [f"asked:{row.pk}"]\n',
        'nudge(about=f"nothing-known:{row.pk}")\n',
    ],
)
def test_a_number_that_belongs_to_another_model_is_found_wherever_it_stands(fault, tmp_path):
    assert not missed(strangers, fault, tmp_path, kinds=("actions", "views", "tasks"))


def test_and_the_right_one_is_let_stand(tmp_path):
    plant(tmp_path, "directory/actions.py", 'outbox.cancel(about=f"asked:{row.pk}", why="answered")\n')
    assert list(said(tmp_path))
    assert strangers(tmp_path) == []


def test_it_is_known_by_whom_each_is_caused():
    assert set(causes.caused_by) == TABLE.keys() - OF_NO_HEAD
