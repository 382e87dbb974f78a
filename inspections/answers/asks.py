"""What waits for somebody because of a check-in: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspections import rules
from inspections.answers.actions.answers import words_of
from inspections.check_ins.models import CheckIn
from network.models import ContactPoint, Person
from network.people.asks import Ask, Urgency

SHOWN_FOR = timedelta(days=3)  # as long as the message about it is useful


def not_great(*, person: Person, now: datetime) -> list[Ask]:
    """For whoever stands by a head: her newest answer was "Not great". It goes when one of them has said that they have
    spoken, when she has changed the answer or given another since, and after three days. What she answered stands on
    the page behind it, where reading is noted for her."""
    lately = (
        CheckIn.objects.visible_to(person)
        .exclude(head=person)
        .filter(state=CheckIn.ANSWERED, answered_at__gt=now - SHOWN_FOR, answered_at__lte=now)
    )
    newest = {row.head_id: row for row in lately.select_related("head").order_by("answered_at")}
    if not newest:
        return []
    unspoken = set(lately.not_spoken_of().values_list("pk", flat=True))
    spans = rules.all_spans_beside(person)
    waiting = [
        row
        for row in newest.values()
        if row.pk in unspoken
        and words_of(check_in=row, reader=person, beside=spans.get(row.head_id, []))[0] == CheckIn.NOT_GREAT
    ]
    points = ContactPoint.objects.visible_to(person).to_ring().filter(private=True)
    phones = dict(points.filter(person__in=[row.head_id for row in waiting]).values_list("person_id", "address"))
    return [
        Ask(
            kind="not-great",
            urgency=Urgency.QUESTION,
            since=row.answered_at,
            template="inspections/answers/asks/not_great.html",
            values={"check_in": row, "head": row.head, "phone": phones.get(row.head_id, "")},
        )
        for row in waiting
    ]
