"""Which file this is, told from its title, the names of its columns and its own name."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from types import MappingProxyType

from network import beside
from network.register.files import others, tiers
from network.register.files.faults import BadFile
from network.register.files.table import Table, fold

GIAS, LINKS, OFSTED, INDEPENDENT = "gias", "links", "ofsted", "independent"
_FILE = beside.read(__file__, "shapes.toml")
TITLES = MappingProxyType({kind: shape["title"] for kind, shape in _FILE.items()})
OFSTED_KNOWN = frozenset(map(fold, tiers.ALL_NAMES))
# What GIAS knew of inspections until 2025: a date without its grade is no inspection that a rule can go by.
INSPECTED = ("OfstedLastInsp", "OfstedRating (name)")


def tell(table: Table, name: str = "") -> str:
    """The kind of this file; its needed columns are there, once each. Raises BadFile, which names another file."""
    found = {}
    for kind, shape in _FILE.items():
        found[kind] = sum(fold(sign) in table.columns for sign in shape["signs"]) / len(shape["signs"])
    kind = max(found, key=lambda name: found[name])
    is_known = found[kind] >= 0.4
    if not (is_known and kind in (GIAS, LINKS)):
        others.check(f"{table.titles} {name}", table.columns, kind if is_known else "")
    if not is_known and "outcomes for legacy monitoring inspections" not in table.columns:
        raise BadFile(
            "The columns are not those of a register file this page knows. It knows: "
            + "; ".join(TITLES.values())
            + "."
        )
    if not is_known or kind == OFSTED:
        others.check_in_year(table.columns)
    shape = _FILE[kind]
    check_columns(table, shape["needed"], {fold(name) for name in (*shape["needed"], *shape["signs"])})
    if kind == GIAS and any(fold(name) in table.columns for name in INSPECTED):
        check_columns(table, INSPECTED)
    if kind == OFSTED:
        check_columns(table, tiers.needed(table.columns), OFSTED_KNOWN)
    return kind


def check_columns(table: Table, needed: Iterable[str | tuple[str, ...]], known: Collection[str] = ()) -> None:
    """Of each column needed one of its names is there, once. The nearest that is there instead is none of `known`."""
    missing = []
    for names in needed:
        names = (names,) if isinstance(names, str) else names
        if not any(fold(name) in table.columns for name in names):
            missing.append(names[0])
        for name in names:
            check_once(table, name)
    if missing:
        strangers = [name for name in table.columns if name not in known]
        near = get_close_matches(fold(missing[0]), strangers, n=1, cutoff=0.6)
        hint = f" The nearest in this file is “{table.header[table.columns[near[0]]].strip()}”." if near else ""
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise BadFile(
            f"Row {table.header_row}: the column “{missing[0]}” is missing{more}.{hint} Use the file as published."
        )


def check_once(table: Table, name: str) -> None:
    if fold(name) in table.doubled:
        raise BadFile(f"Row {table.header_row}: the column “{name}” stands twice. Which one is right cannot be told.")
