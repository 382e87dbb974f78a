"""The one way to write an audit row: inside the action, in its transaction."""

from typing import Any

from network.models import AuditRow, Person


def record(*, by: Person | None, verb: str, what: str = "", concerns: Person | None = None, **detail: Any) -> AuditRow:
    """`verb` is "noun.verb"; `what` is "noun:public id". `detail` holds states and dates, never private words."""
    return AuditRow.objects.create(by=by, verb=verb, what=what, concerns=concerns, detail=detail)


def read(*, by: Person, what: str, concerns: Person) -> None:
    """A private read by somebody else, for the head's own list. Her own reads are not kept."""
    if by.pk != concerns.pk:
        record(by=by, verb=f"{what.partition(':')[0]}.read", what=what, concerns=concerns)
