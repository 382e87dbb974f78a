"""The front page, drawn: which of its parts somebody is shown, in which order, and with what in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString

from inspections.offers.models import ImprovementOffer
from inspections.today.views.today_people import buddy_card, stood_by
from inspections.today.views.today_seen import Seen
from inspections.today.views.today_words import asks, from_to, greeting, missing, next_call_days, next_check_in, tells
from inspections.visits.stages import Stage
from inspections.visits.views.days import line_of_days
from inspections.visits.views.ladder import ladder
from network.dates import weekday_said
from network.models import Tie
from network.parts import Parts, together
from network.site import published
from network.templatetags.reach import to_press

PARTS = Parts("inspections/today/_today.html")
ROUTINE = "Routine full inspections are usually notified on a Monday in term. "


def title_of(seen: Seen, first_name: str) -> str:
    return str(seen.visit["title"]) if seen.visit else f"{greeting(seen.now)}, {first_name}"


def drawn(seen: Seen, token: str, *, anything_above: bool = False) -> SafeString:
    """The page below its title. `anything_above`: something else waits for this person already."""
    return together(_page(seen, token, anything_above))


def _page(seen: Seen, token: str, anything_above: bool) -> Iterator[SafeString]:
    front, visit = seen.front, seen.visit
    if not (front.me["has_email"] and front.me["has_phone"]):
        yield PARTS.needs_details(missing=missing(front.me))
    if seen.needed:  # somebody waits for her: then that stands above her own button
        yield stood_by(seen.stands_by, escape(token))
    if front.me["open_check_in"]:
        second = " govuk-button--secondary" if seen.may_call and not visit else ""
        yield PARTS.how_is_it_going(check_in=front.me["open_check_in"], second=second)
    if front.me["asked_to_ring"]:
        yield PARTS.asked_to_ring()
    if seen.asked:
        yield PARTS.question(asks=asks(seen.asked))
    for one in front.questions:
        if one["word_first"]:
            part = PARTS.word_with_buddy if one["role"] == "head" else PARTS.word_with_head
            yield part(name=one["other_name"])
    if seen.leads:
        yield from _her_own(seen, escape(token))
    if seen.stands_by and not seen.needed and not (seen.leads and seen.inspected):
        yield stood_by(seen.stands_by, escape(token))
    yield from _for_others(seen, anything_above)
    if seen.leads:
        yield PARTS.hers()
        yield PARTS.this_phone()


def _her_own(seen: Seen, token: str) -> Iterator[SafeString]:
    if not seen.visit:
        if seen.windows:
            yield from (PARTS.in_the_window(school=post["school_name"]) for post in seen.windows)
        elif seen.front.posts:
            yield PARTS.not_in_the_window(school=seen.front.posts[0]["school_name"])
        if seen.may_call:
            yield PARTS.the_call(tells=tells(seen))
    if seen.inspected and not seen.needed:
        yield stood_by(seen.stands_by, token)
    yield SafeString('<div class="covenant-cards">')
    yield from _cards(seen, token)
    yield SafeString("</div>")
    for visit in seen.visits:
        yield PARTS.what_happens_when(
            days=line_of_days(visit["line"]),
            visit=visit["public_id"],
            by=_seen_by(seen),
        )
    if seen.visits and seen.may_call:
        again = "The call has come again" if seen.call_again else "The call has come for my other school"
        yield PARTS.the_call_again(words=again)


def _seen_by(seen: Seen) -> str:
    """Whoever opens the days, the names and the numbers: "you, Sam and Devon Example, your deputy"."""
    deputies = [f"{row['other_name']}, your deputy" for row in seen.front.of_kind(Tie.DEPUTY, as_head=True)]
    people = ["you", *([seen.buddy["first_name"]] if seen.buddy else []), *deputies]
    return " and ".join(filter(None, [", ".join(people[:-1]), people[-1]]))


def _cards(seen: Seen, token: str) -> Iterator[SafeString]:
    for visit in seen.visits:
        if visit["stage"] in {Stage.ON_SITE, Stage.PAUSED}:
            steps = ladder(
                visit=visit["public_id"],
                next_day_call=visit["next_day_call"],
                may_change=True,
                senior_number=visit["senior_number"],
            )
            yield PARTS.on_site(visit=visit["public_id"], ladder=steps)
        elif visit["stage"] == Stage.AFTER and not visit["next_day_call"].passed:
            last = visit["next_day_call"]
            yield PARTS.next_day_call(day=weekday_said(last.on, seen.today), words=last.words)
        elif visit["stage"] == Stage.CALLED:
            yield PARTS.before_the_first_day(day=weekday_said(visit["starts_on"], seen.today))
    yield from (buddy_card(row, seen.visit, token) for row in seen.buddies)
    if not seen.buddies:
        yield _nobody_yet(seen)
        if not seen.front.me["ring"]:
            asked = "you see who else can be asked"
            if seen.suggested:
                asked = f"{seen.suggested['other_name']} is asked, without your name,"
            yield PARTS.not_all_right_alone(asked=asked, csrf_token=token)
    elif not seen.front.me["ring"]:
        passed_on = "; your reserve too, if nobody answers in 30 minutes" if seen.reserve else ""
        yield PARTS.not_all_right(first_name=seen.buddies[0]["first_name"], passed_on=passed_on, csrf_token=token)
    yield PARTS.next_check_in(when=next_check_in(seen))
    if not seen.visit and seen.windows:
        yield PARTS.monitored() if seen.never_quiet else _this_week(seen)
    yield PARTS.help(kinds=_kinds_of_help(), csrf_token=token)


def _nobody_yet(seen: Seen) -> SafeString:
    """What she may do about it, and whom to turn to meanwhile."""
    contact = published.contact()
    ways = ("write to" if "@" in contact else "", "ring" if any(c.isdigit() for c in contact) else "")
    until_then = PARTS.until_then(
        how=" or ".join(filter(None, ways)) or "turn to",
        contact=PARTS.contact(contact=to_press(contact)) if contact else "",
    )
    if seen.suggested:
        part = PARTS.buddy_asked if seen.suggested["answered"] else PARTS.buddy_suggested
        return part(name=seen.suggested["other_name"], until_then=until_then)
    if seen.front.waits:
        return PARTS.waits_for_a_buddy(until_then=until_then, wishes=PARTS.wishes() if seen.front.posts else "")
    return PARTS.no_buddy(until_then=until_then)


@cache
def _kinds_of_help() -> SafeString:
    return together(PARTS.kind(kind=kind, words=words) for kind, words in ImprovementOffer.KINDS)


def _this_week(seen: Seen) -> SafeString:
    days = [PARTS.usual_day(day=day) for day in next_call_days(seen)]
    usual = "Routine full inspections are usually notified then. " if days else ROUTINE
    return PARTS.this_week(days=together([*days, usual]))


def _for_others(seen: Seen, anything_above: bool) -> Iterator[SafeString]:
    reserve_for = seen.front.of_kind(Tie.RESERVE, as_head=False)
    deputy_for = seen.front.of_kind(Tie.DEPUTY, as_head=False)
    shared_by = [row for row in seen.front.of_kind(Tie.SHARED, as_head=False) if row["visit"]]
    if seen.stands_by or reserve_for:
        yield PARTS.looked_after()
    beside = {row["other_id"] for row in seen.stands_by}
    for row in reserve_for:
        if row["other_id"] in beside:  # stands in just now: that card says what there is to do
            continue
        yield (PARTS.reserve_ready if row["told_at"] else PARTS.reserve_waits)(name=row["other_name"])
    if deputy_for:
        yield PARTS.you_may_act_for()
        for row in deputy_for:
            if row["visit"]:
                yield PARTS.acts_in_visit(name=row["other_name"], visit=UUID(row["visit"]))
            else:
                yield PARTS.acts_at_the_call(name=row["other_name"], first_name=row["first_name"])
        if not seen.leads:
            yield PARTS.this_phone()
    for row in shared_by:
        yield PARTS.shared_days(
            name=row["other_name"], days=from_to(row["visit_starts_on"], row["visit_ends_on"]), visit=UUID(row["visit"])
        )
    others = (anything_above, shared_by, seen.stands_by, reserve_for, deputy_for)
    if not (seen.leads or seen.front.questions or seen.front.me["asked_to_ring"] or any(others)):
        yield PARTS.nothing_to_do()
