from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from inspections.deadlines import next_day_call_on
from inspections.models import ImprovementOffer
from inspections.models.front import Front, front_page_of
from inspections.rules import UNDO_FOR
from inspections.schedule import Visit
from inspections.stages import Stage, clock_of, line, stage, title
from inspections.window import NEVER_QUIET
from network import clock
from network.calendar import bank_holidays
from network.models import Tie
from network.navigation import kinds_among


def today(request: HttpRequest) -> HttpResponse:
    """The front page of whoever is signed in. One query, the navigation's included."""
    front = front_page_of(request.user)
    request.kinds = kinds_among(front.roles)
    if front.is_officer and not front.posts and not front.ties:
        return redirect("inspections:network")
    return render(request, "inspections/today.html", _shown(request, front))


def _shown(request: HttpRequest, front: Front) -> dict[str, Any]:
    now = clock.now()
    buddies = front.of_kind(Tie.BUDDY, as_head=True)
    buddy = buddies[0] if buddies else None
    next_day_days = front.next_day_call_days
    stands_by = front.of_kind(Tie.BUDDY, as_head=False)
    visits = [_visit(row, buddy, now, next_day_call_on(row["ends_on"], next_day_days)) for row in front.inspections]
    led = {post["school_id"] for post in front.posts}
    return {
        "me": front.me,
        "next_check_in": _day(front.me["next_check_in_at"]),
        "first_name": request.user.first_name,
        "greeting": _greeting(clock.local(now).hour),
        "posts": front.posts,
        "improvement_kinds": ImprovementOffer.KINDS,
        "windows": [post for post in front.posts if post["in_window"]],
        "never_quiet": any(post["window_rule"] in NEVER_QUIET for post in front.posts),
        "next_call_days": _next_call_days(front.posts),
        # Also a head who has left her post: whoever stands by her, the check-ins and the numbers stay hers.
        "leads": bool(front.posts or front.inspections or buddies),
        "buddies": buddies,
        "buddy": buddy,
        "reserve": next(iter(front.of_kind(Tie.RESERVE, as_head=True)), None),
        "visits": visits,
        "may_call": bool(led - {row["school_id"] for row in visits if row["stage"] != Stage.AFTER}),
        "call_again": not led - {row["school_id"] for row in visits},
        "stands_by": stands_by,
        # Somebody waits for her: then that stands above her own button.
        "needed": any(_waits(row) for row in stands_by),
        "reserve_for": front.of_kind(Tie.RESERVE, as_head=False),
        "shared_by": [row for row in front.of_kind(Tie.SHARED, as_head=False) if row["visit"]],
        "deputy_for": front.of_kind(Tie.DEPUTY, as_head=False),
        "needs_details": not (front.me["has_email"] and front.me["has_phone"]),
    }


def _waits(row: dict[str, Any]) -> bool:
    return bool((row["ring"] and not row["ring_taken_at"]) or row["quiet"] or (row["visit"] and not row["seen_at"]))


def _visit(row: dict[str, Any], buddy: dict[str, Any] | None, now, next_day_call: date) -> dict[str, Any]:
    visit = (
        Visit()
        if row["deferred_at"]
        else Visit(
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            paused_on=row["paused_on"],
            resumes_on=row["resumes_on"],
            draft_expected_on=row["draft_expected_on"],
            draft_on=row["draft_on"],
            publication_expected_on=row["publication_expected_on"],
            published_on=row["published_on"],
        )
    )
    where = stage(visit, clock.today())
    return row | {
        "title": title(visit, now, bank_holidays()),
        "stage": where,
        "on_site": where in {Stage.ON_SITE, Stage.PAUSED},
        "next_day_call": clock_of(next_day_call, clock.today()),
        "line": [
            {"when": bead.when, "what": bead.what, "state": bead.state}
            for bead in line(
                visit,
                row["called_at"],
                now,
                buddy=buddy["other_name"].split()[0] if buddy else "",
                holidays=bank_holidays(),
                next_day_call_on=next_day_call,
            )
        ],
        "can_undo": now < row["called_at"] + UNDO_FOR,
    }


def _next_call_days(posts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The school's name where she leads two, and its next usual call day in words. A day that has passed is not said:
    the hourly look puts the next."""
    today, several = clock.today(), len(posts) > 1
    return [
        (post["school_name"] if several else "", _usually(day, today))
        for post in posts
        if post["in_window"] and (day := post["next_call_day_on"]) and day >= today
    ]


def _usually(day: date, today: date) -> str:
    said = f"{day.day} {day:%B}"
    return f"Today is a usual day, {day:%A} {said}" if day == today else f"Usually on a {day:%A}: next, {said}"


def _day(moment: datetime | None) -> str:
    day = moment and clock.local(moment)
    return f"{day:%A} {day.day} {day:%B}" if day else ""


def _greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
