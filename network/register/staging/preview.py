# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""What an import would do, school by school: pages of rows for the officer to look at before she presses."""

from dataclasses import dataclass
from typing import Any

from network.register.models.imports import RegisterImport
from network.register.staging import sql
from network.register.staging.schools import TIED, Compared
from network.schools.models.school import School

PAGE = 50
ADDED, CHANGED, CLOSED, REOPENED = "added", "changed", "closed", "reopened"
LABELS = {
    "authority": "authority", "establishment_number": "number", "kind": "type", "kind_group": "group of types",
    "opened_on": "open date", "opened_why": "reason opened", "closed_on": "close date", "closed_why": "reason closed",
    "low_age": "lowest age", "high_age": "highest age", "religious_character": "religious character",
    "foundation": "foundation trust", "board": "federation",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Previewed:
    urn: str
    name: str
    row: int
    changes: tuple[Change, ...] = ()


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


def page(into: RegisterImport, what: str, after_urn: str = "") -> list[Previewed]:
    """Up to PAGE + 1 schools (the one more says that there is a next page), in order of URN, one query."""
    compared = Compared(into, into.counts.get("absent", []))
    conditions = compared.conditions()
    wanted = {
        ADDED: "sc.id is null",
        CLOSED: "sc.status <> 'closed' and s.status = 'closed'",
        REOPENED: "sc.status = 'closed' and s.status <> 'closed'",
        CHANGED: f"sc.id is not null and not (sc.status <> 'closed' and s.status = 'closed') and {compared.differing}",
    }[what]
    pairs = "" if what == ADDED else "".join(f", {_pair(name)}, {test}" for name, test in conditions.items())
    low, high = compared.span
    if after_urn:
        low = into.pk * 1_000_000 + int(after_urn) + 1
    found = sql.ask(
        f"select s.urn, s.name, s.row{pairs} from {compared.join}"
        f" where s.id between %s and %s and {wanted} order by s.id limit {PAGE + 1}",
        [low, high],
    )
    return [Previewed(urn, name, row, tuple(_changes(tuple(conditions), values))) for urn, name, row, *values in found]


def _pair(name: str) -> str:
    if name == "authority":
        return "a.code, s.authority_code"
    if name in TIED:
        named = (
            "(select n.name from network_stagedname n where n.kind = '{}' and n.code = s.{}_code"
            " and n.register_import_id = s.id / 1000000 limit 1)"
        )
        return f"{name}.name, {named.format(TIED[name], name)}"
    return f"sc.{name}, s.{name}"


def _changes(names: tuple[str, ...], values: list[Any]) -> list[Change]:
    triples = zip(names, values[0::3], values[1::3], values[2::3], strict=True) if values else ()
    return [Change(label(name), _shown(name, old), _shown(name, new)) for name, old, new, differs in triples if differs]


def _shown(name: str, value: Any) -> Any:
    return dict(School.STATUSES).get(value, value) if name == "status" else value
