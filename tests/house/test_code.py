"""Laws of the house over the code itself: read as a tree, not as text.

Each law is a function of a tree that gives the lines at fault. The second half plants a fault of each kind in every
place where such a file may lie, and sees it found.
"""

import ast
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from buddies.pairings import states
from config.environment import BASE_DIR
from network.audit import audit_wording
from tests.house.modules import label, modules, sources, within
from tests.house.planted import missed, plant

WRITES = {
    "create",
    "update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "acreate",
    "aupdate",
    "adelete",
    "asave",
}
# Where nothing may be written: they ask, show and validate.
READERS = ("views", "forms", "queries", "rules", "urls", "templatetags", "navigation")
SIDE_DOORS = {"_default_manager", "_base_manager"}
NOW = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
HOLES = {"cache_page", "UpdateCacheMiddleware", "select_for_update", "csrf_exempt", "mark_safe", "post_save"}
MAIL = {"django.core.mail", "smtplib"}
DRAWERS = {"common", "core", "utils", "helpers", "misc"}


def calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def name_of(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{name_of(node.func)}()"
    return node.id if isinstance(node, ast.Name) else "?"


def names_a_manager(call: ast.Call) -> bool:
    return any(isinstance(one, ast.Constant) and one.value in {"objects", *SIDE_DOORS} for one in call.args)


def reads_past_visible_to(tree: ast.AST) -> list[str]:
    started_right = {
        id(node.func.value)
        for node in calls(tree)
        if node.func.attr in {"visible_to", "changeable_by"} and name_of(node.func.value).endswith(".objects")
    }
    wrong = [
        f"line {node.lineno}: {name_of(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (node.attr in SIDE_DOORS or (node.attr == "objects" and id(node) not in started_right))
    ]
    return wrong + [
        f"line {node.lineno}: getattr"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "getattr" and names_a_manager(node)
    ]


def writes(tree: ast.AST) -> list[str]:
    wrong = []
    for node in calls(tree):
        target = name_of(node.func.value)
        about_rows = ".objects" in target or (
            node.func.attr in {"save", "delete"} and "form" not in target and not target.endswith("actions")
        )
        if node.func.attr in WRITES and about_rows and "session" not in target and "cache" not in target:
            wrong.append(f"line {node.lineno}: {target}.{node.func.attr}()")
    return wrong


def takes_by_place(tree: ast.Module) -> list[str]:
    wrong = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        takes_by = "by" in {one.arg for one in [*node.args.args, *node.args.kwonlyargs]}
        if takes_by and (node.args.args or node.args.posonlyargs):
            wrong.append(f"line {node.lineno}: {node.name} takes values by place")
    return wrong


def asks_another_clock(tree: ast.AST) -> list[str]:
    return [f"line {node.lineno}: {name_of(node.func)}" for node in calls(tree) if name_of(node.func) in NOW]


def known_holes(tree: ast.AST, words: set[str]) -> list[str]:
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            module, imported = getattr(node, "module", None) or "", [alias.name for alias in node.names]
            names |= {module, *imported, *(f"{module}.{name}" for name in imported)}
    return sorted(names & words)


def holes_for(path: Path, root: Path) -> set[str]:
    return HOLES if within(path, root)[0] in {"outbox", "config"} else HOLES | MAIL


def verbs(tree: ast.AST) -> set[str]:
    """What this file writes into somebody's audit."""
    found = set()
    for call in calls(tree):
        values = {word.arg: word.value for word in call.keywords}
        if "concerns" in values and isinstance(values.get("verb"), ast.Constant):
            found.add(values["verb"].value)
    return found


def is_a_drawer(path: Path, root: Path) -> bool:
    return bool({*within(path, root)} & DRAWERS)


def faults(law: Callable[[ast.Module], list[str]], *kinds: str, root: Path = BASE_DIR) -> dict[str, list[str]]:
    """What this law finds in the files of these kinds, or in all."""
    files = modules(*kinds, root=root) if kinds else sources(root)
    found = {str(path.relative_to(root)): law(ast.parse(path.read_text())) for path in files}
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("path", modules("views"), ids=label)
def test_a_view_reads_through_visible_to_alone(path):
    """`.objects` in a view is always followed by `.visible_to(`: nothing to forget, so nothing forgotten."""
    assert reads_past_visible_to(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", modules(*READERS), ids=label)
def test_nothing_is_written_where_things_are_asked_or_shown(path):
    """Views, forms and rules write nothing; an action does, with its rule, its audit row and its messages."""
    assert writes(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", modules("actions"), ids=label)
def test_an_action_says_who_acts_and_takes_its_values_by_name(path):
    assert takes_by_place(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", [path for path in sources() if path.name != "clock.py"], ids=label)
def test_time_comes_from_the_clock_alone(path):
    assert asks_another_clock(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", sources(), ids=label)
def test_known_holes_stay_shut(path):
    """No page cache, no lock SQLite ignores, no sleeping, no signals between apps, no mail out of the outbox."""
    assert known_holes(ast.parse(path.read_text()), holes_for(path, BASE_DIR)) == []


def test_every_deed_is_told_in_words():
    """What stands in a person's audit is shown to her. (Verbs put together at run time are those of the two tables.)"""
    put_together = {f"pairing.{step.replace(' ', '-')}" for _, step in states.STEPS if step not in states.PRIVATE}
    wanted = put_together | {f"call-out.{state}" for state in ("cancelled", "done", "ended", "unanswered")}
    for path in sources():
        wanted |= verbs(ast.parse(path.read_text()))
    assert len(wanted) > 80
    assert sorted(wanted - audit_wording.WORDS.keys()) == []


def test_no_drawers():
    """A thing has a name, or it has no home."""
    assert [label(path) for path in sources() if is_a_drawer(path, BASE_DIR)] == []


# The faults.


@pytest.mark.parametrize(
    "line",
    [
        "Note.objects.all()",
        "Note.objects.filter(head=head).visible_to(person)",
        "Note._default_manager.all()",
        "getattr(Note, 'objects').all()",
    ],
)
def test_a_view_that_reads_past_visible_to_is_seen_wherever_it_lies(line, tmp_path):
    def law(root):
        return faults(reads_past_visible_to, "views", root=root)

    assert missed(law, f"def page(request):\n    return {line}\n", tmp_path, kinds=("views",)) == []


@pytest.mark.parametrize("line", ["Note.objects.create(head=head)", "note.save()", "Note.objects.update(words='')"])
def test_a_page_form_or_rule_that_writes_is_seen_wherever_it_lies(line, tmp_path):
    law = partial(faults, writes, *READERS)
    assert missed(lambda root: law(root=root), f"def page(note):\n    {line}\n", tmp_path, kinds=READERS) == []


def test_an_action_that_takes_values_by_place_is_seen_wherever_it_lies(tmp_path):
    def law(root):
        return faults(takes_by_place, "actions", root=root)

    assert missed(law, "def leave(note, *, by):\n    pass\n", tmp_path, kinds=("actions",)) == []


@pytest.mark.parametrize("kind", ["views", "actions", "story"])
def test_another_clock_a_hole_and_mail_are_seen_wherever_they_lie(kind, tmp_path):
    def clocks(root):
        return faults(asks_another_clock, root=root)

    def holes(root):
        return [path for path in sources(root) if known_holes(ast.parse(path.read_text()), holes_for(path, root))]

    assert missed(clocks, "AT = timezone.now()\n", tmp_path / "1", kinds=(kind,)) == []
    for number, line in enumerate(("from django.core import mail", "import smtplib", "mark_safe('')")):
        assert missed(holes, f"{line}\n", tmp_path / f"2{number}", kinds=(kind,)) == []


def test_mail_is_the_outboxs_own_and_a_folder_named_so_elsewhere_is_not(tmp_path):
    for place, kept in (("outbox/sending/smtp.py", True), ("inspections/outbox/smtp.py", False)):
        path = plant(tmp_path, place, "import smtplib\n")
        assert (known_holes(ast.parse(path.read_text()), holes_for(path, tmp_path)) == []) is kept


def test_a_deed_is_read_wherever_it_is_done(tmp_path):
    def law(root):
        return {verb for path in sources(root) for verb in verbs(ast.parse(path.read_text()))}

    assert missed(law, "audit.record(by=by, verb='note.left', concerns=by)\n", tmp_path, kinds=("actions",)) == []


@pytest.mark.parametrize("place", ["inspections/utils.py", "inspections/check_ins/helpers.py", "covenant/common/a.py"])
def test_a_drawer_is_seen_in_a_room_too(place, tmp_path):
    assert is_a_drawer(plant(tmp_path / "core", place, ""), tmp_path / "core")


def test_a_house_above_which_a_folder_is_named_so_has_no_drawer(tmp_path):
    root = tmp_path / "core"
    assert not is_a_drawer(plant(root, "inspections/check_ins/story.py", ""), root)
