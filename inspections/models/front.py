"""Everything the front page shows, in two queries, whatever the number of schools, ties and check-ins.

Rows as values: the page needs no instances, and a fixed number of queries needs no cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from inspections.models.check_in import CheckIn
from inspections.models.deadlines import newest_number
from inspections.models.silence import SilenceStep
from network import addresses, clock
from network.models import ContactPoint, Membership, Person, RoleGrant, Tie
from network.models.base import live
from network.models.prepared import Prepared

POST = (
    "role",
    "school_id",
    "school__public_id",
    "school__name",
    "school__in_window",
    "school__window_rule",
    "school__next_call_day_on",
)
VISIT = (
    "public_id",
    "kind",
    "school_id",
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
)
TIE = (
    "kind",
    "subject",
    "from_at",
    "other_id",
    "as_head",
    "other_name",
    "other_public_id",
    "phone",
    "school",
    "told_at",
    "seen_at",
    "reply",
    "visit",
    "visit_called_at",
    "visit_starts_on",
    "visit_ends_on",
    "ring",
    "ring_taken_at",
    "quiet",
)


@dataclass
class Front:
    me: dict[str, Any] = field(default_factory=dict)
    posts: list[dict[str, Any]] = field(default_factory=list)
    inspections: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)

    def of_kind(self, kind: str, *, as_head: bool) -> list[dict[str, Any]]:
        """One row a person: the reserve who stands in has two ties of one kind. The newest tie, of the newest visit."""
        rows = {row["other_id"]: row for row in self.ties if row["kind"] == kind and row["as_head"] is as_head}
        return list(rows.values())


def front_page_of(person: Person) -> Front:
    now = clock.now()
    front = Front(ties=_shown(TIES.rows(person.pk, now)))
    for row in ABOUT.rows(person.pk, now):
        front.me = row
        post = {name: row[f"post__{name}"] for name in POST}
        visit = {name: row[f"visit__{name}"] for name in VISIT}
        if post["school_id"] and post not in front.posts:
            front.posts.append(post)
        if visit["public_id"] and visit not in front.inspections:
            front.inspections.append(visit)
    return front


def _about(person: int, now: datetime) -> QuerySet:
    asked = CheckIn.objects.filter(head=OuterRef("pk"), state=CheckIn.PLANNED)
    own = ContactPoint.objects.to_reach().filter(person=OuterRef("pk"), private=True)
    return (
        Person.objects.filter(pk=person)
        .annotate(
            post=FilteredRelation(
                "memberships",
                condition=live(now, "memberships__from_at", "memberships__to_at")
                & Q(memberships__role__in=Membership.HEAD_ROLES),
            ),
            visit=FilteredRelation(
                "inspections", condition=Q(inspections__closed_at__isnull=True, inspections__undone_at__isnull=True)
            ),
            is_officer=Exists(RoleGrant.objects.in_force().filter(person=OuterRef("pk"), role=RoleGrant.OFFICER)),
            has_email=Exists(own.filter(channel=ContactPoint.EMAIL)),
            has_phone=Exists(own.filter(channel=ContactPoint.SMS)),
            next_check_in_at=Subquery(asked.filter(due_at__gt=now).order_by("due_at").values("due_at")[:1]),
            open_check_in=Subquery(
                asked.filter(due_at__lte=now, useful_until__gt=now).order_by("due_at").values("public_id")[:1]
            ),
            asks=FilteredRelation("please_rings", condition=Q(please_rings__ended_at__isnull=True)),  # one at the most
            ring=F("asks__public_id"),
            ring_asked_at=F("asks__asked_at"),
            ring_taken_at=F("asks__taken_at"),
            ring_passed_on_at=F("asks__passed_on_at"),
            ring_taken_by=F("asks__taken_by__name"),
            next_day_call_days=Subquery(newest_number("next-day-call")),
        )
        .values(
            "is_officer",
            "has_email",
            "has_phone",
            "next_check_in_at",
            "open_check_in",
            "ring",
            "ring_asked_at",
            "ring_taken_at",
            "ring_passed_on_at",
            "ring_taken_by",
            "next_day_call_days",
            *(f"post__{name}" for name in POST),
            *(f"visit__{name}" for name in VISIT),
        )
        .order_by("post__school__name", "-visit__called_at")
    )


def _ties(person: int, now: datetime) -> QuerySet:
    """Who stands by her, and by whom she stands; with what the pair may see of each other (matrix rows 6, 17, 19)."""
    ties = Tie.objects.live(now).filter(person__is_active=True, head__is_active=True).order_by()
    hers = _seen_from(ties.filter(head=person), "person", now, as_head=True)
    theirs = _seen_from(ties.filter(person=person), "head", now, as_head=False)
    return hers.union(theirs, all=True)


def _seen_from(ties: QuerySet, other: str, now: datetime, *, as_head: bool) -> QuerySet:
    """A row a tie; where several visits are open, a row each."""
    phone = ContactPoint.objects.to_reach().filter(person=OuterRef("other_id"), channel=ContactPoint.SMS, private=True)
    school = Membership.objects.live(now).filter(person=OuterRef("other_id"), school__isnull=False)
    quiet = SilenceStep.objects.filter(
        check_in__head=OuterRef("head_id"), asked=OuterRef("person_id"), stopped_at__isnull=True
    )
    return (
        ties.alias(
            open_visit=FilteredRelation(
                "head__inspections",
                condition=Q(head__inspections__closed_at__isnull=True, head__inspections__undone_at__isnull=True),
            ),
            asks=FilteredRelation("head__please_rings", condition=Q(head__please_rings__ended_at__isnull=True)),
        )
        .alias(told=FilteredRelation("open_visit__told", condition=Q(open_visit__told__person=F("person_id"))))
        .annotate(
            other_id=F(f"{other}_id"),
            as_head=Value(as_head, output_field=BooleanField()),
            other_name=F(f"{other}__name"),
            other_public_id=F(f"{other}__public_id"),
        )
        .annotate(
            phone=Coalesce(Subquery(phone.values("address")[:1]), Value(""), output_field=CharField()),
            school=Coalesce(Subquery(school.values("school__name")[:1]), Value(""), output_field=CharField()),
            told_at=F("told__told_at"),
            seen_at=F("told__seen_at"),
            reply=Coalesce(F("told__reply"), Value(""), output_field=CharField()),
            visit=F("open_visit__public_id"),
            visit_called_at=F("open_visit__called_at"),
            visit_starts_on=F("open_visit__starts_on"),
            visit_ends_on=F("open_visit__ends_on"),
            ring=F("asks__public_id"),
            ring_taken_at=F("asks__taken_at"),
            quiet=Exists(quiet),
        )
        .values(*TIE)
    )


ABOUT, TIES = Prepared(_about), Prepared(_ties)


def _shown(found: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = list(found)
    for row in rows:
        if row["kind"] != Tie.BUDDY:  # a reserve waiting, a deputy: no number, and nothing of what goes on
            row["phone"] = ""
        shared = row["kind"] == Tie.SHARED and row["subject"] == "dates"
        if not row["as_head"] and row["kind"] not in {Tie.BUDDY, Tie.DEPUTY} and not shared:
            row["visit"] = row["ring"] = row["visit_starts_on"] = row["visit_ends_on"] = None
        if not row["as_head"] and row["kind"] != Tie.BUDDY:
            row["ring"], row["quiet"] = None, False
        row["pairing"] = row["subject"].partition("pairing:")[2] if row["kind"] == Tie.BUDDY else ""
        row["phone_as_said"] = addresses.spoken(row["phone"])
        row["first_name"] = row["other_name"].split()[0] if row["other_name"].strip() else "Somebody"
        words = row["other_name"].split()
        row["initials"] = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return sorted(rows, key=lambda row: (row["from_at"], str(row["visit_called_at"] or "")))
