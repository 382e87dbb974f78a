"""The weights in force, and what each means in words."""

from __future__ import annotations

from dataclasses import asdict, fields

from buddies.matching.models import WeightsSet
from buddies.matching.pair_rules import Weights

WORDS = {
    "phase": ("Another phase of school", "points when the two lead no phase in common"),
    "inspected": ("Not inspected lately", "points when the buddy has not been inspected under the present framework"),
    "recent_months": ("What lately means", "months after which that inspection counts no longer"),
    "km": ("Distance", "points for each whole kilometre between the schools"),
    "kind": ("Another kind of school", "points when one is an academy and the other is not, and so on"),
    "size": ("Another size", "points for each step of size between the schools"),
    "window": ("Both in the window", "points when both could be called in the same weeks"),
    "load": ("Fair load", "points for each head the buddy stands by already"),
    "wish": ("The head’s own wishes", "points for each wish that is not met"),
    "ended": ("Paired before", "points when an earlier pairing of the two has ended"),
    "reserve_window": ("A reserve in the window", "points when the reserve could be called too"),
    "first_urgent": ("The call has come", "points for leaving such a head without, when there are too few buddies"),
    "first_window": ("In the window", "points for leaving such a head without, when there are too few buddies"),
}


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
