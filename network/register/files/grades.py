"""Grades, concern and safeguarding from their figures to their words."""

from collections.abc import Callable

from network.register.files.cells import CellFault, shown, tidy
from network.register.files.vocabulary import (
    CONCERNS,
    NO_GRADE,
    NOT_JUDGED,
    OLDER_GRADES,
    REPORT_CARD_GRADES,
    SAFEGUARDING,
)


def _one_of(known: dict[str, str], why: str) -> Callable[[str], str]:
    """What `known` calls it, by its folded words; `why` says what is wrong with any other."""

    def convert(cell: str) -> str:
        value = tidy(cell).casefold()
        if value in NO_GRADE:
            return ""
        if value not in known:
            raise CellFault(f"{shown(cell)} {why}")
        return known[value]

    return convert


older_grade = _one_of(
    OLDER_GRADES | {word.casefold(): word for word in (NOT_JUDGED, *OLDER_GRADES.values())},
    "is not a grade from 1 to 4.",
)
report_card_grade = _one_of(
    REPORT_CARD_GRADES, f"is not a grade of the report card: {', '.join(REPORT_CARD_GRADES.values())}."
)
concern = _one_of(CONCERNS, f"is not a category of concern: {', '.join(CONCERNS.values())}.")
safeguarding = _one_of(SAFEGUARDING, "says neither that safeguarding is met nor that it is not.")
