"""Laws of the house over the code itself: read as a tree, not as text."""

import ast
from pathlib import Path

import pytest

from buddies import states
from network import deeds

ROOT = Path(__file__).resolve().parents[2]
APPS = ["network", "outbox", "covenant", "buddies", "directory", "inspections"]
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
# Rooms of an app where nothing may be written: they ask, show and validate.
READERS = ("views", "forms", "rules", "urls", "navigation")


def files(*rooms: str) -> list[Path]:
    found = []
    for app in APPS:
        for room in rooms:
            found += [ROOT / app / f"{room}.py", *(ROOT / app / room).rglob("*.py")]
    return [path for path in found if path.exists()]


def source_files() -> list[Path]:
    return [path for app in [*APPS, "config"] for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


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


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", files("views"), ids=label)
def test_a_view_reads_through_visible_to_alone(path):
    """`.objects` in a view is always followed by `.visible_to(`: nothing to forget, so nothing forgotten."""
    tree = ast.parse(path.read_text())
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
    wrong += [
        f"line {node.lineno}: getattr"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "getattr" and names_a_manager(node)
    ]
    assert wrong == []


SIDE_DOORS = {"_default_manager", "_base_manager"}


def names_a_manager(call: ast.Call) -> bool:
    return any(isinstance(one, ast.Constant) and one.value in {"objects", *SIDE_DOORS} for one in call.args)


@pytest.mark.parametrize("path", files(*READERS), ids=label)
def test_nothing_is_written_where_things_are_asked_or_shown(path):
    """Views, forms and rules write nothing; an action does, with its rule, its audit row and its messages."""
    wrong = []
    for node in calls(ast.parse(path.read_text())):
        target = name_of(node.func.value)
        about_rows = ".objects" in target or (
            node.func.attr in {"save", "delete"} and "form" not in target and not target.endswith("actions")
        )
        if node.func.attr in WRITES and about_rows and "session" not in target and "cache" not in target:
            wrong.append(f"line {node.lineno}: {target}.{node.func.attr}()")
    assert wrong == []


@pytest.mark.parametrize("path", files("actions"), ids=label)
def test_an_action_says_who_acts_and_takes_its_values_by_name(path):
    wrong = []
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        takes_by = "by" in {one.arg for one in [*node.args.args, *node.args.kwonlyargs]}
        if takes_by and (node.args.args or node.args.posonlyargs):
            wrong.append(f"line {node.lineno}: {node.name} takes values by place")
    assert wrong == []


@pytest.mark.parametrize("path", source_files(), ids=label)
def test_time_comes_from_the_clock_alone(path):
    if path.name == "clock.py":
        return
    wrong = [
        f"line {node.lineno}: {name_of(node.func)}"
        for node in calls(ast.parse(path.read_text()))
        if name_of(node.func) in {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
    ]
    assert wrong == []


@pytest.mark.parametrize("path", source_files(), ids=label)
def test_known_holes_stay_shut(path):
    """No page cache, no lock SQLite ignores, no sleeping, no signals between apps, no mail out of the outbox."""
    text = path.read_text()
    words = ["cache_page", "UpdateCacheMiddleware", "select_for_update", "csrf_exempt", "mark_safe", "post_save"]
    if "outbox" not in path.parts and "config" not in path.parts:
        words += ["django.core.mail", "smtplib"]
    tree = ast.parse(text)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for part in [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
    }
    assert names & set(words) == set()


def test_every_deed_is_told_in_words():
    """What stands in a person's audit is shown to her. (Verbs put together at run time are those of the two tables.)"""
    put_together = {f"pairing.{step.replace(' ', '-')}" for _, step in states.STEPS if step not in states.PRIVATE}
    wanted = put_together | {f"call-out.{state}" for state in ("cancelled", "done", "ended", "unanswered")}
    for path in source_files():
        for call in calls(ast.parse(path.read_text())):
            values = {word.arg: word.value for word in call.keywords}
            if "concerns" in values and isinstance(values.get("verb"), ast.Constant):
                wanted.add(values["verb"].value)
    assert len(wanted) > 80
    assert sorted(wanted - deeds.WORDS.keys()) == []


def test_no_drawers():
    """A thing has a name, or it has no home."""
    drawers = {"common", "core", "utils", "helpers", "misc"}
    assert [label(path) for path in source_files() if {*path.parts, path.stem} & drawers] == []
