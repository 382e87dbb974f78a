"""How many of what, in words. Templates use Django's `pluralize`; Python uses this."""


def count(number: int, one: str, many: str = "") -> str:
    """ "1 working day", "2 working days", "14,000 rows". `many` where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
