"""The check-ins that stand on a front page: read once for it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from inspections.check_ins.models import CheckIn
from network.people.asks import Viewer

LATELY = timedelta(days=3)  # as long as the message about an answer is useful


def shown(viewer: Viewer) -> list[CheckIn]:
    """Their own that are still to be answered, also those to come; and of the heads by whom they stand what was
    answered lately. In the order of their times."""
    if not viewer.is_of_a_pair:
        return []
    own = Q(head=viewer.person)
    to_answer = own & Q(state=CheckIn.PLANNED, useful_until__gt=viewer.now)
    lately = Q(answered_at__gt=viewer.now - LATELY, answered_at__lte=viewer.now)
    answered = ~own & lately & Q(state=CheckIn.ANSWERED)
    rows = CheckIn.objects.visible_to(viewer.person).filter(to_answer | answered)
    return list(rows.select_related("head").order_by("due_at", "pk"))


def planned(viewer: Viewer) -> list[CheckIn]:
    """Their own that are still to be answered, also those to come."""
    return [row for row in viewer.once(shown) if row.head_id == viewer.person.pk]


def answered(viewer: Viewer) -> list[CheckIn]:
    """What the heads by whom they stand have answered lately."""
    return [row for row in viewer.once(shown) if row.head_id != viewer.person.pk]
