"""What waits for somebody on their front page, as cards that any app may add (`network.hooks.asks`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from network import clock, hooks, rules
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.people.models.tie import Tie

T = TypeVar("T")


class Urgency(IntEnum):
    """The order on the page, most pressing first. What is live, down to somebody who asks to be rung, stands above
    everything else, and of that what others wait for above what is one's own."""

    RING_NOW = 1  # somebody has said that they ring, or yes to a call-out: all that is left is to ring
    LIVE_CALL = 2  # a head's inspection has been announced and somebody must act
    LIVE_CALL_OUT = 3  # colleagues are being asked
    WANTS_A_RING = 4  # somebody asks to be rung
    LAST_DAY = 5  # a day that runs out
    QUESTION = 6  # an answer is waited for
    AT_HAND = 7  # what is pressed when it is needed: the call, a buddy's number
    REST = 8


@dataclass(frozen=True)
class Ask:
    """One card: its template is given `ask`, with `ask.values` holding what it shows."""

    kind: str  # a name of its own, such as "call-out"; tests and the order know it by this
    urgency: Urgency
    since: datetime  # aware; older cards of the same urgency stand first
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False  # about the reader's own inspection, buddy or call, rather than somebody who waits for them

    @property
    def is_live(self) -> bool:
        """It may change from one minute to the next."""
        return self.urgency <= Urgency.WANTS_A_RING


class Viewer:
    """Whoever looks at their front page, at one moment; `now` is aware, `today` the day it is in London; they signed
    in at `since`. What several apps read for that page is read once."""

    def __init__(self, person: Person, now: datetime, since: datetime | None = None) -> None:
        self.person, self.now, self.today = person, now, clock.local(now).date()
        self.since = since or now
        self._read: dict[Any, Any] = {}
        self.looks: list[tuple[str, Person]] = []  # what is private of others on this page, for `audit.read_each`

    def once(self, read: Callable[[Viewer], T]) -> T:
        """What `read` gives for this viewer, asked of it a single time."""
        if read not in self._read:
            self._read[read] = read(self)
        return self._read[read]

    @cached_property
    def posts_ever(self) -> list[Membership]:
        """Where they are or were, as what, with school and organisation."""
        rows = Membership.objects.visible_to(self.person).filter(person=self.person)
        roles = {role: Exists(self._grants.filter(role=role)) for role, _ in RoleGrant.ROLES}
        return list(rows.annotate(**roles).select_related("school", "organisation").order_by("school__name", "pk"))

    @cached_property
    def posts(self) -> list[Membership]:
        """Where they are now."""
        return [post for post in self.posts_ever if self._is_live(post)]

    @cached_property
    def leads(self) -> list[Membership]:
        """Those of them by which they lead a school."""
        return [post for post in self.posts if post.school and post.role in Membership.HEAD_ROLES]

    @property
    def _grants(self) -> QuerySet[RoleGrant]:
        return RoleGrant.objects.in_force().filter(person=self.person)

    @cached_property
    def granted(self) -> set[str]:
        """Officer, administrator, both or neither. Comes with the posts, where there is or was one."""
        if self.posts_ever:
            found = {role for role, _ in RoleGrant.ROLES if getattr(self.posts_ever[0], role)}
            rules.know_roles(self.person, found)
        return set(rules.roles(self.person))  # where `visible_to` asks, too

    @cached_property
    def ties_ever(self) -> list[Tie]:
        """By whom they stand or stood, and who stands or stood by them, oldest first: with both people, in
        `heads_school` and `persons_school` the name of the school where each is now, and in `stands_in` the name of
        whoever else stands in by that head now."""
        rows = Tie.objects.visible_to(self.person).select_related("person", "head")
        schools = {"heads_school": self._school_of("head"), "persons_school": self._school_of("person")}
        others = Tie.objects.live(self.now).filter(head=OuterRef("head"), kind=Tie.BUDDY, person__is_active=True)
        stand_ins = others.filter(subject__startswith=Tie.STANDING_IN).exclude(person=OuterRef("person"))
        stands_in = Subquery(stand_ins.order_by("from_at").values("person__name")[:1])
        return list(rows.annotate(**schools, stands_in=stands_in).order_by("from_at", "pk"))

    def _school_of(self, whose: str) -> Subquery:
        posts = Membership.objects.visible_to(self.person).live(self.now).filter(person=OuterRef(whose))
        return Subquery(posts.filter(school__isnull=False).order_by("from_at", "pk").values("school__name")[:1])

    @cached_property
    def ties(self) -> list[Tie]:
        """Those of now; nobody who is disabled."""
        return [tie for tie in self.ties_ever if self._is_live(tie) and tie.person.is_active and tie.head.is_active]

    def _is_live(self, row: Membership | Tie) -> bool:
        return row.from_at <= self.now and (row.to_at is None or row.to_at > self.now)

    @cached_property
    def is_of_a_pair(self) -> bool:
        """They lead or have led a school, or somebody is or was tied to them: else no inspection, check-in or "Please
        ring me" can be theirs, or of a head of theirs, and none is looked for."""
        return bool(self.ties_ever) or any(post.role in Membership.HEAD_ROLES for post in self.posts_ever)

    def beside_them(self, *kinds: str) -> dict[Person, Tie]:
        """Who stands by them in one of these ways: each with their newest tie."""
        return {tie.person: tie for tie in self.ties if tie.head_id == self.person.pk and tie.kind in kinds}

    def they_stand_by(self, *kinds: str) -> dict[Person, Tie]:
        """By whom they stand in one of these ways: each with the newest tie."""
        return {tie.head: tie for tie in self.ties if tie.person_id == self.person.pk and tie.kind in kinds}


def asks_of(viewer: Viewer) -> list[Ask]:
    """Whatever waits for this person now, most pressing first. Each app's hook reads its own models through
    `visible_to`, with a fixed number of queries."""
    found = [ask for asks in hooks.call(hooks.asks, viewer=viewer) for ask in asks]
    return sorted(found, key=lambda ask: (not ask.is_live, ask.is_live and ask.own, ask.urgency, ask.since))
