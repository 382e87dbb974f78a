"""Which file this is, told from the names of its columns."""

from collections.abc import Iterable
from difflib import get_close_matches
from types import MappingProxyType

from network import beside
from network.register.files.faults import BadFile
from network.register.files.table import Table, fold

GIAS, LINKS, OFSTED, INDEPENDENT = "gias", "links", "ofsted", "independent"
_FILE = beside.read(__file__, "shapes.toml")
TITLES = MappingProxyType({kind: shape["title"] for kind, shape in _FILE.items()})


def tell(table: Table) -> str:
    """The kind of this file; its needed columns are there, once each."""
    if "outcomes for legacy monitoring inspections" in table.columns:
        raise BadFile(
            "This is Ofsted's file of the inspections in one year. Use the one named “latest inspections” instead."
        )
    found = {}
    for kind, shape in _FILE.items():
        found[kind] = sum(fold(name) in table.columns for name in shape["signs"]) / len(shape["signs"])
    kind = max(found, key=lambda name: found[name])
    if found[kind] < 0.4:
        raise BadFile(
            "The columns are not those of a register file this page knows. It knows: "
            + "; ".join(TITLES.values())
            + "."
        )
    check_columns(table, _FILE[kind]["needed"])
    return kind


def check_columns(table: Table, needed: Iterable[str]) -> None:
    for name in needed:
        if fold(name) not in table.columns:
            near = get_close_matches(fold(name), table.columns, n=1, cutoff=0.6)
            hint = f" The nearest in this file is “{table.header[table.columns[near[0]]].strip()}”." if near else ""
            raise BadFile(f"Row {table.header_row}: the column “{name}” is missing.{hint} Use the file as published.")
        check_once(table, name)


def check_once(table: Table, name: str) -> None:
    if fold(name) in table.doubled:
        raise BadFile(f"Row {table.header_row}: the column “{name}” stands twice. Which one is right cannot be told.")
