"""What a head finds on her front page about her own inspection: the press, her buddy, the days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from buddies.asks import questions
from buddies.models import BuddyRequest, Pairing
from inspections.call_outs.actions import can_call_a_colleague
from inspections.calls.asks import who
from inspections.check_ins.seen import planned
from inspections.deadlines.seen import next_day_call
from inspections.visits.models import Inspection
from inspections.visits.schedule import EVENINGS
from inspections.visits.seen import holidays, newest_visit_of, own_visits, told_to
from inspections.visits.stages import Bead, Stage, clock_of, held_back, line, stage, visit_of
from inspections.windows.models.windows import WindowOpening
from inspections.windows.window import NEVER_QUIET
from network.contact.asks import phone_of
from network.models import Membership, Person, Tie
from network.people.asks import Ask, Urgency, Viewer

PLACE = "inspections/today/asks/"


def own(*, viewer: Viewer) -> list[Ask]:
    """For somebody who leads a school, and also for one who has left her post while an inspection, a buddy or the
    question for one is still hers."""
    if not _is_a_head(viewer):
        return []
    buddies, visits, suggested = viewer.beside_them(Tie.BUDDY), viewer.once(own_visits), _suggested(viewer)
    asks = [*_the_call(viewer, visits, suggested)]
    asks += [ask for visit in visits for ask in _of_visit(viewer, visit)]
    asks += [_buddy(viewer, person, tie) for person, tie in buddies.items()]
    asks += [ask for visit in visits for ask in _to_note(viewer, visit)]
    if not buddies:
        asks.append(_nobody_yet(viewer, suggested))
    if viewer.once(who).ring is None:
        reserve = bool(viewer.beside_them(Tie.RESERVE).keys() - buddies.keys())
        asked = {"by": _together(buddies), "one": len(buddies) == 1, "reserve": reserve, "suggested": suggested}
        asks.append(_card(viewer, "not-all-right", Urgency.AT_HAND, asked))
    return asks


def _suggested(viewer: Viewer) -> Pairing | None:
    return next((row for row in viewer.once(questions) if row.head_id == viewer.person.pk), None)


def _is_a_head(viewer: Viewer) -> bool:
    return bool(viewer.leads or viewer.once(own_visits) or viewer.beside_them(Tie.BUDDY) or _suggested(viewer))


def _card(viewer: Viewer, kind: str, urgency: Urgency, values: dict[str, Any]) -> Ask:
    """Of its urgency it stands behind what came before now, in the order in which it is given here."""
    return Ask(kind, urgency, viewer.now, f"{PLACE}{kind.replace('-', '_')}.html", values, own=True)


def _the_call(viewer: Viewer, visits: list[Inspection], suggested: Pairing | None) -> list[Ask]:
    """The press, while there is a school of hers that is not being inspected; small beside an inspection."""
    led = {post.school_id for post in viewer.leads}
    going = {row.school_id for row in visits if stage(visit_of(row), viewer.today) != Stage.AFTER}
    if not led - going:
        return []
    if visits:
        again = not led - {row.school_id for row in visits}
        return [_card(viewer, "the-call-again", Urgency.REST, {"again": again})]
    buddy, reserve = next(iter(viewer.beside_them(Tie.BUDDY)), None), bool(viewer.beside_them(Tie.RESERVE))
    school = viewer.leads[0].school if len(viewer.leads) == 1 else None
    values = {"buddy": buddy, "reserve": reserve, "suggested": suggested, "school": school}
    return [_card(viewer, "the-call", Urgency.AT_HAND, values)]


def _of_visit(viewer: Viewer, row: Inspection) -> list[Ask]:
    """Where it stands: what can be done when something is not right, and the line of days."""
    where = stage(visit_of(row), viewer.today)
    last = clock_of(next_day_call(viewer, row), viewer.today)
    values = {"visit": row, "next_day_call": last}
    shown = {"line": _line(viewer, row, last.on), "by": _seen_by(viewer)}
    asks = [_card(viewer, "days", Urgency.REST, values | shown)]
    if where in {Stage.ON_SITE, Stage.PAUSED}:
        left = not can_call_a_colleague(row)  # the evening of the last day
        on_site = {"over": left, "stage": where, "to_ring": _to_ring(viewer)}
        asks.append(_card(viewer, "on-site", Urgency.LIVE_CALL, values | on_site))
    elif where == Stage.AFTER and not last.passed:
        known = {"holidays": viewer.once(holidays)}  # with the hours of Ofsted's number
        asks.append(_card(viewer, "next-day-call", Urgency.LAST_DAY, values | known))
    elif where == Stage.CALLED:
        asks.append(_card(viewer, "before-first-day", Urgency.REST, values))
    return asks


def _to_ring(viewer: Viewer) -> list[dict[str, str]]:
    """Who stands by her and has given a number: first whoever stands in, for then the buddy is away or called too."""
    beside = viewer.beside_them(Tie.BUDDY)
    people = sorted(beside, key=lambda person: not beside[person].subject.startswith(Tie.STANDING_IN))
    shown = [{"name": person.first_name, **phone_of(viewer, person.pk)} for person in people]
    return [each for each in shown if each["phone"]]


def _to_note(viewer: Viewer, row: Inspection) -> list[Ask]:
    """The day that comes next and can be written down in one press: of the draft, then of publication."""
    if stage(visit_of(row), viewer.today) != Stage.AFTER or row.published_on:
        return []
    what = "publication" if row.draft_on else "draft"
    return [_card(viewer, "to-note", Urgency.AT_HAND, {"visit": row, "what": what})]


def _line(viewer: Viewer, row: Inspection, next_day_call_on: date) -> list[Bead]:
    buddy = next(iter(viewer.beside_them(Tie.BUDDY)), None)
    hers = (each for each in planned(viewer) if each.inspection_id == row.pk)
    to_come = [each for each in hers if each.rule in EVENINGS and each.send_at > viewer.now]
    return line(
        visit_of(row),
        row.called_at,
        viewer.now,
        buddy=buddy.first_name if buddy else "",
        holidays=viewer.once(holidays),
        next_day_call_on=next_day_call_on,
        questions={(each.rule, each.occurrence): each.send_at for each in to_come},
        chosen=bool(row.minor_points_on or row.complained_on),
        held_back=held_back(row),
    )


def _seen_by(viewer: Viewer) -> str:
    """Whoever opens the days, the names and the numbers: "you, Sam and Devon Example, your deputy"."""
    buddies = [person.first_name for person in viewer.beside_them(Tie.BUDDY)]
    deputies = [f"{person.name}, your deputy" for person in viewer.beside_them(Tie.DEPUTY)]
    return _joined(["you", *buddies, *deputies])


def _together(people: Iterable[Person]) -> str:
    """Whoever stands by her now: the buddy, and the reserve while standing in."""
    return _joined([person.first_name for person in people])


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _buddy(viewer: Viewer, person: Person, tie: Tie) -> Ask:
    """From the call until they have gone it says whether the buddy knows."""
    visit = newest_visit_of(viewer, viewer.person.pk)
    live = visit is not None and stage(visit_of(visit), viewer.today) != Stage.AFTER
    values = {
        "buddy": person,
        "stands_in": tie.subject.startswith(Tie.STANDING_IN),
        "school": "" if live else tie.persons_school or "",
        "visit": visit if live else None,
        "told": told_to(viewer, visit, person) if visit and live else None,
        "today": viewer.today,
        "pairing": tie.subject.partition("pairing:")[2],
        **phone_of(viewer, person.pk),
    }
    return _card(viewer, "buddy", Urgency.AT_HAND, values)


def _nobody_yet(viewer: Viewer, suggested: Pairing | None) -> Ask:
    """What she may do about it, and whom to turn to meanwhile."""
    waits = suggested is None and BuddyRequest.objects.visible_to(viewer.person).open().exists()
    values = {"suggested": suggested, "waits": waits, "may_wish": bool(viewer.leads)}
    return _card(viewer, "nobody-yet", Urgency.AT_HAND, values)


def weeks(*, viewer: Viewer) -> list[Ask]:
    """In the window or not, which days are usual for a call, and the next check-in."""
    if not _is_a_head(viewer):
        return []
    visits = viewer.once(own_visits)
    windows = [post for post in viewer.leads if post.school and post.school.in_window] if not visits else []
    check_in = next((each for each in planned(viewer) if each.due_at > viewer.now), None)
    values = {
        "windows": windows,
        "out": [] if windows or visits else viewer.leads[:1],
        "any_day": bool(windows) and _may_come_any_day(viewer, windows),
        "check_in": check_in,
        "by": _together(viewer.beside_them(Tie.BUDDY)),
        "one": len(viewer.beside_them(Tie.BUDDY)) == 1,
        "today": viewer.today,
    }
    return [_card(viewer, "weeks", Urgency.REST, values)]


def _may_come_any_day(viewer: Viewer, windows: list[Membership]) -> bool:
    if any(post.school.window_rule in NEVER_QUIET for post in windows if post.school):
        return True
    opened = WindowOpening.objects.visible_to(viewer.person).in_force().filter(reason=WindowOpening.MONITORED)
    return opened.filter(is_open=True, school__in=[post.school_id for post in windows]).exists()
