"""The helplines an installation begins with, and shows until its own table has been read: the rows of
helplines.toml, each with its source."""

from typing import NamedTuple

from network import beside
from network.contact import contact_validation


class Line(NamedTuple):
    name: str
    phone: str = ""
    about: str = ""
    website: str = ""
    source: str = ""
    on_every_page: bool = False
    emergency: bool = False

    @property
    def tel(self) -> str:
        """What a phone dials; empty when the entry is words rather than a number."""
        return contact_validation.dialled_alone(self.phone)

    @property
    def note(self) -> str:
        """The first sentence of `about`, to stand after the number on every page."""
        first = self.about.split(". ")[0].rstrip(".")
        return first[:1].lower() + first[1:]


_ROWS = beside.read(__file__, "helplines.toml")["lines"]
LINES = tuple(Line(**row) for row in _ROWS)
