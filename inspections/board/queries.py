"""What the officer's front page shows: counts and lights, then the lists that need her. Asked only for an officer.

Nothing here is worked out from an answer, a message or an inspection, but one banded total as at last midnight: so the
page is the same, to the byte, whether or not a check-in has just been answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from buddies.models import Pairing, Round
from buddies.rounds.queries import draft
from covenant.models import Signatory
from directory.cover import days as cover
from directory.cover import rows as cover_rows
from directory.needs import PHASES
from inspections.check_ins.models import CheckIn
from inspections.comment_offers.models import CommentOffer
from inspections.terms.queries import places_without_next_term
from inspections.visits.moments import MIDNIGHT, at
from network import clock
from network.help.rules import is_an_officer_there
from network.models import ContactPoint, Helpline, HelpRequest, Invitation, Membership, OfficerAway, School

SHOWN = 50
SUGGESTED, GAPS = 10, 10  # the rest is a press away
OVERDUE_FOR = timedelta(days=30)
HELPLINE_CHECKED_FOR = timedelta(days=90)
AWAY_AHEAD = timedelta(days=21)
COMMENTS_FOR = timedelta(days=90)
PHASE = dict(PHASES)


@dataclass(frozen=True)
class Board:
    without_buddy: int
    today: date
    with_buddy: int
    not_joined: int  # schools in the window whose head has not joined: nobody can be paired yet
    waiting: int
    unanswered: int
    asked: int
    thin_weeks: int
    overdue: str
    helplines_to_check: int
    terms_missing: list[str]  # areas, and schools with terms of their own, by name
    statements_due: int
    statements: list[str]
    heads: list[dict[str, Any]]
    help_requests: list[dict[str, Any]]
    invitations: list[dict[str, Any]]
    broken: list[dict[str, Any]]
    away: list[dict[str, Any]]
    nobody_there: bool
    comments: list[dict[str, Any]]
    pairs_asked: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    round: Round | None
    to_send: int
    suggestions: list[dict[str, Any]]

    @property
    def needs_nothing(self) -> bool:
        lists = (self.heads, self.help_requests, self.invitations, self.broken, self.pairs_asked, self.suggestions)
        return not (
            any(lists) or self.thin_weeks or self.terms_missing or self.helplines_to_check or self.statements_due
        )


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
    alone = Q(has_buddy=False, head__isnull=False)
    counts = in_window.aggregate(
        without=Count("pk", filter=alone),
        paired=Count("pk", filter=Q(has_buddy=True)),
        not_joined=Count("pk", filter=Q(has_buddy=False, head__isnull=True)),
    )
    help_requests = HelpRequest.objects.filter(answered_at__isnull=True)
    invitations = Invitation.objects.filter(state=Invitation.WAITING)
    broken = ContactPoint.objects.filter(broken_at__isnull=False, person__is_active=True)
    pairs_asked = Pairing.objects.filter(state=Pairing.ASKED)
    statements_due = Signatory.objects.due()
    days = cover_rows.coming()
    round_ = Round.objects.filter(state=Round.DRAFT).first()
    return Board(
        today=today,
        without_buddy=counts["without"],
        with_buddy=counts["paired"],
        not_joined=counts["not_joined"],
        waiting=help_requests.count(),
        unanswered=invitations.count(),
        asked=pairs_asked.count(),
        thin_weeks=len({day.on.isocalendar()[:2] for day in days if _is_gap(day)}),
        overdue=banded(_overdue(now)),
        helplines_to_check=Helpline.objects.filter(
            Q(checked_on__isnull=True) | Q(checked_on__lt=today - HELPLINE_CHECKED_FOR)
        ).count(),
        terms_missing=places_without_next_term(),
        statements_due=statements_due.count(),
        statements=list(
            statements_due.order_by("organisation__name").values_list("organisation__name", flat=True)[:SHOWN]
        ),
        heads=_rows(  # those for whom somebody is asked already stand in a list of their own
            in_window.filter(alone)
            .exclude(Exists(pairs_asked.filter(head__in=_joined_heads(OuterRef(OuterRef("pk")), now).values("person"))))
            .order_by(F("window_due_on").asc(nulls_last=True), "name")
            .values("public_id", "name", "head", "window_due_on")[:SHOWN]
        ),
        help_requests=_rows(
            help_requests.order_by("asked_at").values("public_id", "name", "school_name", "asked_at")[:SHOWN]
        ),
        invitations=_rows(
            invitations.order_by("sent_at").values("public_id", "name", "role", "school__name", "sent_at")[:SHOWN]
        ),
        broken=_rows(broken.order_by("broken_at").values("person__name", "channel", "broken_at")[:SHOWN]),
        away=_rows(
            OfficerAway.objects.filter(until_on__gte=today, from_on__lte=today + AWAY_AHEAD).values(
                "officer__name", "cover__name", "from_on", "until_on"
            )
        ),
        nobody_there=not is_an_officer_there(),
        comments=_rows(
            CommentOffer.objects.filter(shared=True, noted_at__gt=now - COMMENTS_FOR).values(
                "inspection__school__name", "who", "in_time", "by_whom", "on"
            )[:SHOWN]
        ),
        pairs_asked=_rows(
            pairs_asked.order_by("asked_at", "pk").values(
                "public_id", "head__name", "buddy__name", "asked_at", "head_yes_at", "buddy_yes_at"
            )[:SHOWN]
        ),
        gaps=[_gap(day) for day in days if _is_gap(day)][:GAPS],
        round=round_,
        to_send=draft.counts(round_)["pairs"] if round_ else 0,
        suggestions=draft.page(round_, "pairs", "")["rows"][:SUGGESTED] if round_ else [],
    )


def _is_gap(day: cover.Day) -> bool:
    return day.thin or bool(day.thin_phases)


def _gap(day: cover.Day) -> dict[str, Any]:
    return {"on": day.on, "everybody": day.everybody, "phases": [PHASE[code] for code in day.thin_phases]}


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
        .exclude(state__in=[CheckIn.CANCELLED, CheckIn.NOT_ASKED])
        .filter(Q(answered_at__isnull=True) | Q(answered_at__gte=midnight))
        .count()
    )
