"""The register's words for a school's phase and kind, as the matching compares them. Pure."""

from __future__ import annotations

from functools import cache

PRIMARY, SECONDARY, SPECIAL = "primary", "secondary", "special"
BY_WORD = {
    "nursery": {PRIMARY},
    "primary": {PRIMARY},
    "middle deemed primary": {PRIMARY},
    "middle deemed secondary": {SECONDARY},
    "secondary": {SECONDARY},
    "16 plus": {SECONDARY},
    "all-through": {PRIMARY, SECONDARY},
}
SECONDARY_FROM = 11


@cache
def phases(phase: str, kind: str, low_age: int | None, high_age: int | None) -> frozenset[str]:
    """An all-through school has two. The register gives special schools no phase: their ages say it, and that they are
    special counts as a phase of its own. Kept, since all schools are of some dozens of kinds."""
    found = set(BY_WORD.get(phase.strip().casefold(), ()))
    if not found and low_age is not None and high_age is not None:
        if low_age < SECONDARY_FROM:
            found.add(PRIMARY)
        if high_age > SECONDARY_FROM:
            found.add(SECONDARY)
    if any(word in kind.casefold() for word in ("special", "pupil referral", "alternative provision")):
        found = {f"{SPECIAL} {phase}" for phase in found} or {SPECIAL}
    return frozenset(found)
