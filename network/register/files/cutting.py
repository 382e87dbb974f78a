"""Lines cut into the cells somebody wants.

A register's row has over a hundred cells, of which we take a third; `csv` makes a string of every one. So the first
lines tell which columns are quoted, and a pattern made of that takes only what is wanted, in half the time. Whatever
does not fit the pattern (a quote within a cell, a row of two lines, another width, a fault) is read by `csv`.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

Row = tuple[str, ...]
LONGEST = 131_072  # letters of a line: above it a cell may be too long, which `csv` finds out
LEARN_FROM = 100  # lines
LESSONS = 5  # at most, each when more than a twentieth of some lines did not fit
ALWAYS, NEVER = {True}, {False}


@dataclass
class Cutter:
    separator: str
    width: int
    places: Sequence[int]  # the wanted columns, in the order in which they are asked for
    either: Collection[int] = field(default_factory=set)  # which of the wanted are sometimes quoted and sometimes not
    wanted: list[int] = field(init=False)
    lessons: int = 0

    def __post_init__(self) -> None:
        self.wanted = sorted(set(self.places))
        self._quoted: list[set[bool]] = [set() for _ in range(self.width)]
        self.pattern = re.compile("(?!)")  # nothing fits until the first lines are seen

    def learn(self, lines: Iterable[str]) -> None:
        """Adds what these lines show to what was learnt before."""
        self._look_for_quotes(lines)
        quoted, sep = self._quoted, re.escape(self.separator)
        within, plain = '"[^"]*+"', f'[^"{sep}\r\n]*+'
        parts = []
        for place, seen in enumerate(quoted):
            if seen == ALWAYS:
                parts.append('"([^"]*+)"' if place in self.wanted else within)
            else:
                either = plain if seen == NEVER else f"(?:{within}|{plain})"
                parts.append(f"({either})" if place in self.wanted else either)
        self.pattern = re.compile(sep.join(parts) + "\r?+\n?+")
        self.either = {at for at, place in enumerate(self.wanted) if quoted[place] not in (ALWAYS, NEVER)}

    def _look_for_quotes(self, lines: Iterable[str]) -> None:
        """Of each column: whether its cells are in quotes, as seen in the lines of as many cells as the header."""
        sep = re.escape(self.separator)
        cell = re.compile(rf'(?:("[^"]*+")|[^"{sep}\r\n]*+)({sep}|\r?\n?\Z)')
        for line in lines:
            told, at = [], 0
            while found := cell.match(line, at):
                told.append(found[1] is not None)
                at = found.end()
                if found[2] != self.separator:
                    break
            if found and len(told) == self.width:
                for seen, is_quoted in zip(self._quoted, told, strict=True):
                    seen.add(is_quoted)

    def fitting(self, lines: Sequence[str]) -> list[re.Match[str] | None]:
        fit = self.pattern.fullmatch
        if max(map(len, lines)) > LONGEST:
            return [fit(line) if len(line) <= LONGEST else None for line in lines]
        found = list(map(fit, lines))
        if found.count(None) * 20 > len(lines) and self.lessons < LESSONS:
            self.lessons += 1
            self.learn(islice((line for line, fits in zip(lines, found, strict=True) if not fits), LEARN_FROM))
            return self.fitting(lines)
        return found

    def cut(self, lines: list[str], rest: Iterator[str], into: list[Any]) -> bool:
        """Rows as tuples of the wanted cells; such as did not fit, as lists of all they have: then False. The last of
        `lines` may begin a row that goes on in `rest`. Raises csv.Error; `into` then has the rows before the fault."""
        found, at = self.fitting(lines), 0
        if None not in found:
            into.extend([fits.groups() for fits in found if fits])
            return True
        while at < len(lines):
            if fits := found[at]:
                into.append(fits.groups())
                at += 1
                continue
            reader = csv.reader(chain(lines[at:], rest), delimiter=self.separator, strict=True)
            for cells in reader:
                into.append(cells)
                if at + reader.line_num >= len(lines) or found[at + reader.line_num]:
                    break
            at += reader.line_num
        return False

    def picked(self, cells: list[str]) -> Row:
        """The wanted cells of a row that did not fit, as the pattern would have given them."""
        return tuple(f'"{cells[place]}"' if at in self.either else cells[place] for at, place in enumerate(self.wanted))

    def columns(self, rows: list[Row]) -> list[Sequence[str]]:
        """Of each place asked for its cells, out of their quotes."""
        columns: list[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * len(self.wanted)
        for at in self.either:
            columns[at] = [cell[1:-1] if cell[:1] == '"' else cell for cell in columns[at]]
        return [columns[self.wanted.index(place)] for place in self.places]
