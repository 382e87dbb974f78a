"""Whom a message was caused by, where one person's question goes to several. Upper apps say so in `AppConfig.ready`.

Where small numbers must point at nobody, eight messages that one head caused count once.
"""

from collections.abc import Callable, Collection, Iterable

# Given keys of the model that an `about` begins with, the primary key of the person by whom each was caused.
CausedBy = Callable[[Collection[int]], dict[int, int]]

caused_by: dict[str, CausedBy] = {}


def of(abouts: Iterable[str]) -> dict[str, int]:
    """By `about`: the person who caused it. What is not there concerns nobody but its own recipient."""
    keys: dict[str, set[int]] = {}
    for about in abouts:
        noun, _, key = about.partition(":")
        if noun in caused_by and key.isdigit():
            keys.setdefault(noun, set()).add(int(key))
    return {f"{noun}:{key}": person for noun, wanted in keys.items() for key, person in caused_by[noun](wanted).items()}
