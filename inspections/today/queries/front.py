"""Everything the front page shows, in one query, whatever the number of schools, ties and check-ins.

Rows as values: the page needs no instances, and a fixed number of queries needs no cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from inspections.deadlines.seed import NEXT_DAY_CALL, Rule
from inspections.today.queries import front_asked as asked
from network import clock
from network.contact import contact_validation
from network.models import Membership, Person, RoleGrant, Tie

Row = dict[str, Any]

ME = (
    "has_email",
    "has_phone",
    "next_check_in_at",
    "open_check_in",
    "asked_to_ring",
    "ring",
    "ring_taken_at",
    "ring_passed_on_at",
    "ring_taken_by",
)
POST = ("role", "school_id", "school_name", "in_window", "window_rule", "next_call_day_on", "monitored")
TIE = (
    "kind",
    "subject",
    "from_at",
    "told_at",
    "seen_at",
    "reply",
    "visit",
    "visit_called_at",
    "visit_starts_on",
    "visit_ends_on",
    "visit_deferred_at",
    "ring",
    "ring_taken_at",
    "other_id",
    "other_name",
    "other_public_id",
    "phone",
    "school",
    "quiet",
)


@dataclass
class Front:
    me: Row = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    posts: list[Row] = field(default_factory=list)
    inspections: list[Row] = field(default_factory=list)
    ties: list[Row] = field(default_factory=list)
    evenings: dict[UUID, dict[tuple[str, str], datetime]] = field(default_factory=dict)
    """When the questions of the days on site leave that are still to come: by visit, rule and occurrence."""
    questions: list[Row] = field(default_factory=list)  # of pairings, where an answer is waited for
    waits: bool = False  # she has asked for a buddy, or her school's window did
    extra_holidays: frozenset[date] = frozenset()
    next_day_call: Rule = NEXT_DAY_CALL

    @property
    def is_officer(self) -> bool:
        return RoleGrant.OFFICER in self.roles

    def of_kind(self, kind: str, *, as_head: bool) -> list[Row]:
        """One row a person: the reserve who stands in has two ties of one kind. The newest tie, of the newest visit."""
        rows = {row["other_id"]: row for row in self.ties if row["kind"] == kind and row["as_head"] is as_head}
        return list(rows.values())


def front_page_of(person: Person) -> Front:
    now = clock.now()
    by_kind: dict[str, list[list[Any]]] = {}
    for row in asked.rows_of(person.pk, now):
        kind, *values = row["said"]
        by_kind.setdefault(kind, []).append(values)
    posts = [_named(POST, values) for values in by_kind.get(asked.POST, ())]
    ties = [_tie(values, as_head=True) for values in by_kind.get(asked.HERS, ())]
    ties += [_tie(values, as_head=False) for values in by_kind.get(asked.THEIRS, ())]
    return Front(
        me=_me(*by_kind[asked.ME]),
        roles={values[0] for values in by_kind.get(asked.ROLE, ())} | {post["role"] for post in posts},
        posts=sorted(
            (_post(row) for row in posts if row["school_id"] and row["role"] in Membership.HEAD_ROLES),
            key=lambda row: row["school_name"],
        ),
        inspections=sorted(
            (_visit(values) for values in by_kind.get(asked.VISIT, ())), key=lambda row: row["called_at"], reverse=True
        ),
        evenings=_evenings(by_kind.get(asked.EVENING, ())),
        ties=sorted(ties, key=lambda row: (row["from_at"], str(row["visit_called_at"] or ""))),
        questions=[_question(values, person.pk) for values in by_kind.get(asked.QUESTION, ())],
        waits=asked.WAITS in by_kind,
        extra_holidays=frozenset(date.fromisoformat(day) for [day] in by_kind.get(asked.HOLIDAY, ())),
        next_day_call=_in_force(by_kind.get(asked.RULE, []), clock.local(now).date().isoformat()),
    )


def _named(names: tuple[str, ...], values: list[Any]) -> Row:
    return dict(zip(names, values, strict=True))


def _read(row: Row, how: Callable[[str], Any], *names: str) -> None:
    for name in names:
        if row[name] is not None:
            row[name] = how(row[name])


def _moment(said: str) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    moment = datetime.fromisoformat(said)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _me(values: list[Any]) -> Row:
    row = _named(ME, values)
    _read(row, _moment, "next_check_in_at", "ring_taken_at")
    _read(row, UUID, "open_check_in")
    return row


def _post(row: Row) -> Row:
    _read(row, date.fromisoformat, "next_call_day_on")
    return row


def _visit(values: list[Any]) -> Row:
    row = _named(asked.VISIT_COLUMNS, values)
    _read(row, UUID, "public_id")
    _read(row, _moment, "called_at")
    _read(row, date.fromisoformat, *DAYS)
    return row


def _evenings(rows: Iterable[list[Any]]) -> dict[UUID, dict[tuple[str, str], datetime]]:
    found: dict[UUID, dict[tuple[str, str], datetime]] = {}
    for visit, rule, occurrence, send_at in rows:
        found.setdefault(UUID(visit), {})[rule, occurrence] = _moment(send_at)
    return found


DAYS = tuple(name for name in asked.VISIT_COLUMNS if name.endswith("_on"))


def _tie(values: list[Any], *, as_head: bool) -> Row:
    row = _named(TIE, values) | {"as_head": as_head}
    is_buddy = row["kind"] == Tie.BUDDY
    if not as_head and row["kind"] == Tie.RESERVE:  # waiting: nothing of what goes on, but that she may be asked
        row["visit"] = row["visit_starts_on"] = row["visit_ends_on"] = row["visit_deferred_at"] = None
    if not as_head and not is_buddy:
        row["ring"] = None
    row["phone"], row["school"] = row["phone"] or "", row["school"] or ""
    _read(row, _moment, "from_at", "seen_at")
    _read(row, date.fromisoformat, "visit_starts_on", "visit_ends_on")
    words = row["other_name"].split()
    row["pairing"] = row["subject"].partition("pairing:")[2] if is_buddy else ""
    row["phone_as_said"] = contact_validation.spoken(row["phone"]) if row["phone"] else ""
    row["first_name"] = words[0] if words else "Somebody"
    row["initials"] = (words[0][0] + (words[-1][0] if words[1:] else "")).upper() if words else ""
    return row


def _question(values: list[Any], person: int) -> Row:
    """Who would like a word first, the two alone know."""
    row = _named(asked.QUESTION_COLUMNS, values)
    role = "head" if row["head_id"] == person else "buddy" if row["buddy_id"] == person else "reserve"
    other = "buddy" if role == "head" else "head"
    return {
        "role": role,
        "other_name": row[f"{other}__name"],
        "answered": role != "reserve" and row[f"{role}_yes_at"] is not None,
        "word_first": role != "reserve" and row[f"{other}_ring_first_at"] is not None,
    }


def _in_force(rules: list[list[Any]], today: str) -> Rule:
    """As `DeadlineRule.in_force`: the newest that has begun and not ended."""
    begun = [rule for rule in rules if rule[0] <= today and (rule[1] or today) >= today]
    if not begun:
        return NEXT_DAY_CALL
    _, _, number, counted_in, whose = max(begun, key=lambda rule: str(rule[0]))
    return _next_day_call(number, counted_in, whose)


@lru_cache(maxsize=16)
def _next_day_call(number: int, counted_in: str, whose: str) -> Rule:
    return replace(NEXT_DAY_CALL, number=number, counted_in=counted_in, whose=whose)
