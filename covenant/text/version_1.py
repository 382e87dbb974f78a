"""The covenant's first version, as an installation begins with it (version_1.toml). It restates, whole and in plain
words, the four promises announced on 22 January 2024 in Southampton; an officer publishes it, or writes her network's
own."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Words(NamedTuple):
    title: str
    words: str


_FILE = tomllib.loads(Path(__file__).with_name("version_1.toml").read_text(encoding="utf-8"))
TITLE, INTRODUCTION = _FILE["title"], _FILE["introduction"]
PROMISES = tuple(Words(**row) for row in _FILE["promises"])
