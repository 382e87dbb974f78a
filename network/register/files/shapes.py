"""Which file this is, told from the names of its columns."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from network.register.files.faults import BadFile
from network.register.files.table import Table, fold

GIAS, LINKS, OFSTED, INDEPENDENT = "gias", "links", "ofsted", "independent"
TITLES = MappingProxyType(
    {
        GIAS: "GIAS, all establishments (edubasealldata)",
        LINKS: "GIAS, links between schools (links_edubasealldata)",
        OFSTED: "Ofsted, state-funded schools, latest inspections",
        INDEPENDENT: "Ofsted, five-year data, independent schools",
    }
)

# What gives each kind away, and what it cannot be read without.
_SIGNS: Mapping[str, tuple[str, ...]] = {
    LINKS: ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"),
    GIAS: (
        "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "EstablishmentStatus (name)",
        "TypeOfEstablishment (name)", "PhaseOfEducation (name)", "CloseDate", "OpenDate",
    ),
    INDEPENDENT: (
        "Five-Year Ofsted Inspection Data publish date", "As at date", "Published date", "Provider type",
        "Overall effectiveness", "Independent school standards met",
    ),
    OFSTED: (
        "LAESTAB", "School name", "Ofsted phase", "Type of education", "Inspection start date", "Publication date",
        "Category of concern", "Local authority",
    ),
}  # fmt: skip
_NEEDED: Mapping[str, tuple[str, ...]] = {
    LINKS: ("URN", "LinkURN", "LinkType"),
    GIAS: ("URN", "LA (code)", "LA (name)", "EstablishmentName", "EstablishmentStatus (name)", "CloseDate"),
    INDEPENDENT: ("URN", "As at date", "Published date", "Overall effectiveness"),
    OFSTED: ("URN", "School name", "Local authority"),
}  # fmt: skip


def tell(table: Table) -> str:
    """The kind of this file; its needed columns are there, once each."""
    if "outcomes for legacy monitoring inspections" in table.columns:
        raise BadFile(
            "This is Ofsted's file of the inspections in one year. Use the one named “latest inspections” instead."
        )
    found = {kind: sum(fold(name) in table.columns for name in signs) / len(signs) for kind, signs in _SIGNS.items()}
    kind = max(found, key=lambda name: found[name])
    if found[kind] < 0.4:
        raise BadFile(
            "The columns are not those of a register file this page knows. It knows: "
            + "; ".join(TITLES.values())
            + "."
        )
    check_columns(table, _NEEDED[kind])
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
