"""A note left beside the pairing: private, or for the buddy. Sealed and kept as check-in answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from inspections import rules
from inspections.check_ins.actions import retention
from inspections.notes.models import BuddyNote
from inspections.visits.models import Inspection
from network import audit, clock
from network.models import Person
from network.privacy import keys
from network.rules import WrongState


@dataclass(frozen=True)
class Opened:
    """A note in the clear."""

    row: BuddyNote
    words: str


@transaction.atomic
def leave(*, by: Person, words: str, shared: bool = False) -> BuddyNote:
    """Private unless she says otherwise. No message goes out: a shared one is read when the buddy looks."""
    rules.check_signed_in(by)
    if not words.strip():
        raise WrongState("There is nothing written yet.")
    inspection = Inspection.objects.open().filter(head=by).order_by("-called_at").first()
    key = retention.key_of_note(head=by, inspection=inspection)
    note = BuddyNote.objects.create(head=by, words=keys.seal(key, words.strip()), shared=shared, written_at=clock.now())
    audit.record(by=by, verb="note.leave", what=f"note:{note.public_id}", concerns=by)
    return note


@transaction.atomic
def delete(*, by: Person, note: BuddyNote) -> None:
    """From her buddy's page as well."""
    rules.check_is(by, note.head_id, "the head alone")
    BuddyNote.objects.filter(pk=note.pk, head=by).delete()
    audit.record(by=by, verb="note.delete", what=f"note:{note.public_id}", concerns=by)


def opened(*, of: Person, reader: Person, beside: Sequence[rules.Span] = ()) -> list[Opened]:
    """Newest first, and all of them: what she does not see she cannot delete. A buddy reads what was shared while
    standing by her (`beside`, from `rules.spans_beside`). Notes whose key has gone are left out: there is nothing left
    to read."""
    rows = BuddyNote.objects.visible_to(reader).filter(head=of)
    hers = of.pk == reader.pk
    mine = (row for row in rows if hers or rules.was_beside(beside, row.written_at))
    found = (Opened(row, keys.unseal(row.words)) for row in mine)
    return [each for each in found if each.words]


def export(*, person: Person) -> dict[str, Any]:
    return {
        "notes beside my pairing": [
            {"written": each.row.written_at.isoformat(), "words": each.words, "my buddy may read it": each.row.shared}
            for each in opened(of=person, reader=person)
        ]
    }
