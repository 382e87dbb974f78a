"""The one statement behind the front page: everything it decides by, and what its navigation asks.

Rows of eleven kinds, each a short list that begins with the name of its kind: what is asked of the database does not
grow with the number of schools, ties and check-ins, and nothing is joined to what it has no part in.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONArray

from buddies.models import BuddyRequest, Pairing
from inspections.check_ins.models import CheckIn
from inspections.deadlines.models import DeadlineRule
from inspections.deadlines.seed import NEXT_DAY_CALL
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.visits.models import Inspection
from inspections.windows.models.windows import WindowOpening
from network.models import ContactPoint, ExtraHoliday, Membership, Person, RoleGrant, Tie

ME, POST, VISIT, HERS, THEIRS, ROLE, RULE, HOLIDAY = "me", "post", "visit", "hers", "theirs", "role", "rule", "holiday"
QUESTION, WAITS, EVENING = "question", "waits", "evening"
OPEN = {"closed_at__isnull": True, "undone_at__isnull": True}


# Of other ties the page shows nothing, so nothing is asked.
BY_HER = Q(kind__in=[Tie.BUDDY, Tie.RESERVE, Tie.DEPUTY])
BY_THEM = BY_HER | Q(kind=Tie.SHARED, subject="dates")


def _said(rows: QuerySet, kind: str, *columns: object) -> QuerySet:
    return rows.order_by().annotate(said=JSONArray(Value(kind), *columns)).values("said")


def rows_of(person: int, now: datetime) -> QuerySet:
    """All that the front page of this person asks, in one query: each row a list, its kind first."""
    ties = Tie.objects.live(now).filter(person__is_active=True, head__is_active=True)
    return _me(person, now).union(
        _posts(person, now),
        _said(RoleGrant.objects.in_force().filter(person=person), ROLE, "role"),
        _said(Inspection.objects.filter(head=person, **OPEN), VISIT, *VISIT_COLUMNS),
        _said(CheckIn.objects.filter(head=person).evenings_to_come(now), EVENING, *EVENING_COLUMNS),
        _seen_from(ties.filter(BY_HER, head=person), "person", now, HERS),
        _seen_from(ties.filter(BY_THEM, person=person), "head", now, THEIRS),
        _said(DeadlineRule.objects.filter(code=NEXT_DAY_CALL.code), RULE, *RULE_COLUMNS),
        _said(ExtraHoliday.objects.all(), HOLIDAY, "on"),
        _said(Pairing.objects.not_settled(person), QUESTION, *QUESTION_COLUMNS),
        _said(BuddyRequest.objects.open().filter(head=person), WAITS),
        all=True,
    )


ME_COLUMNS = (
    "has_email",
    "has_phone",
    "next_check_in_at",
    "open_check_in",
    "asked_to_ring",
    "asks__public_id",
    "asks__taken_at",
    "asks__passed_on_at",
    "asks__taken_by__name",
)
POST_COLUMNS = (
    "role",
    "school_id",
    "school__name",
    "school__in_window",
    "school__window_rule",
    "school__next_call_day_on",
)
RULE_COLUMNS = ("from_date", "to_date", "number", "counted_in", "whose")
QUESTION_COLUMNS = (
    "head_id",
    "buddy_id",
    "head__name",
    "buddy__name",
    "head_yes_at",
    "buddy_yes_at",
    "head_ring_first_at",
    "buddy_ring_first_at",
)
VISIT_COLUMNS = (
    "public_id",
    "school_id",
    "school__authority_id",
    "called_at",
    "starts_on",
    "ends_on",
    "deferred_at",
    "paused_on",
    "resumes_on",
    "senior_number",
    "draft_expected_on",
    "publication_expected_on",
    "draft_on",
    "published_on",
    "minor_points_on",
    "complained_on",
)
EVENING_COLUMNS = ("inspection__public_id", "rule", "occurrence", "send_at")
TIE_COLUMNS = (
    "kind",
    "subject",
    "from_at",
    "told__told_at",
    "told__seen_at",
    "told__reply",
    "open_visit__public_id",
    "open_visit__called_at",
    "open_visit__starts_on",
    "open_visit__ends_on",
    "open_visit__deferred_at",
    "asks__public_id",
    "asks__taken_at",
)


def _me(person: int, now: datetime) -> QuerySet:
    asked = CheckIn.objects.filter(head=OuterRef("pk"), state=CheckIn.PLANNED).order_by("due_at")
    own = ContactPoint.objects.to_reach().filter(person=OuterRef("pk"), private=True)
    # As somebody a head named for when she goes quiet. Whoever stands by her reads it with her tie.
    named = SilenceStep.objects.filter(
        asked=OuterRef("pk"),
        step=SilenceStep.NAMED,
        stopped_at__isnull=True,
        check_in__head__in=SilenceLadder.objects.filter(named=OuterRef(OuterRef("pk"))).values("head"),
    )
    about = Person.objects.filter(pk=person).alias(
        has_email=Exists(own.filter(channel=ContactPoint.EMAIL)),
        has_phone=Exists(own.filter(channel=ContactPoint.SMS)),
        next_check_in_at=Subquery(asked.filter(due_at__gt=now).values("send_at")[:1]),
        open_check_in=Subquery(asked.filter(due_at__lte=now, useful_until__gt=now).values("public_id")[:1]),
        asked_to_ring=Exists(named),
        asks=FilteredRelation("please_rings", condition=Q(please_rings__ended_at__isnull=True)),  # one at the most
    )
    return _said(about, ME, *ME_COLUMNS)


def _posts(person: int, now: datetime) -> QuerySet:
    """Every role she has anywhere, for the navigation; the page itself shows the schools she leads."""
    by_hand = WindowOpening.objects.in_force().filter(school=OuterRef("school_id"), reason=WindowOpening.MONITORED)
    return _said(
        Membership.objects.live(now).filter(person=person), POST, *POST_COLUMNS, Exists(by_hand.filter(is_open=True))
    )


def _seen_from(ties: QuerySet, other: str, now: datetime, kind: str) -> QuerySet:
    """Who stands by her, or by whom she stands; with what the pair may see of each other (matrix rows 6, 17, 19).
    A row a tie; where several visits are open, a row each."""
    them = OuterRef(f"{other}_id")
    phone = ContactPoint.objects.to_reach().filter(person=them, channel=ContactPoint.SMS, private=True)
    school = Membership.objects.live(now).filter(person=them, school__isnull=False)
    quiet = SilenceStep.objects.filter(
        check_in__head=OuterRef("head_id"), asked=OuterRef("person_id"), stopped_at__isnull=True
    )
    seen = ties.alias(
        open_visit=FilteredRelation(
            "head__inspections", condition=Q(**{f"head__inspections__{name}": value for name, value in OPEN.items()})
        ),
        asks=FilteredRelation("head__please_rings", condition=Q(head__please_rings__ended_at__isnull=True)),
    ).alias(told=FilteredRelation("open_visit__told", condition=Q(open_visit__told__person=F("person_id"))))
    return _said(
        seen,
        kind,
        *TIE_COLUMNS,
        f"{other}_id",
        f"{other}__name",
        f"{other}__public_id",
        _of_buddy(Subquery(phone.values("address")[:1])),
        _of_buddy(Subquery(school.values("school__name")[:1])),
        _of_buddy(Exists(quiet)),
    )


def _of_buddy(what: Subquery) -> Case:
    """A number, a school, that she has gone quiet: not of a reserve who waits, nor of a deputy."""
    return Case(When(kind=Tie.BUDDY, then=what))
