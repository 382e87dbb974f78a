"""Whether the council or the trust offered to comment on the draft in time: the head notes it, and shares it or not."""

from datetime import date
from typing import Any

from django.db import transaction

from inspections import rules
from inspections.comment_offers.models import CommentOffer
from inspections.visits.models import Inspection
from network import audit, clock
from network.models import Person
from network.rules import WrongState


@transaction.atomic
def note(
    *,
    by: Person,
    inspection: Inspection,
    who: str,
    in_time: bool,
    by_whom: str = "",
    on: date | None = None,
    shared: bool = False,
) -> CommentOffer:
    """Again is how she changes it, or takes it back from the officer."""
    rules.check_is_head(by, inspection.head)
    if inspection.draft_on is None or inspection.draft_on > clock.today():
        raise WrongState("Write down first when the draft came.")
    given = {"who": who, "in_time": in_time, "by_whom": by_whom.strip(), "on": on, "shared": shared}
    row, _ = CommentOffer.objects.update_or_create(inspection=inspection, defaults=given | {"noted_at": clock.now()})
    audit.record(by=by, verb="comment-offer.note", what=f"inspection:{inspection.public_id}", concerns=by)
    return row


@transaction.atomic
def forget(*, by: Person, inspection: Inspection) -> None:
    rules.check_is_head(by, inspection.head)
    CommentOffer.objects.filter(inspection=inspection).delete()
    audit.record(by=by, verb="comment-offer.forget", what=f"inspection:{inspection.public_id}", concerns=by)


def export(*, person: Person) -> dict[str, Any]:
    return {
        "offers to comment on the draft": [
            {
                "who": row.get_who_display(),
                "in time": row.in_time,
                "by whom": row.by_whom,
                "on": row.on and row.on.isoformat(),
                "the officer may see it": row.shared,
            }
            for row in CommentOffer.objects.filter(inspection__head=person)
        ]
    }
