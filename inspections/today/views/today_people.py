"""The cards of the pair on the front page: who stands by her, and by whom she stands."""

from __future__ import annotations

from uuid import UUID

from django.utils.safestring import SafeString

from inspections.today.queries.front import Row
from inspections.today.views.today_words import from_to, hour
from inspections.visits.stages import Stage
from network import clock
from network.dates import WEEKDAYS
from network.parts import Parts, together

PARTS = Parts("inspections/today/_today.html")


def buddy_card(row: Row, visit: Row | None, token: str) -> SafeString:
    """From the call until they have gone it says whether the buddy knows."""
    name, phone = row["first_name"], row["phone"]
    if visit is None or visit["stage"] == Stage.AFTER:
        who, says = row["other_name"], f"Your buddy. {row['school']}." if row["school"] else "Your buddy."
    elif row["seen_at"]:
        who, says = f"{name} knows", _saw_it(row, visit)
    else:
        who, says = f"{name} has not seen it yet", "Ring: that is quicker than any message."
    return PARTS.buddy(
        initials=row["initials"],
        who=who,
        says=says,
        ring=PARTS.ring_or_text(phone=phone, first_name=name) if phone else PARTS.no_number(first_name=name),
        spoken=PARTS.we_have_spoken(pairing=row["pairing"], csrf_token=token) if row["pairing"] else "",
        number=PARTS.number(said=row["phone_as_said"]) if phone else "",
        first_name=name,
    )


def _saw_it(row: Row, visit: Row) -> str:
    seen, called = clock.local(row["seen_at"]), clock.local(visit["called_at"])
    day = "" if seen.date() == called.date() else f"on {WEEKDAYS[seen.weekday()]} "
    reply = f": “{row['reply']}”" if row["reply"] else ""
    return f"Saw it {day}at {hour(seen)}{reply}"


def stood_by(rows: list[Row], token: str) -> SafeString:
    return PARTS.you_stand_by(people=together(_stood_by(row, token) for row in rows))


def _stood_by(row: Row, token: str) -> SafeString:
    name, phone = row["first_name"], row["phone"]
    presses = []
    if row["ring"] and not row["ring_taken_at"]:
        presses.append(PARTS.i_am_ringing(ring=UUID(row["ring"]), csrf_token=token))
    if row["visit"] and row["told_at"] and not row["seen_at"]:
        presses.append(PARTS.i_have_seen_it(visit=UUID(row["visit"]), csrf_token=token))
    if row["visit"]:
        presses.append(PARTS.the_days(visit=UUID(row["visit"])))
    return PARTS.stood_by(
        initials=row["initials"],
        name=row["other_name"],
        says=_what_goes_on(row),
        ring=PARTS.ring(phone=phone, first_name=name) if phone else "",
        presses=together(presses),
        person=UUID(row["other_public_id"]),
        number=PARTS.number(said=row["phone_as_said"]) if phone else "",
        first_name=name,
    )


def _what_goes_on(row: Row) -> str:
    if row["ring"] and not row["ring_taken_at"]:
        return PARTS.loud(words="Asks to be rung. Now, if you can.")
    if row["quiet"]:
        return PARTS.loud(words="Has gone quiet. Please ring.")
    if row["visit_deferred_at"]:
        return "The inspection is put off."
    if row["visit"]:
        return f"The call has come: {from_to(row['visit_starts_on'], row['visit_ends_on'])}."
    return str(row["school"])
