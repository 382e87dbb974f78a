"""What is measured of each promise, and what is not. `code` is that of the figure that `inspections` counts."""

from typing import NamedTuple

from network import beside


class Measure(NamedTuple):
    promise: int
    what: str
    code: str = ""  # empty: not measured yet, and the page says so


_FILE = beside.read(__file__, "measures.toml")
MEASURES = tuple(Measure(**row) for row in _FILE["measures"])
