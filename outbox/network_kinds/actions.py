"""A head who is not of the network asked to be rung: the officers are reminded once more while nobody has rung."""

from datetime import datetime, timedelta

from network import clock
from network.models import HelpRequest, Person
from network.rules import officers
from outbox.models import Message
from outbox.queue.actions.messages import Wanted, put_many

KIND = "help-request"
AFTER = timedelta(hours=4)
AGAIN = ".again"
PAGE = "/help-requests/"


def remind(*, by: Person | None = None) -> int:
    """Counts from when the first message left, or was given up: one that waited for Monday is not followed by a second
    one on the same Monday morning. Where none was written, as there was no officer then, from the asking. Returns how
    many were written."""
    now = clock.now()
    waiting = {f"help-request:{row.pk}": row for row in HelpRequest.objects.waiting()}
    if not waiting:
        return 0
    first_said = _first_said(list(waiting))
    over = [
        row
        for about, row in waiting.items()
        if (said := first_said.get(about, row.asked_at)) is not None and said <= now - AFTER
    ]
    wanted = [
        Wanted(to=officer, kind=KIND, occurrence=f"{row.public_id}{AGAIN}", about=f"help-request:{row.pk}", path=PAGE)
        for row in over
        for officer in officers()
    ]
    return put_many(wanted=wanted, by=by)


def _first_said(abouts: list[str]) -> dict[str, datetime | None]:
    """When an officer was first told of each, or could be told no more; None while every message still waits."""
    rows = Message.objects.filter(kind=KIND, about__in=abouts).exclude(occurrence__endswith=AGAIN)
    said: dict[str, datetime | None] = {}
    for row in rows.order_by("pk"):
        at = (row.sent_at or row.next_at) if row.state in Message.FINAL else None
        earlier = said.get(row.about)
        said[row.about] = min(at, earlier) if at and earlier else at or earlier
    return said
