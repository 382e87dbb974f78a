"""Where an inspection stands, and the line of days the page shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from inspections.visits.moments import local_day
from inspections.visits.schedule import LAST_DAY, SITE_DAY, Visit, site_days
from network.dates import LONDON, WEEKDAYS, weekday_said


class Stage(StrEnum):
    CALLED = "called"  # the call has come; the first day has not
    ON_SITE = "on site"
    PAUSED = "paused"
    DEFERRED = "deferred"
    AFTER = "after"


def stage(visit: Visit, today: date) -> Stage:
    if visit.starts_on is None or visit.ends_on is None:
        return Stage.DEFERRED
    if visit.paused_on and visit.paused_on <= today and (visit.resumes_on is None or today < visit.resumes_on):
        return Stage.PAUSED
    if today < visit.starts_on:
        return Stage.CALLED
    return Stage.ON_SITE if today <= visit.ends_on else Stage.AFTER


@dataclass(frozen=True, slots=True)
class Bead:
    """One bead of the line of days."""

    when: str
    what: str
    state: str  # "done", "now", ""
    short: str  # below it in the picture
    day: str = ""  # the second line there
    x: int = 0  # its place there


STEP = 74  # from bead to bead in the picture


Questions = Mapping[tuple[str, str], datetime]
"""When those leave that are still to come, by rule and occurrence. Only what the reader may see."""
NUMBERS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def title(visit: Visit, now: datetime, holidays: frozenset[date] = frozenset()) -> str:
    today = local_day(now)
    where = stage(visit, today)
    if where is Stage.DEFERRED:
        return "The inspection is put off. We wait for a new date."
    if where is Stage.PAUSED:
        return "The inspection is paused."
    if where is Stage.CALLED:
        return "The call has come."
    if where is Stage.ON_SITE:
        days = site_days(visit, holidays)
        return (
            f"Day {_number(days.index(today) + 1)}. Inspectors are on site." if today in days else "Between two days."
        )
    return "They have gone. We have not."


def of_inspection(
    row, now: datetime, next_day_call: date, holidays: frozenset[date], questions: Questions
) -> dict[str, Any]:
    """Stage, title and line of days of a stored inspection, for its page."""
    visit = visit_of(row)
    return {
        "stage": stage(visit, local_day(now)),
        "next_day_call": clock_of(next_day_call, local_day(now)),
        "stage_title": title(visit, now, holidays),
        "line": line(
            visit,
            row.called_at,
            now,
            holidays=holidays,
            next_day_call_on=next_day_call,
            questions=questions,
            chosen=bool(row.minor_points_on or row.complained_on),
            held_back=held_back(row),
        ),
    }


@dataclass(frozen=True, slots=True)
class Clock:
    """A last day, and how long there still is."""

    on: date
    words: str
    passed: bool


def clock_of(day: date, today: date) -> Clock:
    left = (day - today).days
    if left < 0:
        return Clock(day, "passed", True)
    words = {0: "today, until the end of the day", 1: "tomorrow"}.get(left, f"in {left} days")
    return Clock(day, words, False)


def visit_of(row) -> Visit:
    if row.deferred_at:
        return Visit()
    return Visit(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        paused_on=row.paused_on,
        resumes_on=row.resumes_on,
        draft_expected_on=row.draft_expected_on,
        draft_on=row.draft_on,
        draft_noted_at=row.draft_noted_at,
        publication_expected_on=row.publication_expected_on,
        published_on=row.published_on,
        published_noted_at=row.published_noted_at,
    )


def held_back(row) -> bool:
    """A complaint was sent and the report is not published: no day can be expected for it."""
    return row.complained_on is not None and row.published_on is None


DRAFT_CAME = "The draft report came. Five working days, and one choice."


def line(visit: Visit, called_at: datetime, now: datetime, **known: Any) -> list[Bead]:
    """From the call to publication, in the order of the days, each with its place in the picture. What else can be
    known: see `_beads`."""
    beads = _beads(visit, called_at, now, **known)
    return [replace(bead, x=STEP // 2 + STEP * at) for at, bead in enumerate(beads)]


def _beads(
    visit: Visit,
    called_at: datetime,
    now: datetime,
    *,
    buddy: str = "",
    holidays: frozenset[date] = frozenset(),
    next_day_call_on: date | None = None,
    questions: Questions,
    chosen: bool = False,
    held_back: bool = False,
) -> Iterator[Bead]:
    """`chosen`: which of the two ways after the draft was taken is written down. `held_back`: publication waits for
    the reply to a complaint."""
    today = local_day(now)
    first = f"The call. {buddy} was told." if buddy else "The call."
    yield Bead(_moment(called_at), first, "done", "Call", _short(local_day(called_at)))
    days = site_days(visit, holidays)
    for number, day in enumerate(days, start=1):
        last = day == visit.ends_on
        asked = questions.get((LAST_DAY, "") if last else (SITE_DAY, str(number)))
        what = _asked(asked, day, today) if asked else "Inspectors are on site." if day >= today else "They were here."
        if last and not visit.published_on:
            what += (
                " In confidence you may tell your buddy, colleagues, governors, union, family and doctor the "
                "provisional outcome."
            )
        when = f"{weekday_said(day, today)}, day {_number(number)}"
        yield Bead(when, what, _state(day, today), f"Day {number}", _short(day))
        if day == visit.paused_on:
            yield _pause(visit, today)
    if visit.ends_on is None:
        return
    if next_day_call_on:
        help_line = f" {buddy} rings you." if buddy and next_day_call_on >= today else ""
        yield Bead(
            weekday_said(next_day_call_on, today),
            f"Last day for the next-day call about conduct.{help_line}",
            _state(next_day_call_on, today),
            "Next-day",
            _short(next_day_call_on),
        )
    if visit.draft_on:
        yield Bead(
            weekday_said(visit.draft_on, today),
            "The draft report came. The choice is made." if chosen else DRAFT_CAME,
            _state(visit.draft_on, today),
            "Draft",
            _short(visit.draft_on),
        )
    elif visit.draft_expected_on and not visit.published_on:
        yield Bead(
            f"About {weekday_said(visit.draft_expected_on, today)}, our estimate",
            "Draft report. Then five working days, and one choice.",
            "",
            "Draft",
            "about",
        )
    if visit.published_on:
        when = weekday_said(visit.published_on, today)
        yield Bead(when, "Published.", _state(visit.published_on, today), "Report", _short(visit.published_on))
    elif held_back:
        yield Bead(
            "After Ofsted’s reply to the complaint", "Publication. It waits for that reply.", "", "Report", "waits"
        )
    elif visit.publication_expected_on:
        when = f"About {weekday_said(visit.publication_expected_on, today)}, our estimate"
        yield Bead(when, "Publication.", "", "Report", "about")


def _asked(moment: datetime, day: date, today: date) -> str:
    """Where her night or her days off hold the question of a day, when it really leaves."""
    local = moment.astimezone(LONDON)
    when = f"On {weekday_said(local.date(), today)} at" if local.date() != day else "At"
    return f"{when} {_clock(local)} we ask how it went. One press."


def _pause(visit: Visit, today: date) -> Bead:
    back = "No day is agreed yet."
    if visit.resumes_on:
        back = f"Inspectors come back on {weekday_said(visit.resumes_on, today)}."
    over = visit.resumes_on is not None and visit.resumes_on <= today
    state = "done" if over else "now" if visit.paused_on and visit.paused_on <= today else ""
    return Bead("Paused", back, state, "Pause")


def _state(day: date, today: date) -> str:
    return "done" if day < today else "now" if day == today else ""


def _short(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day}"


def _moment(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{WEEKDAYS[local.weekday()]} {_clock(local)}"


def _clock(local: datetime) -> str:
    return f"{local.hour}.{local.minute:02}"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
