"""The laws look at every file they are about: asked of Django itself, which knows where its views and models lie."""

import importlib
import sys
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern, get_resolver

from config.celery import app as celery
from config.environment import BASE_DIR
from tests.house import planted
from tests.house.modules import APPS, STANDARD, dotted, modules, sources, within


@pytest.mark.parametrize("kind", ["views", "actions", "models"])
def test_a_file_is_known_by_its_stem_or_its_folder(kind, tmp_path):
    wanted = {planted.plant(tmp_path, place, "") for place in planted.places(kind)}
    planted.plant(tmp_path, "inspections/check_ins/story.py", "")
    planted.plant(tmp_path, f"inspections/check_ins/re{kind}.py", "")
    planted.plant(tmp_path, f"inspections/migrations/{kind}.py", "")
    planted.plant(tmp_path, f"config/{kind}.py", "")
    assert set(modules(kind, root=tmp_path)) == wanted


def test_rules_about_one_thing_are_rules(tmp_path):
    path = planted.plant(tmp_path, "inspections/rules_of_one_thing.py", "")
    assert modules("rules", root=tmp_path) == [path]


def test_a_folder_above_the_house_does_not_count(tmp_path):
    root = tmp_path / "views"
    planted.plant(root, "inspections/check_ins/story.py", "")
    assert modules("views", root=root) == []


def files_of(kind: str) -> set[Path]:
    return set(modules(kind))


def file_of(module: str) -> Path:
    return Path(str(sys.modules[module].__file__))


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in APPS


def routed(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from routed(pattern)


def test_every_view_of_ours_that_an_address_leads_to_is_looked_at():
    leading = {view.__module__ for view in routed() if is_ours(view.__module__)}
    assert len(leading) > 30
    assert {file_of(module) for module in leading} <= files_of("views")


def test_every_file_of_addresses_is_looked_at():
    assert list(routed())
    names = {f"{app}.urls" for app in APPS} & sys.modules.keys()
    assert {file_of(name) for name in names} <= files_of("urls")
    assert len(names) == len(APPS)


def test_every_model_of_ours_is_looked_at():
    models = {model.__module__ for app in APPS for model in apps.get_app_config(app).get_models()}
    assert len(models) > 30
    assert {file_of(module) for module in models} <= files_of("models")


def test_every_form_of_ours_is_looked_at():
    for path in modules("forms", "views"):
        importlib.import_module(dotted(path))
    found, left = set(), [forms.BaseForm]
    while left:
        for form in left.pop().__subclasses__():
            left.append(form)
            if is_ours(form.__module__):
                found.add(form.__module__)
    assert len(found) > 20
    assert {file_of(module) for module in found} <= files_of("forms") | files_of("views")


def test_every_task_of_ours_is_looked_at():
    celery.loader.import_default_modules()
    found = {task.run.__module__ for task in celery.tasks.values() if is_ours(task.run.__module__)}
    assert {file_of(module) for module in found} <= files_of("tasks")
    assert len(found) > 4


def test_every_command_of_ours_is_looked_at():
    commands = {name: app for name, app in get_commands().items() if is_ours(app)}
    wanted = {BASE_DIR / app / "management" / "commands" / f"{name}.py" for name, app in commands.items()}
    assert wanted <= files_of("management")
    assert len(wanted) > 5


def test_what_writes_the_audit_for_somebody_who_acts_is_looked_at_as_an_action():
    """But signing in, where allauth acts and the adapter only hears of it."""
    writes = {path for path in sources() if "audit.record(by=" in path.read_text()}
    assert len(writes) > 30
    elsewhere = {dotted(path) for path in writes - files_of("actions")}
    assert {name.rpartition(".")[2] for name in elsewhere} <= {"adapter"}


def test_no_room_is_named_like_a_file_that_every_room_has():
    """Else all its files would be taken for that."""
    rooms = {within(path)[1] for path in sources() if len(within(path)) > 3} & {*STANDARD}
    assert rooms <= {"management"}
