"""The weights in force, and what each means in words."""

from __future__ import annotations

from dataclasses import asdict, fields

from buddies.matching.models import WeightsSet
from buddies.matching.pair_rules import Weights
from network import beside

_FILE = beside.read(__file__, "weights.toml")
WORDS: dict[str, tuple[str, str]] = {name: (title, says) for name, (title, says) in _FILE.items()}


def current() -> Weights:
    newest = WeightsSet.objects.order_by("-set_at", "-id").first()
    return from_values(newest.values if newest else {})


def from_values(values: dict[str, int]) -> Weights:
    """What a stored set does not name, or names no longer, is as it comes with the software."""
    known = {field.name for field in fields(Weights)}
    return Weights(**{name: value for name, value in values.items() if name in known})


def rows(weights: Weights) -> list[dict[str, object]]:
    return [
        {"name": name, "value": value, "title": WORDS[name][0], "says": WORDS[name][1]}
        for name, value in asdict(weights).items()
    ]
