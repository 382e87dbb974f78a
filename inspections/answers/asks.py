"""What waits for somebody because of a check-in: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from inspections import rules
from inspections.answers.actions.answers import words_of
from inspections.check_ins.models import CheckIn
from inspections.check_ins.seen import answered, planned
from network.contact.asks import phone_of
from network.people.asks import Ask, Urgency, Viewer


def how_is_it_going(*, viewer: Viewer) -> list[Ask]:
    """For the head, while she can answer: the first question that is open."""
    row = next((each for each in planned(viewer) if each.due_at <= viewer.now), None)
    if row is None:
        return []
    template = "inspections/answers/asks/how_is_it_going.html"
    return [Ask("check-in", Urgency.QUESTION, row.due_at, template, {"check_in": row.public_id}, own=True)]


def not_great(*, viewer: Viewer) -> list[Ask]:
    """For whoever stands by a head: her newest answer was "Not great". It goes when one of them has said that they have
    spoken, when she has changed the answer or given another since, and after three days. What she answered stands on
    the page behind it, where reading is noted for her."""
    person = viewer.person
    newest = {row.head_id: row for row in sorted(answered(viewer), key=lambda row: row.answered_at or viewer.now)}
    unspoken = [row for row in newest.values() if not row.is_spoken_of]
    if not unspoken:
        return []
    spans: dict[int, list[rules.Span]] = {row.head_id: [] for row in unspoken}
    for tie in viewer.ties_ever:
        if tie.person_id == person.pk and tie.kind in rules.BESIDE and tie.head_id in spans:
            spans[tie.head_id].append((tie.from_at, tie.to_at))
    return [
        Ask(
            kind="not-great",
            urgency=Urgency.QUESTION,
            since=row.answered_at or viewer.now,
            template="inspections/answers/asks/not_great.html",
            values={"check_in": row, "head": row.head, "phone": phone_of(viewer, row.head_id)["phone"]},
        )
        for row in unspoken
        if words_of(check_in=row, reader=person, beside=spans[row.head_id])[0] == CheckIn.NOT_GREAT
    ]
