"""What the front page decides by, worked out from what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from inspections.deadlines.deadlines import needs_closures, next_day_call_on
from inspections.today.queries.front import Front, Row
from inspections.visits.schedule import Visit
from inspections.visits.stages import Stage, clock_of, line, stage, title
from inspections.windows.window import NEVER_QUIET
from network import clock
from network.models import Tie
from network.schools.calendar import Closure, bank_holidays
from network.schools.school_days import calendars_of


@dataclass
class Seen:
    front: Front
    now: datetime

    def __post_init__(self) -> None:
        front = self.front
        self.today = clock.local(self.now).date()
        self.buddies = front.of_kind(Tie.BUDDY, as_head=True)
        self.buddy = self.buddies[0] if self.buddies else None
        self.reserve = next(iter(front.of_kind(Tie.RESERVE, as_head=True)), None)
        self.stands_by = front.of_kind(Tie.BUDDY, as_head=False)
        self.suggested = next((one for one in front.questions if one["role"] == "head"), None)
        self.asked = [one for one in front.questions if one["role"] != "head" and not one["answered"]]
        self.windows = [post for post in front.posts if post["in_window"]]
        self.closures = _closures(front)
        self.visits = [self._with_days(row) for row in front.inspections]
        self.visit = self.visits[0] if self.visits else None
        # Also a head who has left her post: whoever stands by her, the check-ins and the numbers stay hers.
        self.leads = bool(front.posts or front.inspections or self.buddies or self.suggested)
        led = {post["school_id"] for post in front.posts}
        self.may_call = bool(led - {row["school_id"] for row in self.visits if row["stage"] != Stage.AFTER})
        self.call_again = not led - {row["school_id"] for row in self.visits}
        self.never_quiet = any(post["window_rule"] in NEVER_QUIET or post["monitored"] for post in self.windows)
        self.needed = any(_waits(row) for row in self.stands_by)
        # With the inspectors in: that head stands above the help for every head, unless they are with her, too.
        calm = all(visit["stage"] == Stage.AFTER for visit in self.visits)
        self.inspected = calm and any(_is_inspected(row, self.today) for row in self.stands_by)

    @property
    def for_nobody(self) -> bool:
        """Nothing on the page would be about this person."""
        front, me = self.front, self.front.me
        ties = any(
            row["kind"] != Tie.SHARED or row["visit"] for row in front.ties
        )  # days she shares, once there are any
        return not any((self.leads, ties, front.questions, me["ring"], me["open_check_in"], me["asked_to_ring"]))

    def _with_days(self, row: Row) -> Row:
        """With the title, the stage and the line of days of one inspection."""
        front, visit = self.front, _visit(row)
        holidays = bank_holidays(front.extra_holidays)
        next_day_call = next_day_call_on(
            row["ends_on"], front.next_day_call, self.closures.get(row["school_id"], ()), front.extra_holidays
        )
        return row | {
            "title": title(visit, self.now, holidays),
            "stage": stage(visit, self.today),
            "next_day_call": clock_of(next_day_call, self.today),
            "line": line(
                visit,
                row["called_at"],
                self.now,
                buddy=self.buddy["first_name"] if self.buddy else "",
                holidays=holidays,
                next_day_call_on=next_day_call,
                questions=front.evenings.get(row["public_id"], {}),
                chosen=bool(row["minor_points_on"] or row["complained_on"]),
            ),
        }


def _closures(front: Front) -> dict[int, tuple[Closure, ...]]:
    """By school. Two more queries, where an administrator has the next-day call counted by the schools' own days."""
    if not front.inspections or not needs_closures(front.next_day_call):
        return {}
    schools = {(row["school_id"], row["school__authority_id"]) for row in front.inspections}
    return {school: found.closures for school, found in calendars_of(schools, front.extra_holidays).items()}


def _visit(row: Row) -> Visit:
    if row["deferred_at"]:
        return Visit()
    return Visit(
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        paused_on=row["paused_on"],
        resumes_on=row["resumes_on"],
        draft_expected_on=row["draft_expected_on"],
        draft_on=row["draft_on"],
        publication_expected_on=row["publication_expected_on"],
        published_on=row["published_on"],
    )


def _waits(row: Row) -> bool:
    unseen = row["visit"] and row["told_at"] and not row["seen_at"]
    return bool((row["ring"] and not row["ring_taken_at"]) or row["quiet"] or unseen)


def _is_inspected(row: Row, today: date) -> bool:
    return bool(row["visit"] and not row["visit_deferred_at"] and row["visit_ends_on"] >= today)
