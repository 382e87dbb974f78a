"""Rows of the GIAS links file: which school came before which."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from network.register.files import cells
from network.register.files.faults import Refused
from network.register.files.reading import Line, read_lines
from network.register.files.table import Table
from network.register.files.wanted import EVERYWHERE, Wanted

COLUMNS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


class LinkRow(NamedTuple):
    row: int
    urn: str
    link_urn: str
    link_name: str
    kind: str
    established_on: date | None


@dataclass
class Links:
    table: Table
    wanted: Wanted = EVERYWHERE
    others: int = 0  # rows that are not wanted, passed over

    def rows(self) -> Iterator[LinkRow | Refused]:
        seen: set[tuple[str, str, str]] = set()
        for item in read_lines(self.table, COLUMNS, self._read):
            if isinstance(item, LinkRow):
                key = item.urn, item.link_urn, item.kind
                if key in seen:
                    continue  # the same link told twice
                seen.add(key)
            yield item

    def _read(self, line: Line) -> Iterator[LinkRow]:
        kind = line.read(cells.needed(cells.text(100), "type of link"), ["LinkType"])
        urn = line.read(cells.urn, ["URN"])
        if not self.wanted.takes(urn):
            self.others += 1
            return
        yield LinkRow(
            line.number,
            urn,
            line.read(cells.urn, ["LinkURN"]),
            line.read(cells.text(200), ["LinkName"]),
            kind,
            line.read(cells.day, ["LinkEstablishedDate"]),
        )
