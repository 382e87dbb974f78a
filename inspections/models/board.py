"""What the officer's front page shows: counts and lights, then the lists that need her. Asked only for an officer.

Nothing here is worked out from an answer, a message or an inspection, but one banded total as at last midnight: so the
page is the same, to the byte, whether or not a check-in has just been answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from buddies.models import Pairing
from inspections.models.check_in import CheckIn
from inspections.moments import MIDNIGHT, at
from network import clock
from network.models import ContactPoint, Helpline, HelpRequest, Invitation, Membership, School, Term

SHOWN = 50
OVERDUE_FOR = timedelta(days=30)
HELPLINE_CHECKED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Board:
    without_buddy: int
    with_buddy: int
    waiting: int
    unanswered: int
    overdue: str
    helplines_to_check: int
    terms_missing: bool
    heads: list[dict[str, Any]]
    help_requests: list[dict[str, Any]]
    invitations: list[dict[str, Any]]
    broken: list[dict[str, Any]]

    @property
    def needs_nothing(self) -> bool:
        return not (self.heads or self.help_requests or self.invitations or self.broken)


def board() -> Board:
    now, today = clock.now(), clock.today()
    joined = _joined_heads(OuterRef("pk"), now)
    # One level deeper: the school is then the outer query of the outer query.
    paired = Pairing.objects.in_force().filter(head__in=_joined_heads(OuterRef(OuterRef("pk")), now).values("person"))
    in_window = (
        School.objects.open()
        .in_network()
        .filter(in_window=True)
        .annotate(has_buddy=Exists(paired), head=Subquery(joined.values("person__name")[:1]))
    )
    counts = in_window.aggregate(
        without=Count("pk", filter=Q(has_buddy=False)), paired=Count("pk", filter=Q(has_buddy=True))
    )
    help_requests = HelpRequest.objects.filter(answered_at__isnull=True)
    invitations = Invitation.objects.filter(state=Invitation.WAITING)
    broken = ContactPoint.objects.filter(broken_at__isnull=False, person__is_active=True)
    return Board(
        without_buddy=counts["without"],
        with_buddy=counts["paired"],
        waiting=help_requests.count(),
        unanswered=invitations.count(),
        overdue=banded(_overdue(now)),
        helplines_to_check=Helpline.objects.filter(
            Q(checked_on__isnull=True) | Q(checked_on__lt=today - HELPLINE_CHECKED_FOR)
        ).count(),
        terms_missing=not Term.objects.filter(
            starts_on__gt=today, starts_on__lte=today + timedelta(days=300), authority__in_network=True
        ).exists(),
        heads=_rows(
            in_window.filter(has_buddy=False)
            .order_by("window_due_on", "name")
            .values("public_id", "name", "head", "window_rule", "window_opens_on", "window_due_on")[:SHOWN]
        ),
        help_requests=_rows(
            help_requests.order_by("asked_at").values("public_id", "name", "school_name", "asked_at")[:SHOWN]
        ),
        invitations=_rows(
            invitations.order_by("sent_at").values("public_id", "name", "role", "school__name", "sent_at")[:SHOWN]
        ),
        broken=_rows(broken.order_by("broken_at").values("person__name", "channel", "broken_at")[:SHOWN]),
    )


def _rows(values: Iterable[Any]) -> list[dict[str, Any]]:
    return list(values)


def _joined_heads(school, now):
    return (
        Membership.objects.live(now)
        .heads()
        .filter(school=school, person__is_active=True, person__joined_at__isnull=False)
    )


def banded(number: int) -> str:
    """Under 5 is never told apart; the rest is rounded to five."""
    return "Under 5" if number < 5 else f"About {5 * round(number / 5)}"


def _overdue(now) -> int:
    """As at last midnight: not answered by then. What is answered today counts tomorrow."""
    midnight = at(clock.local(now).date(), MIDNIGHT)
    return (
        CheckIn.objects.filter(
            useful_until__lte=midnight,
            due_at__gt=midnight - OVERDUE_FOR,
            due_at__lte=midnight,
        )
        .exclude(state=CheckIn.CANCELLED)
        .filter(Q(answered_at__isnull=True) | Q(answered_at__gte=midnight))
        .count()
    )
