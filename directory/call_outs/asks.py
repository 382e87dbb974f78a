"""What of a live call-out stands on somebody's front page: for the head's side its state and whom to ring; for a
colleague the question, and after a yes what is left to do. A fixed number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from directory.call_outs.call_out_history import PROMISED
from directory.call_outs.models import Asked, CallOut
from directory.call_outs.rows import from_then_on, need_words, settings_row
from directory.colleagues.models.listing import Listing
from directory.ladder import LEAVES_WITHIN
from network import audit, clock
from network.contact import contact_validation
from network.models import ContactPoint, Person
from network.people.asks import Ask, Urgency, Viewer
from outbox.actions import told_each


def asks_of(*, viewer: Viewer) -> list[Ask]:
    person, now = viewer.person, viewer.now
    live = CallOut.objects.visible_to(person).live().filter(Q(head=person) | Q(raised_by=person))
    calls = list(live.select_related("head", "school", "winner__person"))
    mine = Asked.objects.visible_to(person).filter(
        call_out__closed_at__isnull=True, let_go_at__isnull=True, done_at__isnull=True
    )
    asked = list(
        mine.exclude(answer=Asked.NO).select_related("listing", "call_out__area", "call_out__head", "call_out__school")
    )
    taken = [row for row in asked if row.call_out.winner_id == row.listing_id]
    questions = [row for row in asked if row.call_out.winner_id is None and row.listing.state == Listing.APPROVED]
    if not (calls or taken or questions):
        return []
    to_ring = [call.winner.person_id for call in calls if call.winner] + [row.call_out.head_id for row in taken]
    phones, minutes = (_phones(to_ring), settings_row().speak_within) if to_ring else ({}, 0)
    shown = [call for call in calls if call.winner] + [row.call_out for row in taken]
    looks = [(f"call-out:{call.public_id}", call.head) for call in shown]
    looks += [
        audit.number_of(call.winner.person) for call in calls if call.winner and phones.get(call.winner.person_id)
    ]
    audit.read_each(by=person, each=looks, since=viewer.since)
    stuck = _nothing_has_left([call for call in calls if call.state in (CallOut.OPEN, CallOut.UNANSWERED)], now)
    return [
        *(_of_the_head(call, person, phones, minutes, call.pk in stuck, now) for call in calls),
        *(_taken(row, phones, minutes, now) for row in taken),
        *(_question(row) for row in questions),
    ]


def _of_the_head(
    call: CallOut, person: Person, phones: Mapping[int, str], minutes: int, stuck: bool, now: datetime
) -> Ask:
    phone = phones.get(call.winner.person_id, "") if call.winner else ""
    values = {
        "call": call,
        "is_head": call.head_id == person.pk,
        "phone": phone,
        "phone_as_said": contact_validation.spoken(phone),
        "from_then": call.available_from if call.available_from and call.available_from > now else None,
        "speak_within": minutes,
        "is_today": clock.local(call.raised_at).date() == clock.local(now).date(),
        "waited": now >= call.raised_at + PROMISED,
        "next_wave_at": call.look_again_at if call.look_again_at and call.look_again_at > now else None,
        "can_ask_from": from_then_on(call.can_ask_from, now),
        "nothing_left": stuck,
    }
    # Asked before now, so that it stands above the button it was asked with (`inspections/today/own.py`).
    urgency = Urgency.RING_NOW if call.winner else Urgency.LIVE_CALL
    template = "directory/call_outs/asks/call_out.html"
    return Ask("call-out", urgency, call.raised_at, template, values, own=call.head_id == person.pk)


def _taken(row: Asked, phones: Mapping[int, str], minutes: int, now: datetime) -> Ask:
    call = row.call_out
    phone = phones.get(call.head_id, "")
    start = max(filter(None, (call.won_at, call.available_from)))
    values = {
        "asked": row,
        "call": call,
        "need": need_words(call),
        "phone": phone,
        "phone_as_said": contact_validation.spoken(phone),
        "speak_within": minutes,
        "ring_by": start + timedelta(minutes=minutes),
        "from_then": call.available_from if call.available_from and call.available_from > now else None,
    }
    return Ask("call-out-taken", Urgency.RING_NOW, row.asked_at, "directory/call_outs/asks/taken.html", values)


def _question(row: Asked) -> Ask:
    """Need, area and hours, and no more: who it is comes with a yes (matrix row 29)."""
    values = {
        "asked": row,
        "need": need_words(row.call_out),
        "area": row.call_out.area.name,
        "until": row.call_out.ends_at,
        "by_text": row.call_out.by_text,
    }
    return Ask(
        "call-out-question", Urgency.LIVE_CALL_OUT, row.asked_at, "directory/call_outs/asks/question.html", values
    )


def _phones(people: Collection[int]) -> dict[int, str]:
    """The first number of each that can be rung."""
    points = ContactPoint.objects.to_ring().filter(person__in=people).order_by("-place")
    return dict(points.values_list("person", "address"))


def _nothing_has_left(calls: Collection[CallOut], now: datetime) -> set[int]:
    """Those of them of which no message has left a minute after it should have."""
    late = {call.pk for call in calls if call.last_wave_at and call.last_wave_at + LEAVES_WITHIN <= now}
    asked = dict(Asked.objects.filter(call_out__in=late).values_list("pk", "call_out"))
    told = told_each(about=[f"asked:{key}" for key in asked], kind="call-out")
    left = {asked[int(about.removeprefix("asked:"))] for (about, _), each in told.items() if each.left}
    return late - left
