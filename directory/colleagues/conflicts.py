"""Who must not advise whom. Values in, a reason out; shown to officers as they stand, to heads as "not available"."""

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Adviser:
    person: int
    schools: frozenset[int] = frozenset()  # where she works
    areas: frozenset[int] = frozenset()  # of those schools
    employers: frozenset[int] = frozenset()  # organisations she works for or that run her schools
    must_not_advise: frozenset[int] = frozenset()  # schools she named in her declaration
    serving_inspector: bool = False
    contract_allows: bool = False
    runs_or_represents: bool = False  # officer, administrator, employer's representative, line manager of this head

    def is_on_holiday(self, shut: Set[int]) -> bool:
        """All of the areas she works in are. Whoever works in none has no holidays of this kind."""
        return bool(self.areas) and self.areas <= shut


@dataclass(frozen=True)
class Asking:
    head: int
    school: int
    employers: frozenset[int] = frozenset()
    not_these: frozenset[int] = frozenset()  # persons: the head, her deputy, her buddy; and those she will not have


def conflict(adviser: Adviser, asking: Asking) -> str:
    """Empty when she may be asked."""
    if adviser.person in asking.not_these or adviser.person == asking.head:
        return "not available"
    if asking.school in adviser.schools:
        return "same school"
    if adviser.employers & asking.employers:
        return "same employer"
    if adviser.runs_or_represents:
        return "works for the employer, or runs the network"
    if asking.school in adviser.must_not_advise:
        return "declared"
    if adviser.serving_inspector and not adviser.contract_allows:
        return "serving inspector, contract not settled"
    return ""
