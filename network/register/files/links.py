"""Rows of the GIAS links file: which school came before which."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from network.register.files import cells
from network.register.files.faults import Refused
from network.register.files.reading import Line, read_lines
from network.register.files.table import Table

COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


class LinkRow(NamedTuple):
    row: int
    urn: str
    link_urn: str
    link_name: str
    kind: str
    established_on: date | None


def read_links(table: Table) -> Iterator[LinkRow | Refused]:
    seen: set[tuple[str, str, str]] = set()
    for item in read_lines(table, COLUMNS, _read):
        if isinstance(item, LinkRow):
            key = item.urn, item.link_urn, item.kind
            if key in seen:
                continue  # the same link told twice
            seen.add(key)
        yield item


def _read(line: Line) -> Iterator[LinkRow]:
    kind = line.read(_kind, ["LinkType"])
    yield LinkRow(
        line.number,
        line.read(cells.urn, ["URN"]),
        line.read(cells.urn, ["LinkURN"]),
        line.read(cells.text(200), ["LinkName"]),
        kind,
        line.read(cells.day, ["LinkEstablishedDate"]),
    )


def _kind(cell: str) -> str:
    value = cells.text(60)(cell)
    if not value:
        raise cells.CellFault("there is no type of link.")
    return value
