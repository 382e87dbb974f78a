"""The covenant's first version, as an installation begins with it (version_1.toml). It restates, whole and in plain
words, the four promises announced on 22 January 2024 in Southampton; an officer publishes it, or writes her network's
own."""

from typing import NamedTuple

from network import beside


class Words(NamedTuple):
    title: str
    words: str


_FILE = beside.read(__file__, "version_1.toml")
TITLE, INTRODUCTION = _FILE["title"], _FILE["introduction"]
PROMISES = tuple(Words(**row) for row in _FILE["promises"])
