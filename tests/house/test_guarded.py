"""A law of the house: one bad row never stops its neighbours. Whatever a task or a command reaches, a loop in which
each row writes something guards each row (network/guarded.py).

Read as trees: from every task and command along the calls to functions of ours, and no further where a guard stands:
what is done for one row may loop as it likes, for it fails or succeeds as one. `PLAIN` lists the loops that need none.
"""

import ast
import functools
import itertools
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.house import modules
from tests.house.planted import missed, plant

WRITES = {"create", "update", "delete", "save", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WRITES |= {"unlink", "send_task"}
# Done whole or not at all, each for its reason.
PLAIN = {
    "config.backups": "a backup or a restore is whole or it is none",
    "network.register.importing": "a register is applied whole or not at all",
    "inspections.demo": "the demonstration is loaded whole or not at all",
    "network.management.commands.first_administrators": "both of them or neither",
    "outbox.queue.actions.messages.put_many": "what one caller puts is put whole; whoever has many rows guards each",
    "inspections.check_ins.actions.planning.plan_heads": "for one head, or for many who are tried again one by one",
    "inspections.surveys.actions.figures._publish_total": "one figure, of the newest year that tells enough",
    "inspections.windows.actions.next_call_days.push_down": "one UPDATE of one day for many schools",
}


class Module:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.functions: dict[str, ast.FunctionDef] = {}
        self.imports: dict[str, str] = {}
        tree = ast.parse(text)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            if isinstance(node, ast.ClassDef):
                methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
                self.functions |= {f"{node.name}.{method.name}": method for method in methods}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.imports |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}


@functools.cache
def module_of(name: str, text: str) -> Module:
    return Module(name, text)


class House:
    def __init__(self, sources: dict[str, str]) -> None:
        self.modules = {name: module_of(name, text) for name, text in sources.items()}

    def function(self, dotted: str) -> tuple[Module, ast.FunctionDef, str] | None:
        """By its full name, through what a package hands on."""
        for cut in range(len(dotted.split(".")) - 1, 0, -1):
            parts = dotted.split(".")
            module, rest = self.modules.get(".".join(parts[:cut])), parts[cut:]
            if module is None:
                continue
            if ".".join(rest) in module.functions:
                return module, module.functions[".".join(rest)], dotted
            if rest[0] in module.imports:
                meant = ".".join([module.imports[rest[0]], *rest[1:]])
                return self.function(meant) if meant != dotted else None
        return None

    def meant(self, module: Module, owner: str, node: ast.AST) -> str | None:
        """The full name of the function of ours that this expression names."""
        said = _name(node)
        if not said:
            return None
        first, _, rest = said.partition(".")
        if first == "self":
            said = f"{module.name}.{owner.split('.')[0]}.{rest}"
        elif said in module.functions:
            said = f"{module.name}.{said}"
        elif first in module.imports:
            said = f"{module.imports[first]}.{rest}" if rest else module.imports[first]
        else:
            return None
        found = self.function(said)
        return f"{found[0].name}.{_own_name(found)}" if found else None

    @functools.cached_property
    def writers(self) -> set[str]:
        """Every function that writes, itself or by another."""
        calls: dict[str, set[str]] = {}
        found: set[str] = set()
        for module in self.modules.values():
            for name, function in module.functions.items():
                dotted = f"{module.name}.{name}"
                made = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
                if any(writes_rows(call) for call in made):
                    found.add(dotted)
                calls[dotted] = {meant for call in made if (meant := self.meant(module, name, call.func))}
        while more := {name for name, called in calls.items() if name not in found and called & found}:
            found |= more
        return found

    def unguarded(self) -> list[str]:
        """Loops that write for each row without a guard, in what tasks and commands reach."""
        waiting, seen, wrong = self.beginnings(), set(), set()
        while waiting:
            dotted = waiting.pop()
            if dotted in seen:
                continue
            seen.add(dotted)
            found = self.function(dotted)
            if found is None or is_plain(dotted):
                continue
            module, function, _ = found
            owner = _own_name(found)
            for node in outside_guards(function):
                if isinstance(node, ast.For | ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
                    if self._works_on_rows(module, owner, node):
                        wrong.add(f"{dotted}, line {node.lineno}")
                elif isinstance(node, ast.Attribute | ast.Name):
                    meant = self.meant(module, owner, node)
                    if meant:
                        waiting.append(meant)
        return sorted(wrong)

    def beginnings(self) -> list[str]:
        found = []
        for name, module in self.modules.items():
            if {"tasks", "commands"} & {*name.split(".")}:
                found += [f"{name}.{function}" for function in module.functions]
        return found

    def _works_on_rows(self, module: Module, owner: str, loop: ast.AST) -> bool:
        over = loop.iter if isinstance(loop, ast.For) else loop.generators[0].iter  # type: ignore[attr-defined]
        constant = isinstance(over, ast.Name) and over.id.isupper()
        if constant or isinstance(over, ast.Tuple | ast.List) or _name(over) in {"range", "batched"}:
            return False
        body = loop.body if isinstance(loop, ast.For) else [loop]
        for node in outside_guards(ast.Module(body, [])):  # type: ignore[arg-type]
            if isinstance(node, ast.Call) and (
                writes_rows(node) or self.meant(module, owner, node.func) in self.writers
            ):
                return True
        return False


def outside_guards(tree: ast.AST):
    """Every node under this one but what stands in `with each(…):`, or is handed to `each(…)` or `together(…)`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.With) and any(_name(item.context_expr) == "each" for item in child.items):
            continue
        if isinstance(child, ast.Call) and _name(child.func) in {"guarded.each", "guarded.together", "each.together"}:
            continue
        yield child
        yield from outside_guards(child)


def writes_rows(call: ast.Call) -> bool:
    """`Model.objects.filter(…).update(…)`, `row.save()`; not a dict's `update`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    return call.func.attr != "update" or bool(call.keywords)


def _own_name(found: tuple[Module, ast.FunctionDef, str]) -> str:
    module, function, _ = found
    return next(name for name, one in module.functions.items() if one is function)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        before = _name(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def is_plain(dotted: str) -> bool:
    return any(dotted == plain or dotted.startswith(f"{plain}.") for plain in PLAIN)


@functools.cache
def sources(root: Path = BASE_DIR) -> dict[str, str]:
    return {modules.dotted(path, root): path.read_text() for path in modules.sources(root)}


def test_every_loop_over_rows_that_a_task_or_command_runs_guards_each_row():
    assert House(sources()).unguarded() == []


@pytest.mark.parametrize("plain", PLAIN)
def test_what_needs_no_guard_is_still_there_and_still_loops(plain, monkeypatch):
    monkeypatch.delitem(PLAIN, plain)
    assert any(line.startswith(plain) for line in House(sources()).unguarded())


def test_the_law_reaches_what_tasks_reach():
    """By way of modules, packages that hand on, methods and what is passed as an argument."""
    house = House(sources())
    assert len(house.beginnings()) > 20
    assert {
        "outbox.queue.actions.messages.put_many",
        "inspections.ringing.actions.please_ring._pass_on",
    } <= house.writers


def what_follows_the_guard(tree: ast.AST) -> list[int]:
    """Lines that would not be reached where a row has failed: `Failed` is raised where the block ends."""
    found = []
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for statement, following in itertools.pairwise(body) if isinstance(body, list) else []:
            guards = isinstance(statement, ast.With) and any(
                _name(item.context_expr) == "guarded.rows" for item in statement.items
            )
            if guards and not isinstance(following, ast.Return):
                found.append(following.lineno)
    return found


def test_nothing_but_a_return_follows_the_rows():
    wrong = {name: lines for name, text in sources().items() if (lines := what_follows_the_guard(ast.parse(text)))}
    assert wrong == {}


def test_what_follows_the_rows_is_found():
    assert what_follows_the_guard(
        ast.parse("def look():\n with guarded.rows() as each:\n  pass\n store(rows)\n return 1")
    ) == [4]


PLANTED = {
    "inspections.calls.actions.notify_call": "with each(told):",
    "inspections.calls.actions.inspections": "with each(inspection):",
    "inspections.buddy_care.actions": "with each(person):",
    "inspections.support.actions.log_warnings": "with each(key.owner):",
    "inspections.check_ins.actions.retention": "with each(key):",
    "inspections.windows.actions.windows": "with each(pk):",
    "buddies.steps.actions.contact": "with each(pairing):",
    "buddies.steps.actions.passing_on": "with each(pairing):",
    "buddies.conflicts.actions": "with each(pairing):",
    "directory.listings.actions.nightly": "with each(listing):",
    "outbox.receipts.receipts": "with each(message, in_transaction=False):",
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_guard_that_is_taken_away_is_missed(name):
    text = sources()[name]
    assert PLANTED[name] in text
    without = House(sources() | {name: text.replace(PLANTED[name], "if True:")})
    assert any(line.startswith(f"{name}.") for line in without.unguarded())


class TakenAway(ast.NodeTransformer):
    """`guarded.each(rows, work)`, written as a loop without a guard."""

    def visit_Call(self, call: ast.Call) -> ast.AST:
        self.generic_visit(call)
        if _name(call.func) != "guarded.each":
            return call
        rows, work = ast.unparse(call.args[0]), ast.unparse(call.args[1])
        return ast.parse(f"[({work})(row) for row in ({rows})]", mode="eval").body


HANDED = [name for name, text in sources().items() if "guarded.each(" in text and name != "network.guarded"]


@pytest.mark.parametrize("name", HANDED)
def test_a_row_that_is_no_longer_handed_to_the_guard_is_missed(name):
    without = ast.unparse(TakenAway().visit(ast.parse(sources()[name])))
    assert any(line.startswith(f"{name}.") for line in House(sources() | {name: without}).unguarded())


def test_a_new_loop_without_a_guard_is_found():
    planted = sources()["inspections.tasks"] + (
        "\n\n@shared_task(ignore_result=True)\ndef planted() -> None:\n"
        "    for told in notify_call.Told.objects.all():\n"
        "        notify_call._reserve_stands_in(told.inspection, None)\n"
    )
    found = House(sources() | {"inspections.tasks": planted}).unguarded()
    assert "inspections.tasks.planted" in {line.split(",")[0] for line in found}


def test_a_package_that_imports_a_module_of_its_own_leads_nowhere_round():
    house = House(
        {"network.audit": "from network.audit import audit_wording\n", "network.audit.audit_wording": "WORDS = {}\n"}
    )
    assert house.function("network.audit.audit_wording.WORDS") is None


LOOK = "from inspections.check_ins.silence import look_at\n\n\ndef look():\n    return look_at()\n"
LOOP = "def look_at():\n    for row in rows:\n        row.save()\n"


@pytest.mark.parametrize("kind", ["tasks", "commands"])
def test_a_loop_is_found_wherever_the_task_and_what_it_calls_lie(kind, tmp_path):
    def law(root):
        plant(root, "inspections/check_ins/silence/actions.py", LOOP)
        plant(
            root,
            "inspections/check_ins/silence/__init__.py",
            "from inspections.check_ins.silence.actions import look_at",
        )
        return House(sources(root)).unguarded()

    assert missed(law, LOOK, tmp_path, kinds=(kind,)) == []


def test_every_task_and_command_of_the_house_is_a_beginning():
    begun = {name.rpartition(".")[0] for name in House(sources()).beginnings()}
    of_ours = {modules.dotted(path) for path in modules.modules("tasks", "commands") if "def " in path.read_text()}
    assert of_ours - {name.rpartition(".")[0] for name in begun} - begun == set()
    assert len(of_ours) > 8
