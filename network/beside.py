"""What stands as data in a file beside the module that reads it. Pure."""

import tomllib
from pathlib import Path
from typing import Any


def read(module: str, name: str) -> dict[str, Any]:
    """The TOML file of this name beside a module (its `__file__`)."""
    return tomllib.loads(Path(module).with_name(name).read_text(encoding="utf-8"))
