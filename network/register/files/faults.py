from typing import NamedTuple


class BadFile(Exception):
    """The file as a whole cannot be used. The words are shown to the officer: what is wrong and what to do."""


class NoHeader(BadFile):
    """No row names the columns that are looked for. `top` holds the first rows that have anything in them."""

    def __init__(self, words: str, top: list[list[str]]) -> None:
        super().__init__(words)
        self.top = top


class Refused(NamedTuple):
    """One row that is left out, and why. `row` counts as a spreadsheet does: the first line of the file is 1."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.why}" if self.column else f"Row {self.row}: {self.why}"
