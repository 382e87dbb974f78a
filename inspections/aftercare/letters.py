"""Words to copy. Before publication they say nothing of an outcome, good or bad: letters.toml. Pure."""

from __future__ import annotations

from datetime import date

from network import beside

_LETTERS = beside.read(__file__, "letters.toml")


def letters(school: str, starts_on: date, ends_on: date) -> dict[str, str]:
    days = _days(starts_on, ends_on)
    return {to: words.format(school=school, days=days) for to, words in _LETTERS.items()}


def _days(starts_on: date, ends_on: date) -> str:
    first = f"on {starts_on:%A} {starts_on.day} {starts_on:%B}"
    return first if starts_on == ends_on else f"{first} to {ends_on:%A} {ends_on.day} {ends_on:%B}"
