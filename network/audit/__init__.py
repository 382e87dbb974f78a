"""The one way to write an audit row: inside the action, in its transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from network.audit import audit_wording
from network.audit.models import AuditRow
from network.people.models.person import Person


def record(*, by: Person | None, verb: str, what: str = "", concerns: Person | None = None, **detail: Any) -> None:
    """`verb` is "noun.verb"; `what` is "noun:public id". `detail` holds states and dates, never private words. What
    would tell for ever how somebody was is kept as a bare "changed something", or not at all (audit_wording.py)."""
    own = by is not None and concerns is not None and by.pk == concerns.pk
    kept = audit_wording.kept(verb, by_system=by is None, own=own)
    if kept == audit_wording.CHANGE:
        what, detail = "", {}
    if kept:
        AuditRow.objects.create(by=by, verb=kept, what=what, concerns=concerns, detail=detail)


def read(*, by: Person, what: str, concerns: Person) -> None:
    """A private read by somebody else, for the head's own list. Her own reads are not kept."""
    if by.pk != concerns.pk:
        record(by=by, verb=f"{what.partition(':')[0]}.read", what=what, concerns=concerns)


def read_each(*, by: Person, each: Sequence[tuple[str, Person]], since: datetime) -> None:
    """As `read`, for several (what, whom it concerns) on one page: one question, and one statement where something is
    written. The page asks for itself again and again: one row since `since`, when the session began, is enough."""
    wanted = {what: concerns for what, concerns in each if concerns.pk != by.pk}
    if not wanted:
        return
    lately = AuditRow.objects.filter(by=by, verb__endswith=".read", what__in=wanted, at__gte=since)
    noted = set(lately.values_list("what", flat=True))
    AuditRow.objects.bulk_create(
        AuditRow(by=by, verb=f"{what.partition(':')[0]}.read", what=what, concerns=concerns)
        for what, concerns in wanted.items()
        if what not in noted
    )


def number_of(person: Person) -> tuple[str, Person]:
    """For `read_each`: their number is shown to somebody else. It says neither where nor what for."""
    return f"number:{person.public_id}", person
