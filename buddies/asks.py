"""What waits for somebody because a pairing is asked and not yet in force: cards for the front page
(`network.people.asks`). What a head reads of her own stands there too (inspections/today/own.py)."""

from __future__ import annotations

from typing import Any

from buddies.models import Pairing
from network.people.asks import Ask, Urgency, Viewer

ASKED_FOR = {"buddy": "stand by", "reserve": "be the reserve for"}


def questions(viewer: Viewer) -> list[Pairing]:
    """Pairings in which an answer of the viewer, or to the viewer, is waited for."""
    rows = Pairing.objects.visible_to(viewer.person).of(viewer.person).not_settled(viewer.person.pk)
    return list(rows.select_related("head", "buddy").order_by("asked_at", "pk"))


def asked(*, viewer: Viewer) -> list[Ask]:
    """Will you stand by somebody, or be their reserve; and who would like a word first. That the two alone know."""
    return [ask for row in viewer.once(questions) for ask in _of(row, viewer)]


def _of(row: Pairing, viewer: Viewer) -> list[Ask]:
    mine = viewer.person.pk
    since = row.asked_at or row.made_at
    if row.head_id == mine:
        return [_word(row.buddy.name, "buddies:my-buddy", row)] if row.buddy_ring_first_at else []
    role = "buddy" if row.buddy_id == mine else "reserve"
    asks = []
    if (row.buddy_yes_at if role == "buddy" else row.reserve_yes_at) is None:
        values: dict[str, Any] = {"what": ASKED_FOR[role], "head": row.head}
        asks.append(Ask("pairing", Urgency.QUESTION, since, "buddies/asks/pairing.html", values))
    if role == "buddy" and row.head_ring_first_at:
        asks.append(_word(row.head.name, "buddies:standing-by", row))
    return asks


def _word(name: str, page: str, row: Pairing) -> Ask:
    values = {"name": name, "page": page}
    since = row.head_ring_first_at or row.buddy_ring_first_at or row.made_at
    return Ask("word-first", Urgency.QUESTION, since, "buddies/asks/word_first.html", values)
