"""Where people are and have been, and what their schools are like: the stored rows behind the rules of a pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from buddies.matching.phases import phases
from network import clock
from network.models import Membership, Organisation, School

MANY = 500  # people: for more, everybody's posts are read, since a list of keys that long is slower to look up
FORMER = timedelta(days=730)
PRESENT_FRAMEWORK = date(2025, 11, 10)  # inspections began under it on this day
NOBODY: frozenset[str] = frozenset()
GROUPS = {Organisation.TRUST: "trust", Organisation.FOUNDATION: "foundation", Organisation.BOARD: "board"}
OF_SCHOOL = (
    *("trust_id", "foundation_id", "board_id", "phase", "kind", "low_age", "high_age", "pupils"),
    *("easting", "northing", "in_window", "last_inspected_on", "kind_group"),
)
OF_POST = ("person_id", "role", "to_at", "organisation__kind", *(f"school__{name}" for name in OF_SCHOOL))


@dataclass(slots=True)
class Posts:
    """What somebody's posts say: groups in the words of `pair_rules.Side`, and which school describes them."""

    schools: set[str] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    former_employers: set[str] = field(default_factory=set)  # left within two years
    over: set[str] = field(default_factory=set)  # the employers of the schools she leads, their council included
    school: School | None = None
    in_window: bool = False  # any of the schools she leads, or her only one

    def side(self) -> dict[str, Any]:
        """The fields of `pair_rules.Side` that posts can tell."""
        groups = {name: frozen(getattr(self, name)) for name in ("schools", "employers", "former_employers")}
        described = _described(self.school) if self.school else {}
        return {**groups, **described, "in_window": self.in_window}

    @property
    def inspected_months(self) -> int | None:
        """Since an inspection of her school under the present framework."""
        last = self.school.last_inspected_on if self.school else None
        return (clock.today() - last).days // 30 if last and last >= PRESENT_FRAMEWORK else None


def frozen(names: set[str]) -> frozenset[str]:
    """Most sets are empty, and of those one is enough for twenty thousand people."""
    return frozenset(names) if names else NOBODY


def of_people(people: set[int]) -> dict[int, Posts]:
    """Head of a school comes first; otherwise the oldest of somebody's present posts says what the school is like."""
    now, leads = clock.now(), set()
    found = {pk: Posts() for pk in people}
    posts = _posts(now - FORMER)
    for post in posts.filter(person__in=people) if len(people) < MANY else posts.iterator(chunk_size=2000):
        if post.person_id not in found:
            continue
        posts_of, school = found[post.person_id], post.school
        is_head = school is not None and post.role in Membership.HEAD_ROLES
        groups = _employers(school) if school else _employer(post.organisation)
        if is_head:  # who was above her until yesterday is no buddy for her today
            posts_of.over |= groups | {f"council:{post.council}"}
        if post.to_at is not None and post.to_at <= now:
            posts_of.former_employers |= groups
            continue
        posts_of.employers |= groups
        if school is None:
            continue
        posts_of.schools.add(f"school:{school.pk}")
        if posts_of.school is None or (is_head and post.person_id not in leads):
            posts_of.school, posts_of.in_window = school, school.in_window
        elif is_head:
            posts_of.in_window = posts_of.in_window or school.in_window
        if is_head:
            leads.add(post.person_id)
    for posts_of in found.values():
        posts_of.former_employers -= posts_of.employers
    return found


def _posts(since: datetime) -> QuerySet[Any]:
    """Present posts, and those left since then; the oldest first."""
    begun = Membership.objects.filter(from_at__lte=clock.now())
    rows = begun.filter(Q(to_at__isnull=True) | Q(to_at__gt=since)).annotate(council=F("school__authority__code"))
    return rows.select_related("school", "organisation").only(*OF_POST).order_by("from_at", "pk")


def of_schools(pks: set[int]) -> dict[int, Posts]:
    """As if somebody led each of these schools."""
    if not pks:
        return {}
    found = {}
    for school in School.objects.filter(pk__in=pks).annotate(council=F("authority__code")).only(*OF_SCHOOL):
        groups = _employers(school)
        over = groups | {f"council:{school.council}"}
        found[school.pk] = Posts(employers=groups, over=over, school=school, in_window=school.in_window)
    return found


def _employers(school: School) -> set[str]:
    keys = zip(GROUPS.values(), (school.trust_id, school.foundation_id, school.board_id), strict=True)
    return {f"{group}:{key}" for group, key in keys if key}


def _employer(organisation: Organisation | None) -> set[str]:
    return {f"{GROUPS[organisation.kind]}:{organisation.pk}"} if organisation and organisation.kind in GROUPS else set()


def _described(school: School) -> dict[str, Any]:
    return {
        "phases": phases(school.phase, school.kind, school.low_age, school.high_age),
        "kind": school.kind_group or school.kind,
        "pupils": school.pupils,
        "easting": school.easting or None,  # 0 is no place: it lies in the Atlantic
        "northing": school.northing or None,
    }
