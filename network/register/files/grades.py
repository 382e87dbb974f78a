"""Grades, concern and safeguarding from their figures to their words."""

from network.register.files.cells import CellFault, is_blank, shown, tidy
from network.register.files.vocabulary import (
    CONCERNS,
    NO_GRADE,
    NOT_JUDGED,
    OLDER_GRADES,
    REPORT_CARD_GRADES,
    SAFEGUARDING_EFFECTIVE,
    SAFEGUARDING_STANDARDS,
)


def older_grade(cell: str) -> str:
    """1 to 4 as words; 0, 8 and 9 are "none" or "not applicable"."""
    value = tidy(cell)
    if value in OLDER_GRADES:
        return OLDER_GRADES[value]
    if value.casefold() in NO_GRADE:
        return ""
    if value.casefold() == NOT_JUDGED.casefold():
        return NOT_JUDGED
    for word in OLDER_GRADES.values():
        if value.casefold() == word.casefold():
            return word
    raise CellFault(f"{shown(value)} is not a grade from 1 to 4.")


def report_card_grade(cell: str) -> str:
    value = tidy(cell).casefold()
    if value in NO_GRADE:
        return ""
    if value not in REPORT_CARD_GRADES:
        raise CellFault(f"{shown(cell)} is not a grade of the report card: {', '.join(REPORT_CARD_GRADES.values())}.")
    return REPORT_CARD_GRADES[value]


def concern(cell: str) -> str:
    value = tidy(cell).upper()
    if is_blank(value) or value.casefold() in NO_GRADE:
        return ""
    if value not in CONCERNS:
        raise CellFault(f"{shown(cell)} is not a category of concern: {', '.join(CONCERNS)}.")
    return CONCERNS[value]


def safeguarding(cell: str) -> str:
    value = tidy(cell).casefold()
    if value in NO_GRADE:
        return ""
    known = SAFEGUARDING_STANDARDS | SAFEGUARDING_EFFECTIVE
    if value not in known:
        raise CellFault(f"{shown(cell)} says neither that safeguarding is met nor that it is not.")
    return known[value]
