"""A contract for import-linter: the layers of an app by file stem, wherever in the app a file lies.

import-linter's own layers are names below a container: `inspections.views` is one, and `inspections.check_ins.views`
would be none. Here every `views.py` and every package `views` of an app belongs to one layer, in whatever room it is. A
name with a full stop in it is a module by itself. Imports by way of others count, as in import-linter.
"""

from collections.abc import Sequence

import grimp
from importlinter.application import contract_utils
from importlinter.contracts.layers import Layer, LayersContract
from importlinter.domain import fields
from importlinter.domain.contract import ContractCheck


def layers_of(graph: grimp.ImportGraph, package: str, layers: Sequence[set[str]]) -> list[set[str]]:
    """The modules of each layer, highest layer first; what lies in a package `views` is not named again."""
    found: list[set[str]] = [set() for _ in layers]
    taken: set[str] = set()
    for module in sorted(graph.modules):
        parts = module.split(".")
        above = {".".join(parts[:cut]) for cut in range(1, len(parts))}
        if parts[0] != package or len(parts) == 1 or "migrations" in parts or above & taken:
            continue
        for layer, names in zip(found, layers, strict=True):
            if module in names or any(parts[-1] == name or parts[-1].startswith(f"{name}_") for name in names):
                layer.add(module)
                taken.add(module)
                break
    return found


def broken(graph: grimp.ImportGraph, package: str, layers: Sequence[set[str]]) -> list[grimp.PackageDependency]:
    """What a lower layer of this app imports from a higher one."""
    named = [grimp.Layer(*modules, independent=False) for modules in layers_of(graph, package, layers) if modules]
    found = graph.find_illegal_dependencies_for_layers(named)
    return sorted(found, key=lambda one: (one.importer, one.imported))


class StemLayers(LayersContract):
    """`packages`: the apps. `layers`: as in import-linter, of stems."""

    type_name = "stem_layers"
    packages = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph, ignore_imports=self.ignore_imports, unmatched_alerting=self.unmatched_ignore_imports_alerting
        )
        layers = [names(layer) for layer in self.layers]
        found = {one for package in self.packages for one in broken(graph, package, layers)}
        return ContractCheck(
            kept=not found,
            warnings=list(removal.warnings),
            ignored_import_count=removal.ignored_import_count,
            metadata={
                "invalid_dependencies": self._build_invalid_chains(found, graph),
                "undeclared_modules": set(),
            },
        )


def names(layer: Layer) -> set[str]:
    return {tail.name for tail in layer.module_tails}
