"""The head's own log, and the concerns she keeps: hers alone, under her own key, apart from any pairing.

The key is one per inspection, so that what belongs to one goes on its own date: 90 days after the inspection closes,
or later while a plan, a complaint or a dispute she marks is open. What she writes with no inspection going on is kept
until she erases it or closes her account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min

from inspections.rules import check_is
from inspections.support.models.log import LogEntry
from inspections.support.models.support import SupportPlan
from inspections.visits.models import Inspection
from network import audit, clock
from network.contact.quiet import LONGEST
from network.members.actions import ties
from network.models import Person, Tie, WordKey
from network.privacy import keys
from network.privacy.retention import LOG
from network.rules import NotAllowed, WrongState, is_somebody

KEPT = timedelta(days=LOG.days or 90)
WARN_BEFORE = (30, 7)  # days
SUBJECT = "log:"


@dataclass(frozen=True)
class Opened:
    """An entry in the clear, for her own eyes."""

    row: LogEntry
    words: str
    raised_with: str
    came_of: str


def key_of(*, head: Person, inspection: Inspection | None) -> WordKey:
    """Made after the inspection has closed, it has its date from the start."""
    which = inspection.public_id.hex if inspection else "own"
    closed = inspection is not None and inspection.closed_at is not None
    return keys.key_for(owner=head, subject=f"{SUBJECT}{which}", keep_until=clock.now() + KEPT if closed else None)


@transaction.atomic
def write(
    *,
    by: Person,
    words: str,
    kind: str = LogEntry.NOTE,
    raised_with: str = "",
    came_of: str = "",
    happened_at: datetime | None = None,
) -> LogEntry:
    """Stamped with the time it was written, once. The inspection going on, if there is one, is hers."""
    if not is_somebody(by):
        raise NotAllowed("signed in")
    if not words.strip():
        raise WrongState("There is nothing written yet.")
    concern = kind == LogEntry.CONCERN
    inspection = Inspection.objects.open().filter(head=by).order_by("-called_at").first()
    key = key_of(head=by, inspection=inspection)
    entry = LogEntry.objects.create(
        head=by,
        inspection=inspection,
        kind=LogEntry.CONCERN if concern else LogEntry.NOTE,
        written_at=clock.now(),
        happened_at=happened_at,
        **_sealed(key, words, raised_with if concern else "", came_of if concern else ""),
    )
    audit.record(by=by, verb="log.write", what=f"log:{entry.public_id}", concerns=by, kind=entry.kind)
    return entry


@transaction.atomic
def change(*, by: Person, entry: LogEntry, words: str, raised_with: str = "", came_of: str = "") -> None:
    """The first time stamp stays; the change has its own."""
    check_is(by, entry.head_id, "the head alone")
    key = key_of(head=by, inspection=entry.inspection)
    concern = entry.kind == LogEntry.CONCERN
    sealed = _sealed(key, words, raised_with if concern else "", came_of if concern else "")
    LogEntry.objects.filter(pk=entry.pk, head=by).update(changed_at=clock.now(), **sealed)
    audit.record(by=by, verb="log.change", what=f"log:{entry.public_id}", concerns=by)


@transaction.atomic
def delete(*, by: Person, entry: LogEntry) -> None:
    check_is(by, entry.head_id, "the head alone")
    LogEntry.objects.filter(pk=entry.pk, head=by).delete()
    audit.record(by=by, verb="log.delete", what=f"log:{entry.public_id}", concerns=by)


@transaction.atomic
def erase(*, by: Person) -> int:
    """All of it at once, and its keys, so that no backup of the database can be read either. The support plans are
    under the same keys: they go too, from those she shared them with as well."""
    if not is_somebody(by):
        raise NotAllowed("signed in")
    for plan in SupportPlan.objects.filter(head=by):
        ties.end_ties(by=by, head=by, kind=Tie.SHARED, subject=f"plan:{plan.public_id}")
    SupportPlan.objects.filter(head=by).delete()
    keys.delete_of(by, subject__startswith=SUBJECT)
    gone, _ = LogEntry.objects.filter(head=by).delete()
    audit.record(by=by, verb="log.erase", what="log", concerns=by, entries=gone)
    return gone


def opened(*, by: Person, kind: str = "") -> Iterator[Opened]:
    """Newest first. Entries whose key has gone are left out: there is nothing left to read."""
    rows = LogEntry.objects.visible_to(by).select_related("inspection")
    if kind:
        rows = rows.filter(kind=kind)
    for row in rows:
        words = keys.unseal(row.words)
        if words:
            yield Opened(row, words, keys.unseal(row.raised_with), keys.unseal(row.came_of))


def as_text(*, by: Person, kind: str = "") -> str:
    """Her own export, oldest first, for the next-working-day call, the draft or a complaint."""
    parts = [f"Kept by {by.name}. Times are of London, stamped when each line was written.", ""]
    for each in reversed(list(opened(by=by, kind=kind))):
        parts.append(f"{_moment(each.row.written_at)}  {each.row.get_kind_display()}")
        if each.row.happened_at:
            parts.append(f"Happened: {_moment(each.row.happened_at)}")
        parts.append(each.words)
        if each.raised_with:
            parts.append(f"Raised with: {each.raised_with}")
        if each.came_of:
            parts.append(f"What came of it: {each.came_of}")
        if each.row.changed_at:
            parts.append(f"(Changed {_moment(each.row.changed_at)})")
        parts.append("")
    return "\n".join(parts)


def inspection_closed(*, inspection: Inspection) -> None:
    """From now the 90 days run, unless a plan or dispute is open."""
    head = inspection.head
    key = WordKey.objects.filter(
        owner=head, subject=f"{SUBJECT}{inspection.public_id.hex}", deleted_at__isnull=True
    ).first()
    if key is None:
        return
    open_plan = SupportPlan.objects.filter(inspection=inspection, closed_at__isnull=True).exists()
    dispute = SupportPlan.objects.filter(inspection=inspection, dispute_open=True).exists()
    keys.keep(key, None if open_plan or dispute else clock.now() + KEPT)


def keep(*, inspection: Inspection) -> None:
    """A plan or a dispute is open: the words stay until it is closed."""
    keys.keep(key_of(head=inspection.head, inspection=inspection), None)


def goes_on(*, by: Person) -> datetime | None:
    """When the first of her own logs goes, where that is so soon that she may have been warned of it: before a holiday
    she is warned early."""
    soon = clock.now() + timedelta(days=max(WARN_BEFORE) + LONGEST)
    rows = WordKey.objects.filter(owner=by, subject__startswith=SUBJECT, deleted_at__isnull=True)
    return rows.filter(keep_until__gt=clock.now(), keep_until__lte=soon).aggregate(first=Min("keep_until"))["first"]


def export(*, person: Person) -> dict[str, Any]:
    return {
        "log": [
            {
                "written": each.row.written_at.isoformat(),
                "kind": each.row.get_kind_display(),
                "words": each.words,
                "raised with": each.raised_with,
                "what came of it": each.came_of,
            }
            for each in opened(by=person)
        ]
    }


def person_erased(*, person: Person, by: Person) -> None:
    keys.delete_of(person, subject__startswith=SUBJECT)
    LogEntry.objects.filter(head=person).delete()


def _sealed(key: WordKey, words: str, raised_with: str, came_of: str) -> dict[str, str]:
    said = {"words": words, "raised_with": raised_with, "came_of": came_of}
    return {name: keys.seal(key, value.strip()) for name, value in said.items()}


def _moment(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H.%M}"
