"""What is measured of each promise, and what is not. `code` is that of the figure that `inspections` counts."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Measure(NamedTuple):
    promise: int
    what: str
    code: str = ""  # empty: not measured yet, and the page says so


_FILE = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
MEASURES = tuple(Measure(**row) for row in _FILE["measures"])
