"""The layers inside an app hold wherever a file lies; tried on an app with a fault in it."""

import itertools
import sys
import tomllib

import grimp
import pytest
from mypy.options import Options

from config.environment import BASE_DIR
from tests.house.modules import APPS, dotted, modules
from tests.house.planted import plant
from tests.house.stem_layers import broken, layers_of

SETTINGS = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]
CONTRACT = next(one for one in SETTINGS["importlinter"]["contracts"] if one["type"] == "stem_layers")
LAYERS = [{name.strip() for name in layer.split(":")} for layer in CONTRACT["layers"]]
STEMS = [next(iter(sorted(name for name in layer if "." not in name)), "") for layer in LAYERS]
DOWN = [(high, low) for high, low in itertools.combinations([stem for stem in STEMS if stem], 2)]
HOMES = [
    ("example.{}", "example.{}"),
    ("example.{}.call", "example.{}.call"),
    ("example.check_ins.{}", "example.check_ins.{}"),
    ("example.check_ins.{}.answer", "example.check_ins.{}"),
    ("example.check_ins.{}", "example.windows.{}"),
    ("example.check_ins.{}.answer", "example.{}.call"),
]
numbers = itertools.count()


@pytest.fixture
def graph_of(tmp_path, monkeypatch):
    """Builds an app of these modules, each with what it imports. Every app has a name of its own: Python remembers."""

    def build(imports: dict[str, str]) -> tuple[grimp.ImportGraph, str]:
        app = f"example_{next(numbers)}"
        for module, imported in imports.items():
            place = module.replace("example", app, 1).replace(".", "/")
            path = plant(tmp_path, f"{place}.py", f"import {imported.replace('example', app, 1)}\n" if imported else "")
            for folder in itertools.takewhile(lambda one: one != tmp_path, path.parents):
                (folder / "__init__.py").touch()
        monkeypatch.syspath_prepend(tmp_path)
        return grimp.build_graph(app, cache_dir=None), app

    return build


@pytest.mark.parametrize(("high", "low"), DOWN)
@pytest.mark.parametrize(("above", "below"), HOMES)
def test_an_import_upwards_is_seen_wherever_both_lie(high, low, above, below, graph_of):
    higher, lower = above.format(high), below.format(low)
    graph, app = graph_of({higher: "", lower: higher})
    assert len(broken(graph, app, LAYERS)) == 1
    graph, app = graph_of({lower: "", higher: lower})
    assert broken(graph, app, LAYERS) == []


def test_an_import_upwards_by_way_of_another_file_is_seen(graph_of):
    chain = {"example.check_ins.views": "", "example.check_ins.story": "example.check_ins.views"}
    graph, app = graph_of(chain | {"example.windows.actions": "example.check_ins.story"})
    assert len(broken(graph, app, LAYERS)) == 1


def test_every_layer_of_the_real_house_has_its_modules():
    graph = grimp.build_graph(*APPS, "config", cache_dir=None)
    found = {module for app in APPS for layer in layers_of(graph, app, LAYERS) for module in layer}
    for layer in LAYERS:
        assert {name for name in layer if "." in name} <= found
    for kind in ("urls", "views", "tasks", "management", "forms", "actions", "rules", "models"):
        selected = {dotted(path) for path in modules(kind)}
        assert selected
        assert {name for name in selected if not any(f"{name}.".startswith(f"{one}.") for one in found)} == set()


def test_the_linter_asks_this_contract_of_every_app():
    assert set(CONTRACT["packages"]) == {*APPS}
    assert CONTRACT["layers"][0] == "urls"
    assert SETTINGS["importlinter"]["contract_types"] == ["stem_layers: tests.house.stem_layers.StemLayers"]
    assert "tests.house.stem_layers" in sys.modules


def types_of(module: str) -> dict[str, bool]:
    """What mypy is told about a module by the parts of its settings that name it."""
    found: dict[str, bool] = {}
    for part in SETTINGS["mypy"]["overrides"]:
        patterns = [part["module"]] if isinstance(part["module"], str) else part["module"]
        if any(Options().compile_glob(pattern).match(module) for pattern in patterns):
            found |= {name: value for name, value in part.items() if name != "module"}
    return found


@pytest.mark.parametrize("kind", ["actions"])
def test_every_action_has_strict_types_wherever_it_lies(kind):
    planted = [f"inspections.check_ins.{kind}", f"inspections.check_ins.{kind}.answer", f"covenant.{kind}.texts"]
    real = [dotted(path) for path in modules(kind)]
    assert [name for name in [*planted, *real] if not types_of(name).get("disallow_untyped_defs")] == []


@pytest.mark.parametrize("kind", ["views", "forms"])
def test_every_view_and_form_is_asked_what_a_view_is_asked(kind):
    planted = [f"inspections.check_ins.{kind}", f"inspections.check_ins.{kind}.answer", f"covenant.{kind}.public"]
    real = [dotted(path) for path in modules(kind)]
    assert [name for name in [*planted, *real] if "disable_error_code" not in types_of(name)] == []
